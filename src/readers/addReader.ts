import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db/client.ts';
import type { Keys } from '../platform/keys.ts';
import type { SubscriptionState } from '../domain/states.ts';
import { hashAddress, parseAddress } from './addresses.ts';
import { recordConsent } from './consent.ts';
import { cleanFirstName } from './names.ts';
import { ERASURE_LOCK } from './erase.ts';
import type { Reason } from './suppressions.ts';

type Deps = { db: Db; keys: Keys; now: () => Date };

/** A consent that a reader gave elsewhere: its words, where, and when. */
export type Consent = { text: string; source: string; at: Date };

/** What is known of an address for one newsletter. `leftAt`: their latest opt-out. */
export type Standing = {
  subscriberId: number | null;
  status: SubscriptionState | null;
  suppression: Reason | null;
  leftAt: Date | null;
};

/** How an addition by staff ended. `subscribed`: already before. */
export type Addition =
  | { outcome: 'added'; subscriberId: number }
  | { outcome: 'subscribed' | 'suppressed' | 'erased' | 'left'; standing: Standing };

/** What is known of an address for one newsletter. Throws ADDRESS_INVALID. */
export async function loadStanding(
  { db, keys }: Pick<Deps, 'db' | 'keys'>,
  { email, newsletterId }: { email: string; newsletterId: number },
): Promise<Standing> {
  const { emailKey } = parseAddress(email);
  const { rows } = await sql<Standing>`
    select r.id as "subscriberId", s.status, x.reason as suppression,
      greatest(s.unsubscribed_at, r.left_everything_at) as "leftAt"
    from (select 1) one
    left join subscribers r on r.email_key = ${emailKey}
    left join subscriptions s on s.subscriber_id = r.id and s.newsletter_id = ${newsletterId}
    left join suppressions x on x.address_hash = ${hashAddress(keys, emailKey)}`.execute(db);
  return rows[0]!;
}

function obstacle(
  { status, suppression, leftAt }: Standing,
  consent: Consent,
): 'subscribed' | 'suppressed' | 'erased' | 'left' | null {
  if (suppression !== null) return suppression === 'erased' ? 'erased' : 'suppressed';
  if (status === 'active') return 'subscribed';
  return leftAt !== null && leftAt >= consent.at ? 'left' : null;
}

async function activate(
  tx: Tx,
  { subscriberId, newsletterId, at }: { subscriberId: number; newsletterId: number; at: Date },
) {
  await sql`
    insert into subscriptions (subscriber_id, newsletter_id, status, created_at, confirmed_at)
    values (${subscriberId}, ${newsletterId}, 'active', ${at}, null)
    on conflict (subscriber_id, newsletter_id) do update
    set status = 'active', unsubscribed_at = null, paused_until = null`.execute(tx);
  await sql`update subscribers set left_everything_at = null where id = ${subscriberId}`.execute(tx);
}

/**
 * Subscribes an address to a newsletter because its reader agreed elsewhere. The record keeps the words, the source and
 * the time of the consent, and no mail is sent. An address that is suppressed or was erased is not added, nor one whose
 * reader left after that consent. Throws ADDRESS_INVALID.
 */
export async function addReader(
  { db, keys, now }: Deps,
  {
    newsletterId,
    email,
    firstName,
    consent,
  }: { newsletterId: number; email: string; firstName: string; consent: Consent },
): Promise<Addition> {
  const address = parseAddress(email);
  const at = now();
  return db.transaction().execute(async (tx): Promise<Addition> => {
    // No erasure runs meanwhile, so that a reader who was just erased does not come back.
    await sql`select pg_advisory_xact_lock_shared(${ERASURE_LOCK})`.execute(tx);
    const { rows } = await sql<{ id: number }>`
      insert into subscribers as r (email, email_key, address_hash, first_name, created_at)
      values (${address.email}, ${address.emailKey}, ${hashAddress(keys, address.emailKey)}, ${cleanFirstName(firstName)}, ${at})
      on conflict (email_key) do update
      set first_name = case when r.first_name = '' then excluded.first_name else r.first_name end
      returning id`.execute(tx);
    const standing = await loadStanding({ db: tx, keys }, { email, newsletterId });
    const outcome = obstacle(standing, consent);
    if (outcome !== null) {
      // Someone who is not subscribed to anything is not kept.
      await sql`
        delete from subscribers r where r.id = ${rows[0]!.id} and r.created_at = ${at}
          and not exists (select from subscriptions s where s.subscriber_id = r.id)`.execute(tx);
      return { outcome, standing };
    }
    const subscriberId = rows[0]!.id;
    await activate(tx, { subscriberId, newsletterId, at });
    await recordConsent(tx, {
      subscriberId,
      newsletterId,
      kind: 'imported',
      at,
      evidence: { textShown: consent.text, pageUrl: consent.source, networkAddress: null, userAgent: null },
      detail: { by: 'desk', consentAt: consent.at.toISOString() },
    });
    return { outcome: 'added', subscriberId };
  });
}
