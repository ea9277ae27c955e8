import type pg from 'pg';
import { codeOf, ReveilleError } from '../../domain/errors.ts';
import { versionOf } from '../consent.ts';
import { ERASURE_LOCK } from '../erase.ts';
import { SUBSCRIPTION_STATES } from '../../domain/states.ts';
import type { Wish } from './statusWords.ts';
import { BY_CAUTION, cautionOf } from './wishes.ts';

/** Addresses that the list itself excludes, by reason. `blocked`: by staff, or by the former program. */
type HeldBack = { pending: number; unsubscribed: number; bounced: number; blocked: number; complained: number };

/**
 * The results for a list's addresses. The five numbers add up to their total, and those of `heldBack` to `inactive`.
 */
export type MergeCounts = {
  added: number;
  known: number;
  suppressed: number;
  inactive: number;
  heldBack: HeldBack;
  unsubscribedKept: number;
};

const HELD_BACK: Readonly<Partial<Record<Wish, keyof HeldBack>>> = {
  pending: 'pending',
  unsubscribed: 'unsubscribed',
  bounce: 'bounced',
  manual: 'blocked',
  complaint: 'complained',
};

function addNumbers<T extends Record<string, number>>(a: T, b: Partial<T>): T {
  return Object.fromEntries(Object.entries(a).map(([key, count]) => [key, count + (b[key] ?? 0)])) as T;
}

/** The sums of two counts. */
export function addCounts(a: MergeCounts, b: MergeCounts): MergeCounts {
  const { heldBack, ...numbers } = a;
  const { heldBack: heldBackToo, ...others } = b;
  return { ...addNumbers(numbers, others), heldBack: addNumbers(heldBack, heldBackToo) };
}

type Target = { newsletterId: number; consent: string; at: Date };

/** A transaction of 5,000 rows holds its locks for about 0.1 s. A concurrent sign-up waits that long at most. */
const BATCH_ROWS = 5000;
const MAX_TRIES = 5;
/** A deadlock, or a referenced row that was deleted: another transaction was first, and the batch is retried. */
const OVERTAKEN = new Set(['40P01', '23503']);

const UNSUBSCRIBED = cautionOf('unsubscribed');

/**
 * Decides what happens to each address of a batch. Readers excluded by the list, the suppressions or the file never
 * become active. `outcome` is how the address is counted, and `deed` the change that it needs, if any.
 */
const SORTED = `
  batch as materialized (
    select w.*, r.id, s.status, coalesce(s.unsubscribed_at, r.left_everything_at) is not null as has_left, x.address_hash is not null as is_barred
    from wishes w
    -- With plain joins the planner may read tables of a million rows completely for each batch.
    left join lateral (select id, left_everything_at from subscribers where email_key = w.email_key limit 1) r on true
    left join lateral (
      select status, unsubscribed_at from subscriptions
      where subscriber_id = r.id and newsletter_id = $1::int limit 1) s on true
    left join lateral (select address_hash from suppressions where address_hash = w.hash limit 1) x on true
    where w.ctid >= $2::tid and w.ctid < $3::tid),
  sorted as materialized (
    select *,
      case when wish > 0 then 'inactive'
        when is_barred then 'suppressed'
        when status = 'active' then 'known'
        when status = 'unsubscribed' or has_left then 'unsubscribedKept'
        else 'added' end as outcome,
      case when wish > ${UNSUBSCRIBED} then 'suppress'
        -- An opt-out of a suppressed address without a subscription needs no mark: the erased must not come back.
        when wish = ${UNSUBSCRIBED} then case
          when status is not null and status <> 'unsubscribed' or status is null and not is_barred then 'unsubscribed' end
        when is_barred or status <> 'pending' or has_left then null
        when wish > 0 then case when status is null then 'pending' end
        else 'active' end as deed
    from batch)`;

/** Rows of a batch by outcome and, for those that the list excludes, by its reason. */
const COUNTS = `(select coalesce(json_agg(c), '[]') from (
    select outcome, case outcome when 'inactive' then wish end as wish, count(*)::int as n from sorted group by 1, 2) c) as counts`;

const LOOK = `with ${SORTED} select ${COUNTS}`;

/** The states as an SQL list. */
const STATES = SUBSCRIPTION_STATES.map((state) => `'${state}'`).join(', ');

/**
 * Applies the changes in one statement. `missed` rows were added, deleted or unsubscribed by others in the meantime.
 */
const MERGE = `with ${SORTED},
  stopped as (
    insert into suppressions (address_hash, reason, detail, created_at)
    select hash, (array['bounce', 'manual', 'complaint'])[wish - ${UNSUBSCRIBED}], 'imported list', $4::timestamptz
    from sorted where deed = 'suppress' order by hash
    -- a sign-up could lift an erasure, but not the file's opt-out
    on conflict (address_hash) do update set reason = excluded.reason where suppressions.reason = 'erased'),
  made as (
    insert into subscribers (email, email_key, address_hash, first_name, language, created_at)
    select email, email_key, hash, first_name, extras ->> 'language', $4::timestamptz
    from sorted where id is null and deed in (${STATES}) order by email_key
    on conflict (email_key) do nothing
    returning id, email_key),
  -- guards against deletions and opt-outs from everything: a row that changed in the meantime is missed
  held as (
    select r.id from sorted join subscribers r on r.id = sorted.id
    where deed in (${STATES}) and (deed = 'unsubscribed' or r.left_everything_at is null)
    order by r.id for share of r),
  targets as materialized (
    select made.id, deed, status, extras from made join sorted using (email_key)
    union all
    select id, deed, status, extras from held join sorted using (id)),
  subscribed as (
    insert into subscriptions (subscriber_id, newsletter_id, status, created_at, unsubscribed_at,
      send_at, zone, frequency, format, paused_until)
    select id, $1::int, deed, $4::timestamptz, case deed when 'unsubscribed' then $4::timestamptz end,
      (extras ->> 'sendAt')::time, extras ->> 'zone', coalesce(extras ->> 'frequency', 'daily'),
      coalesce(extras ->> 'format', 'full'), (extras ->> 'pausedUntil')::date
    from targets order by id
    on conflict (subscriber_id, newsletter_id) do update set status = excluded.status,
      unsubscribed_at = greatest(excluded.unsubscribed_at, case excluded.status when 'unsubscribed'
        then subscriptions.confirmation_sent_at end)
    -- checks the current row: a reader may have left in the meantime
    where excluded.status = 'active' and subscriptions.status = 'pending' and subscriptions.unsubscribed_at is null
      or excluded.status = 'unsubscribed' and subscriptions.status <> 'unsubscribed'
    returning subscriber_id, status),
  told as (
    insert into consent_events (subscriber_id, newsletter_id, kind, at, text_shown, text_version, detail)
    select t.id, $1::int, case t.deed when 'active' then 'imported' else 'unsubscribed' end, $4::timestamptz,
      case t.deed when 'active' then $5::text end, case t.deed when 'active' then $6::text end,
      case t.deed when 'active' then '{}' else jsonb_build_object('from', t.status, 'import', $5::text) end
        || coalesce(jsonb_build_object('file', nullif(extras - '{language,zone,sendAt,frequency,format,pausedUntil}'::text[], '{}')), '{}')
    from subscribed s join targets t on t.id = s.subscriber_id
    where s.status <> 'pending')
  select ${COUNTS},
    (select count(*) from subscribed where status = 'active') as added,
    (select count(*) from sorted where deed in (${STATES}))
      - (select count(*) from targets) as missed`;

type Range = readonly [from: string, before: string];
type Outcome = Exclude<keyof MergeCounts, 'heldBack'>;
type Row = { counts: { outcome: Outcome; wish: number | null; n: number }[]; added: number; missed: number };

const NOTHING: MergeCounts = {
  added: 0,
  known: 0,
  suppressed: 0,
  inactive: 0,
  heldBack: { pending: 0, unsubscribed: 0, bounced: 0, blocked: 0, complained: 0 },
  unsubscribedKept: 0,
};

/** A batch's counts. Some of the addresses to add may have been added by others in the meantime. */
function countBatch({ counts, added }: Row): MergeCounts {
  const sum = structuredClone(NOTHING);
  for (const { outcome, wish, n } of counts) {
    sum[outcome] += n;
    const held = wish === null ? undefined : HELD_BACK[BY_CAUTION[wish]!];
    if (held) sum.heldBack[held] += n;
  }
  // Another process was faster with these, so they do not count as new.
  const elsewhere = sum.added - added;
  return { ...sum, added: sum.added - elsewhere, known: sum.known + elsewhere };
}

/** The table's pages in ranges of about BATCH_ROWS rows. */
async function listRanges(client: pg.Client): Promise<Range[]> {
  const { rows } = await client.query<{ pages: number; count: number }>(
    `select pg_relation_size('wishes') / current_setting('block_size')::int as pages, count(*) as count from wishes`,
  );
  const { pages, count } = rows[0]!;
  if (count === 0) return [];
  const step = Math.max(1, Math.floor((pages * BATCH_ROWS) / count));
  return Array.from({ length: Math.ceil(pages / step) }, (_, n) => [`(${n * step},0)`, `(${(n + 1) * step},0)`]);
}

async function mergeOnce(client: pg.Client, range: Range, { newsletterId, consent, at }: Target): Promise<Row> {
  const parameters = [newsletterId, ...range, at, consent, versionOf(consent)];
  await client.query('begin');
  try {
    // No erasure runs during a batch, so that the batch cannot restore a reader who was just erased.
    await client.query('select pg_advisory_xact_lock_shared($1)', [ERASURE_LOCK]);
    const newsletter = await client.query('select from newsletters where id = $1 for key share', [newsletterId]);
    if (newsletter.rowCount === 0) throw new ReveilleError('NOT_FOUND', 'The newsletter no longer exists.');
    const { rows } = await client.query<Row>(MERGE, parameters);
    const row = rows[0]!;
    for (let missed = row.missed, tries = 1; missed > 0; tries++) {
      if (tries === MAX_TRIES)
        throw new ReveilleError(
          'CONFLICT',
          'The same readers are being changed by another process. Import the file again.',
        );
      const again = await client.query<Row>(MERGE, parameters);
      missed = again.rows[0]!.missed;
      row.added += again.rows[0]!.added;
    }
    await client.query('commit');
    return row;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function merge(client: pg.Client, range: Range, target: Target): Promise<Row> {
  for (let tries = 1; ; tries++)
    try {
      return await mergeOnce(client, range, target);
    } catch (error) {
      if (tries === MAX_TRIES || !OVERTAKEN.has(codeOf(error) ?? '')) throw error;
    }
}

async function look(client: pg.Client, range: Range, { newsletterId }: Target): Promise<Row> {
  const { rows } = await client.query<Pick<Row, 'counts'>>(LOOK, [newsletterId, ...range]);
  const { counts } = rows[0]!;
  return { counts, added: counts.find(({ outcome }) => outcome === 'added')?.n ?? 0, missed: 0 };
}

/**
 * Merges a settled stage's `wishes` into the list, in transactions of about 5,000 addresses each. `isDryRun` only
 * reports the result. `onPart` is called after each transaction with the part that is done (0 to 1). Idempotent: an
 * interrupted merge is run again. Concurrent changes by readers are kept.
 */
export async function mergeWishes(
  client: pg.Client,
  target: Target,
  { isDryRun, onPart }: { isDryRun: boolean; onPart?: (part: number) => void },
): Promise<MergeCounts> {
  let sum = NOTHING;
  const ranges = await listRanges(client);
  for (const [at, range] of ranges.entries()) {
    sum = addCounts(sum, countBatch(await (isDryRun ? look : merge)(client, range, target)));
    onPart?.((at + 1) / ranges.length);
  }
  return sum;
}
