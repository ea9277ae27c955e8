import { sql } from 'kysely';
import type { Db } from '../../src/platform/db/client.ts';
import type { Keys } from '../../src/platform/keys.ts';
import { suppressAddress } from '../../src/readers/suppressions.ts';
import { issueToken } from '../../src/platform/tokens.ts';
import type { Request } from './load.ts';

/** A sign-up of a new address by a plain form. */
export function signUpRequest(slug: string, name: string): Request {
  const body = new URLSearchParams({ email: `${name}@reader.example`, first_name: 'Ada', zone: 'Europe/Madrid' });
  return { path: `/newsletters/${slug}/subscribe`, body: body.toString() };
}

/** One-click opt-outs of different readers, spread over the whole table. */
export async function unsubscribeRequests(
  { db, keys }: { db: Db; keys: Keys },
  newsletterId: number,
  count: number,
): Promise<Request[]> {
  const { rows } = await sql<{ id: number }>`
    select subscriber_id as id from subscriptions where newsletter_id = ${newsletterId} and status = 'active'
    order by hashint4(subscriber_id) limit ${count}`.execute(db);
  return rows.map(({ id: subscriberId }) => ({
    path: `/unsubscribe/${issueToken(keys, { purpose: 'unsubscribe', subscriberId, newsletterId })}`,
    body: 'List-Unsubscribe=One-Click',
  }));
}

/** The states of an address. `unknown` is a new address each time. */
export const KINDS = ['unknown', 'pending', 'active', 'unsubscribed', 'suppressed'] as const;

/** Creates an address in every known state: kind-NAME@reader.example. */
export async function makeKinds({ db, keys }: { db: Db; keys: Keys }, newsletterId: number): Promise<void> {
  for (const status of ['pending', 'active', 'unsubscribed'] as const)
    await sql`
      with made as (
        insert into subscribers (email, email_key, address_hash)
        select e, e, sha256(e::bytea) from (values (${`kind-${status}@reader.example`}::text)) v(e) returning id)
      insert into subscriptions (subscriber_id, newsletter_id, status)
      select id, ${newsletterId}, ${status} from made`.execute(db);
  const now = (): Date => new Date();
  await suppressAddress({ db, keys, now }, { email: 'kind-suppressed@reader.example', reason: 'bounce' });
}
