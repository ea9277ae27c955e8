import { sql, type RawBuilder } from 'kysely';
import { PREPARED, type Db } from '../../platform/db/client.ts';
import type { DeliveryState } from '../../domain/states.ts';
import type { Choice } from '../../editions/variants.ts';
import { NOT_HELD } from '../../platform/hold.ts';
import { wantsEdition } from '../../readers/audience.ts';
import { partitionOf } from './partition.ts';

/**
 * The run of an edition that a claimant works on. `owner` is its lease, `revision` the revision of its digests,
 * and `tokenKey` names the key that signs its links.
 */
export type Run = {
  editionId: number;
  newsletterId: number;
  isRehearsal: boolean;
  owner: string;
  revision: number;
  tokenKey: number;
};

export type Claimed = {
  subscriberId: number;
  email: string;
  /** '' where it is not known. */
  firstName: string;
  attempts: number;
  /** The Date header of the message. */
  datedAt: Date;
  /** No try starts after this instant: yesterday's news is not sent today. */
  deadline: Date;
  /** The format and language that the reader has currently chosen. */
  choice: Choice;
};

type Row = Omit<Claimed, 'choice'> & Choice & { fate: 'go' | 'late' | 'wait' | 'stop' };

/** The claimed readers, and how many rows the claim settled or postponed. */
type Claim = { readers: Claimed[]; settled: number; late: number };

const WANTED = wantsEdition({ kind: sql`due.kind`, date: sql`due.date` });

/**
 * The date of delivery `d`'s message. It is the time of the first try, and every later try repeats it. Before the
 * first try it is the later of the wave's hour and the time at which staff resumed the edition.
 */
export function datedAt(edition: 'e' | 'edition'): RawBuilder<Date> {
  return sql<Date>`coalesce(d.dated_at, greatest(d.due_at, ${sql.ref(`${edition}.resumed_at`)}))`;
}

// A parameter. With a literal state the planner picks the index of claimed rows, which it estimates as almost empty, and
// reads all of it for each statement.
export const CLAIMED: DeliveryState = 'submitting';

// Readers of a domain whose pause is lifted are spread over this time, so that they are not all due at once.
const SPREAD_SECONDS = 20;

/**
 * Claims up to `limit` due deliveries for the run's owner, and checks each row again. A reader who unsubscribed or
 * paused since the audience was frozen becomes `suppressed`. A reader whose deadline has passed becomes `failed` as
 * late; the deadline is their hour, or the time at which staff resumed the edition, plus the newsletter's allowed
 * lateness. A reader whose domain is paused waits. Rows that another claimant has locked are skipped without waiting.
 * An edition that is not `submitting` yields none, and none does while all
 * sending is held.
 *
 * The update names the readers twice, as `settle` does, so that it finds them by key in a partition without statistics.
 */
export async function claimDeliveries({ db }: { db: Db }, run: Run, limit: number): Promise<Claim> {
  const table = partitionOf(run.editionId);
  const { rows } = await sql<Row>`${PREPARED}
    with edition as (
      select e.kind, e.date, e.resumed_at, e.canary_left is null as is_open, n.max_lateness_minutes * interval '1 minute' as lateness
      from editions e join newsletters n on n.id = e.newsletter_id
      where e.id = ${run.editionId}::integer and e.state = 'submitting' and e.is_rehearsal = ${run.isRehearsal}::boolean
        and ${NOT_HELD}
    ), due as (
      select d.subscriber_id, edition.kind, edition.date,
        greatest(d.due_at, edition.resumed_at) + edition.lateness as deadline,
        ${datedAt('edition')} as dated_at
      from ${table} d cross join edition
      where d.edition_id = ${run.editionId}::integer and d.is_rehearsal = ${run.isRehearsal}::boolean
        and d.state = 'pending' and d.next_attempt_at <= now()
        -- while a canary is out: only the readers drawn for it, and retries
        and (edition.is_open or d.next_attempt_at < d.due_at or d.attempts > 0)
      order by d.next_attempt_at
      limit ${limit}::integer
      for update of d skip locked
    ), checked as (
      select due.subscriber_id, due.deadline, due.dated_at, p.email, p.first_name, p.language, s.format, pause.until,
        case
          when (${WANTED} and x.address_hash is null and (not p.is_sample or ${run.isRehearsal}::boolean)) is not true
            then 'stop'
          when due.deadline < now() then 'late'
          when pause.until is not null then 'wait'
          else 'go'
        end as fate
      from due
      left join subscribers p on p.id = due.subscriber_id
      left join subscriptions s on s.subscriber_id = due.subscriber_id and s.newsletter_id = ${run.newsletterId}::integer
      left join suppressions x on x.address_hash = p.address_hash
      left join domain_pauses pause on pause.domain = split_part(p.email, '@', 2) and pause.until > now()
        and not ${run.isRehearsal}::boolean
    )
    update ${table} d
    set state = case c.fate when 'go' then 'submitting' when 'stop' then 'suppressed' when 'late' then 'failed' else 'pending' end,
        owner = case when c.fate = 'go' then ${run.owner}::uuid end,
        data_at = null,
        verdict = case c.fate when 'late' then 'late' when 'wait' then 'domain-busy' else d.verdict end,
        next_attempt_at = case when c.fate = 'wait'
          then c.until + random() * ${SPREAD_SECONDS} * interval '1 second' else d.next_attempt_at end
    from checked c
    where d.edition_id = ${run.editionId}::integer and d.is_rehearsal = ${run.isRehearsal}::boolean
      and d.subscriber_id = c.subscriber_id and d.subscriber_id = any(array(select due.subscriber_id from due))
    returning d.subscriber_id as "subscriberId", c.email, c.first_name as "firstName", d.attempts, c.deadline, c.dated_at as "datedAt", c.format, c.language,
      c.fate`.execute(db);
  const readers = rows.filter((row) => row.fate === 'go');
  return {
    readers: readers.map(({ subscriberId, email, firstName, attempts, deadline, datedAt: date, format, language }) => ({
      subscriberId,
      email,
      firstName,
      attempts,
      deadline,
      datedAt: date,
      choice: { format, language },
    })),
    settled: rows.length - readers.length,
    late: rows.filter((row) => row.fate === 'late').length,
  };
}

/** Releases the rows that this owner claimed and did not start. They are due again at once. */
export async function releaseClaims({ db }: { db: Db }, run: Run): Promise<void> {
  await sql`
    update ${partitionOf(run.editionId)} set state = 'pending', owner = null
    where is_rehearsal = ${run.isRehearsal}
      and state = 'submitting' and owner = ${run.owner}::uuid and data_at is null`.execute(db);
}

/** Releases single readers. Each is due again after its `afterMs`. */
export async function postponeClaims(
  { db }: { db: Db },
  run: Run,
  readers: readonly { subscriberId: number; afterMs: number }[],
): Promise<void> {
  if (readers.length === 0) return;
  const ids = readers.map((reader) => reader.subscriberId);
  await sql`${PREPARED}
    update ${partitionOf(run.editionId)} d
    set state = 'pending', owner = null, next_attempt_at = now() + v.after_ms * interval '1 millisecond'
    from unnest(${ids}::integer[], ${readers.map((reader) => reader.afterMs)}::float8[])
      as v (subscriber_id, after_ms)
    where d.edition_id = ${run.editionId}::integer and d.is_rehearsal = ${run.isRehearsal}::boolean
      and d.subscriber_id = v.subscriber_id and d.subscriber_id = any(${ids}::integer[])
      and d.state = ${CLAIMED}::text and d.owner = ${run.owner}::uuid and d.data_at is null`.execute(db);
}

/**
 * Settles the rows of owners whose lease has ended. Rows that had not reached DATA are pending again; the others
 * become unknown. `owner` stays on unknown rows, so that a claimant that only slept can still record the outcome.
 * Returns the number of settled rows.
 */
export async function recoverLost({ db }: { db: Db }, editionId: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update deliveries d
    set state = case when d.data_at is null then 'pending' else 'unknown' end,
        verdict = case when d.data_at is null then d.verdict else 'unknown' end,
        owner = case when d.data_at is null then null else d.owner end
    where d.edition_id = ${editionId} and d.state = 'submitting'
      and not exists (select from leases l where l.id = d.owner and l.until > now())`.execute(db);
  return Number(numAffectedRows ?? 0);
}
