import { sql } from 'kysely';
import { PREPARED, type Db } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Keys } from '../platform/keys.ts';
import { toRecord, type Evidence } from './consent.ts';
import { readToken } from '../platform/tokens.ts';
import { OUTBOX_WITHDRAWABLE, SUBSCRIBED } from '../domain/states.ts';

type Deps = { db: Db; keys: Keys; now: () => Date };

/** How a reader unsubscribed. */
type LeftBy = 'one-click' | 'page' | 'mail' | 'desk' | 'cli' | 'safety-log';

/** The subscription that ends: of one newsletter or, with null, of all. Imports then skip the reader for every newsletter. */
type Leaving = { subscriberId: number; newsletterId: number | null; by: LeftBy };

/**
 * Ends a reader's subscription to one newsletter or (null) to all, and invalidates earlier confirmation links. Waiting
 * outbox mails for them are dropped, and the event is recorded. Idempotent: an erased or unknown reader has already left.
 * For a merged reader both subscribers leave, because an old mail may be answered at any time. Returns the newsletters
 * that it ended, each once. It is one statement, because providers post a thousand at once, and each commit waits for
 * the disk.
 */
export async function endAndRecord(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { subscriberId, newsletterId, by }: Leaving,
  evidence: Evidence,
): Promise<number[]> {
  const { textShown, textVersion, pageUrl, networkAddress, userAgent } = toRecord(evidence);
  const detail = JSON.stringify({ by, ...(newsletterId === null && { everything: true }) });
  const { rows } = await sql<{ newsletterId: number }>`${PREPARED}
    with arguments as (
      select ${subscriberId}::integer as subscriber_id, ${newsletterId}::integer as newsletter_id, ${now()}::timestamptz as at
    ), person as materialized (
      -- guards against an erasure and other changes of a subscriber: all take their locks in this order
      select id from subscribers
      where id = any(array(
        select unnest(array[r.id, r.merged_into]) from subscribers r where r.id = (select subscriber_id from arguments)))
      order by id for no key update
    ), marked as (
      update subscribers r set left_everything_at = arguments.at from arguments
      where r.id = any(array(select id from person)) and arguments.newsletter_id is null
        and r.left_everything_at is null
    ), open as materialized (
      select s.subscriber_id, s.newsletter_id, s.status from subscriptions s
      where s.subscriber_id = any(array(select id from person))
        and (s.newsletter_id = (select newsletter_id from arguments) or (select newsletter_id from arguments) is null)
        and (s.status = any(${SUBSCRIBED}::text[]) or s.confirmation_sent_at > s.unsubscribed_at)
      order by s.subscriber_id, s.newsletter_id for update
    ), ended as (
      -- A confirmation's time can be the next whole minute. The opt-out must not be earlier.
      update subscriptions s
      set status = 'unsubscribed', unsubscribed_at = greatest(arguments.at, s.confirmation_sent_at)
      from open, arguments where s.subscriber_id = open.subscriber_id and s.newsletter_id = open.newsletter_id
      returning s.subscriber_id, s.newsletter_id, open.status
    ), dropped as (
      update outbox o set state = 'suppressed' from ended
      where o.state = any(${OUTBOX_WITHDRAWABLE}::text[]) and o.kind in ('confirmation', 'welcome')
        and o.subscriber_id = ended.subscriber_id and o.newsletter_id = ended.newsletter_id)
    insert into consent_events (subscriber_id, newsletter_id, kind, at, text_shown, text_version, page_url,
      network_address, user_agent, detail)
    select ended.subscriber_id, ended.newsletter_id, 'unsubscribed', arguments.at, ${textShown}::text,
      ${textVersion}::text, ${pageUrl}::text, ${networkAddress}::inet, ${userAgent}::text,
      jsonb_build_object('from', ended.status) || ${detail}::jsonb
    from ended, arguments order by ended.subscriber_id, ended.newsletter_id
    returning newsletter_id as "newsletterId"`.execute(db);
  return [...new Set(rows.map((row) => row.newsletterId))];
}

async function end(
  deps: Deps,
  token: string,
  evidence: Evidence,
  { by, isEverything }: { by: LeftBy; isEverything: boolean },
): Promise<{ hasChanged: boolean }> {
  const { subscriberId, newsletterId } = readToken(deps.keys, 'unsubscribe', token, deps.now());
  const which = isEverything ? null : newsletterId;
  const ended = await endAndRecord(deps, { subscriberId, newsletterId: which, by }, evidence);
  if (ended.length > 0) return { hasChanged: true };
  const newsletter = await deps.db
    .selectFrom('newsletters')
    .select((from) =>
      from
        .exists(from.selectFrom('subscribers').where('id', '=', subscriberId).where('merged_into', 'is not', null))
        .as('isMerged'),
    )
    .where('id', '=', newsletterId)
    .executeTakeFirst();
  if (!newsletter) throw new ReveilleError('TOKEN_INVALID', 'This link is not valid.');
  if (!newsletter.isMerged) return { hasChanged: false };
  // A merge may have committed while the statement waited, and moved the subscription to another subscriber.
  const again = await endAndRecord(deps, { subscriberId, newsletterId: which, by }, evidence);
  return { hasChanged: again.length > 0 };
}

/**
 * Ends the subscription of an unsubscribe token, and invalidates earlier confirmation links. Idempotent and replayable
 * (RFC 8058). An erased or unknown subscriber gets the same answer. Throws TOKEN_INVALID.
 */
export function unsubscribe(
  deps: Deps,
  token: string,
  evidence: Evidence,
  by: LeftBy = 'page',
): Promise<{ hasChanged: boolean }> {
  return end(deps, token, evidence, { by, isEverything: false });
}

/** Like `unsubscribe`, from every newsletter. */
export function unsubscribeEverything(deps: Deps, token: string, evidence: Evidence): Promise<{ hasChanged: boolean }> {
  return end(deps, token, evidence, { by: 'page', isEverything: true });
}
