import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import type { Relay } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';

type Auth = NonNullable<Relay['auth']>;

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const HASH_BYTES = 16;

// A provider that refuses for a moment is found well again within the morning, and no account is locked for one
// try an hour.
const REFUSED_FOR_SECONDS = 3_600;

const hashOf = ({ user, pass }: Auth, salt: Buffer): Promise<Buffer> =>
  derive(`${user}\u0000${pass}`, salt, HASH_BYTES);

/** Waits until no other process signs in to this relay; the lock ends with the transaction. */
export async function lockSignIn(tx: Db, relay: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('reveille sign-in'), hashtext(${relay}))`.execute(tx);
}

/** What the relay said when it refused this very name and password, or null where they may be tried. */
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

/** Tells the other processes, and this one, not to show this name and password again for an hour. */
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

/** The relay takes what it refused before, or a person says to try again. */
export async function forgetRefusedSignIn(tx: Db, relay: string): Promise<void> {
  await sql`
    update relay_states set sign_in_refused = null, sign_in_refused_at = null, sign_in_reason = ''
    where relay = ${relay} and sign_in_refused is not null`.execute(tx);
}
