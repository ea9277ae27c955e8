import { sql } from 'kysely';
import { readByKey } from '../../platform/db/byKey.ts';
import { PREPARED, type Db } from '../../platform/db/client.ts';
import type { DigestFormat } from '../../domain/choices.ts';
import { type DeliveryState, SETTLEABLE } from '../../domain/states.ts';
import { wantsEdition } from '../../readers/audience.ts';
import type { Verdict } from '../outcome.ts';
import { CLAIMED, type Run } from './claim.ts';
import { partitionOf } from './partition.ts';

/** What one delivery's try ended with. `retryAfterMs` applies to `pending` only. */
export type Recorded = {
  subscriberId: number;
  state: DeliveryState;
  verdict: Verdict | null;
  retryAfterMs: number;
  relay: string | null;
  statusCode: string | null;
  reply: string | null;
};

/** A delivery whose message is about to be sent, and the digest that it carries. Null: the newsletter's own. */
export type Starting = {
  subscriberId: number;
  /** The Date header of its message. */
  datedAt: Date;
  format: DigestFormat | null;
  language: string | null;
};

const WANTED = wantsEdition({ kind: sql`e.kind`, date: sql`e.date` });

/**
 * The ledger's only round trip during a send. It records `outcomes`, and marks `starting`: deliveries whose messages
 * are about to pass the point of no return. It returns those of `starting` that may be sent. They must still be
 * claimed by this owner, the edition must still run with the owner's revision, and the reader must still want it. This
 * is the fence: it refuses a claimant that was taken for dead, or that a pause, a fix or an unsubscribe has overtaken.
 * Of `outcomes`, only rows that still belong to the run's owner change. An owner may correct its own unknown row.
 * One commit for both halves the disk writes.
 *
 * The readers are named twice. By `v` alone, the planner reads the whole partition for each statement as long as the
 * partition has no statistics, which is the first minute of each send: it expects 19 rows where 235,730 are.
 */
export async function settle(
  { db }: { db: Db },
  run: Run,
  { outcomes, starting }: { outcomes: readonly Recorded[]; starting: readonly Starting[] },
): Promise<Set<number>> {
  const table = partitionOf(run.editionId);
  const ids = starting.map(({ subscriberId }) => subscriberId);
  const column = <K extends keyof Recorded>(key: K): Recorded[K][] => outcomes.map((outcome) => outcome[key]);
  const { rows } = await sql<{ id: number }>`${PREPARED}
    with recorded as (
      update ${table} d
      set state = v.state,
          verdict = v.verdict,
          submitted_at = case when v.state = 'submitted' then now() end,
          data_at = case when v.state = 'pending' then null else d.data_at end,
          owner = case when v.state = 'unknown' then d.owner end,
          next_attempt_at = case when v.state = 'pending'
            then now() + v.retry_after_ms * interval '1 millisecond' else d.next_attempt_at end,
          relay = v.relay, status_code = v.status_code, reply = v.reply
      from unnest(
        ${column('subscriberId')}::integer[], ${column('state')}::text[], ${column('verdict')}::text[],
        ${column('retryAfterMs')}::float8[], ${column('relay')}::text[], ${column('statusCode')}::text[],
        ${column('reply')}::text[]
      ) as v (subscriber_id, state, verdict, retry_after_ms, relay, status_code, reply)
      where d.edition_id = ${run.editionId}::integer and d.is_rehearsal = ${run.isRehearsal}::boolean
        and d.subscriber_id = v.subscriber_id and d.subscriber_id = any(${column('subscriberId')}::integer[])
        and d.owner = ${run.owner}::uuid
        and d.state = any(${SETTLEABLE}::text[]))
    update ${table} d
    set data_at = now(), attempts = d.attempts + 1, revision = e.revision, token_key = ${run.tokenKey}::smallint,
        dated_at = v.dated_at, format = v.format, language = v.language
    from editions e, unnest(
      ${ids}::integer[],
      ${starting.map(({ datedAt }) => datedAt)}::timestamptz[], ${starting.map(({ format }) => format)}::text[],
      ${starting.map(({ language }) => language)}::text[]) as v (subscriber_id, dated_at, format, language)
    where d.edition_id = ${run.editionId}::integer and d.is_rehearsal = ${run.isRehearsal}::boolean
      and d.subscriber_id = v.subscriber_id and d.subscriber_id = any(${ids}::integer[])
      and d.state = ${CLAIMED}::text and d.owner = ${run.owner}::uuid and d.data_at is null
      and e.id = ${run.editionId}::integer and e.state = 'submitting' and e.is_rehearsal = ${run.isRehearsal}::boolean
      and e.revision = ${run.revision}::integer
      and exists (
        select from subscriptions s join subscribers p on p.id = s.subscriber_id
        where s.subscriber_id = d.subscriber_id and s.newsletter_id = ${run.newsletterId}::integer and ${WANTED}
          and not exists (select from suppressions x where x.address_hash = p.address_hash))
    returning d.subscriber_id as id`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/**
 * Suppresses those of `subscriberIds` whose address a relay rejected as dead, according to the ledger. If another
 * claimant owns the row by now, nothing is recorded: that claimant gets the same answer, and the reader's row keeps
 * the reason.
 */
export async function suppressDead({ db }: { db: Db }, run: Run, subscriberIds: readonly number[]): Promise<void> {
  if (subscriberIds.length === 0) return;
  const dead: Verdict = 'address-dead';
  await sql`
    insert into suppressions (address_hash, reason, detail)
    select p.address_hash, 'bounce', coalesce(d.reply, '')
    from ${partitionOf(run.editionId)} d
    join subscribers p on p.id = d.subscriber_id
    where d.edition_id = ${run.editionId}::integer and d.is_rehearsal = ${run.isRehearsal}::boolean
      and d.subscriber_id = any(${subscriberIds}::integer[]) and d.state = 'failed' and d.verdict = ${dead}
    -- each row locks its address (0057_count_locks.sql)
    order by p.address_hash
    on conflict do nothing`.execute(db);
}

/** Moves `submitting → submitted` if the audience is complete and no row is pending or claimed. True if this call did it. */
export async function finishEdition({ db }: { db: Db }, run: Pick<Run, 'editionId' | 'isRehearsal'>): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // The lock is a separate statement: a call that waited here for a resend must read the rows after it.
    await sql`select from editions where id = ${run.editionId} for update`.execute(tx);
    return finishLocked(tx, run);
  });
}

async function finishLocked(tx: Db, run: Pick<Run, 'editionId' | 'isRehearsal'>): Promise<boolean> {
  await readByKey(tx);
  const { numAffectedRows } = await sql`
    update editions e set state = 'submitted', finished_at = now()
    where e.id = ${run.editionId} and e.state = 'submitting' and e.is_rehearsal = ${run.isRehearsal}
      and e.frozen_at is not null
      -- two conditions: each has its own index, and the combination has none
      and not exists (
        select from deliveries d
        where d.edition_id = ${run.editionId} and d.is_rehearsal = ${run.isRehearsal} and d.state = 'pending')
      and not exists (
        select from deliveries d
        where d.edition_id = ${run.editionId} and d.is_rehearsal = ${run.isRehearsal} and d.state = 'submitting')`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0) > 0;
}
