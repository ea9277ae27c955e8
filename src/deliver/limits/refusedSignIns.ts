import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import type { Relay } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';

type Auth = NonNullable<Relay['auth']>;

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const HASH_BYTES = 16;

// One try per hour recovers from a short outage at the provider within the morning, and it does not lock an account.
const REFUSED_FOR_SECONDS = 3_600;

const hashOf = ({ user, pass }: Auth, salt: Buffer): Promise<Buffer> =>
  derive(`${user}\u0000${pass}`, salt, HASH_BYTES);

/** Waits until no other process signs in to this relay. The lock ends with the transaction. */
export async function lockSignIn(tx: Db, relay: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('reveille sign-in'), hashtext(${relay}))`.execute(tx);
}

/** The relay's reason for refusing this name and password. Null if they may be tried. */
export async function loadRefusedSignIn(tx: Db, relay: string, auth: Auth): Promise<string | null> {
  const { rows } = await sql<{ refused: string; reason: string }>`
    select sign_in_refused as refused, sign_in_reason as reason from relay_states
    where relay = ${relay} and sign_in_refused is not null
      and sign_in_refused_at > now() - ${REFUSED_FOR_SECONDS} * interval '1 second'`.execute(tx);
  if (!rows[0]) return null;
  const [salt = '', hash = ''] = rows[0].refused.split(':').map((part) => Buffer.from(part, 'base64url'));
  const own = await hashOf(auth, Buffer.from(salt));
  return hash.length === own.length && timingSafeEqual(Buffer.from(hash), own) ? rows[0].reason : null;
}

/** Records a refused sign-in: no process, including this one, tries this name and password again for an hour. */
export async function recordRefusedSignIn(tx: Db, relay: string, auth: Auth, reason: string): Promise<void> {
  const salt = randomBytes(16);
  const refused = `${salt.toString('base64url')}:${(await hashOf(auth, salt)).toString('base64url')}`;
  await sql`
    insert into relay_states as r (relay, sign_in_refused, sign_in_refused_at, sign_in_reason)
    values (${relay}, ${refused}, now(), ${reason})
    on conflict (relay) do update
      set sign_in_refused = excluded.sign_in_refused, sign_in_refused_at = now(), sign_in_reason = excluded.sign_in_reason`.execute(
    tx,
  );
}

/** Clears a refused sign-in, after the relay accepts it or a person asks for another try. */
export async function forgetRefusedSignIn(tx: Db, relay: string): Promise<void> {
  await sql`
    update relay_states set sign_in_refused = null, sign_in_refused_at = null, sign_in_reason = ''
    where relay = ${relay} and sign_in_refused is not null`.execute(tx);
}
