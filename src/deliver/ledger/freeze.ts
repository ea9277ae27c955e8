import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { loadDkimKeys, signingDomainOf } from '../../wire/dkim/keys.ts';
import { type EditionKind, RECEIVED } from '../../domain/states.ts';
import { joinWaves, wavesOf } from '../../readers/waves.ts';
import { wantsEdition } from '../../readers/audience.ts';
import { attachPartition, createPartition, partitionOf } from './partition.ts';

/** An edition whose audience is being frozen. */
type Freezing = {
  editionId: number;
  newsletterId: number;
  kind: EditionKind;
  date: string;
  isRehearsal: boolean;
  byReadersClock: boolean;
  isSample: boolean;
  zone: string;
  sendAt: string;
  from: string;
  canaryPercent: number;
  correctsEditionId: number | null;
  correctsBeforeRevision: number | null;
};

// Enough to send from while the rest is inserted: 20,000 rows take 0.15 s, a million 5 s.
const FIRST_ROWS = 20_000;

async function loadFreezing(tx: Db, editionId: number, state: 'preparing' | 'submitting'): Promise<Freezing | null> {
  // Without a lock while the rest is inserted: a pause must not wait for a million rows.
  const lock = state === 'preparing' ? sql`for update of e` : sql``;
  const { rows } = await sql<Freezing>`
    select e.id as "editionId", e.newsletter_id as "newsletterId", e.kind, e.date, e.is_rehearsal as "isRehearsal",
           e.by_readers_clock as "byReadersClock", n.is_sample as "isSample", n.zone, n.send_at as "sendAt",
           n.from_address as "from",
           case when e.kind = 'correction' or e.is_rehearsal then 0 else n.canary_percent end as "canaryPercent",
           e.corrects_edition_id as "correctsEditionId",
           e.corrects_before_revision as "correctsBeforeRevision"
    from editions e join newsletters n on n.id = e.newsletter_id
    where e.id = ${editionId} and e.state = ${state} and e.frozen_at is null
    ${lock}`.execute(tx);
  return rows[0] ?? null;
}

/** Whose wishes are asked: every subscription; for a correction those who have, or may have, what it corrects. */
function audienceOf(edition: Freezing): RawBuilder<unknown> {
  const corrected =
    edition.correctsEditionId === null
      ? sql``
      : sql`join ${partitionOf(edition.correctsEditionId)} c on c.subscriber_id = s.subscriber_id
              and c.is_rehearsal = ${edition.isRehearsal} and c.state = any(${RECEIVED}::text[])
              and c.revision < ${edition.correctsBeforeRevision}`;
  // Readers invented for the first start stand in their own newsletter only; the claim looks again.
  const real =
    edition.isSample && !edition.isRehearsal
      ? sql`join subscribers p on p.id = s.subscriber_id and not p.is_sample`
      : sql``;
  return sql`subscriptions s ${corrected} ${real}`;
}

/** Each reader's instant: by their own clock, or now. */
async function dueOf(tx: Db, edition: Freezing): Promise<{ join: RawBuilder<unknown>; due: RawBuilder<unknown> }> {
  if (!edition.byReadersClock) return { join: sql``, due: sql`now()` };
  const newsletter = { id: edition.newsletterId, zone: edition.zone, send_at: edition.sendAt };
  const waves = await wavesOf({ db: tx }, newsletter, edition.date);
  return { join: joinWaves(waves), due: sql`w.due_at` };
}

/** Which part of the audience: subscribers up to an id, those after it, or all. */
type Part = { upTo: number } | { after: number } | 'all';

function isIn(part: Part): RawBuilder<unknown> {
  if (part === 'all') return sql``;
  return 'upTo' in part ? sql`and s.subscriber_id <= ${part.upTo}` : sql`and s.subscriber_id > ${part.after}`;
}

/** One statement. Only rows that cannot be there yet are spared the look for themselves, a third of the time. */
async function insertDeliveries(tx: Db, edition: Freezing, part: Part): Promise<number> {
  const { join, due } = await dueOf(tx, edition);
  // A canary's readers are drawn by lot, and come first by a millisecond.
  const first =
    edition.canaryPercent > 0
      ? sql`${due} - case when random() * 100 < ${edition.canaryPercent} then interval '1 ms' else interval '0' end`
      : due;
  const isNew = part !== 'all' && 'after' in part;
  const { numAffectedRows } = await sql`
    insert into ${partitionOf(edition.editionId)} (edition_id, is_rehearsal, subscriber_id, next_attempt_at, due_at)
    select ${edition.editionId}::integer, ${edition.isRehearsal}::boolean, s.subscriber_id, ${first}, ${due}
    from ${audienceOf(edition)} ${join}
    where s.newsletter_id = ${edition.newsletterId} and ${wantsEdition(edition)} ${isIn(part)}
    ${isNew ? sql`` : sql`on conflict do nothing`}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** The id that ends the first part, or null where all are few enough for one. */
async function findBoundary(tx: Db, { newsletterId }: Freezing): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select subscriber_id as id from subscriptions
    where newsletter_id = ${newsletterId} and status = 'active'
    order by subscriber_id offset ${FIRST_ROWS} limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}

/** What openLedger did; `boundary`: subscribers after it have no rows yet. */
type Opened = { rows: number; boundary: number | null };

/**
 * Opens an edition's ledger: its partition, the first readers' rows, `preparing → submitting`. Mailers may
 * claim from here on. Null where the edition is not `preparing` (somebody else was faster, or it was stopped).
 */
async function openLedger(db: Db, editionId: number): Promise<Opened | null> {
  return db.transaction().execute(async (tx) => {
    const edition = await loadFreezing(tx, editionId, 'preparing');
    if (!edition) return null;
    const isNew = await createPartition(tx, editionId);
    // A canary waits for minutes anyway, and must know its size.
    const boundary = edition.canaryPercent > 0 ? null : await findBoundary(tx, edition);
    const isWhole = boundary === null;
    const rows = await insertDeliveries(tx, edition, isWhole ? 'all' : { upTo: boundary });
    if (isNew) await attachPartition(tx, editionId);
    if (isWhole) await recordWaves(tx, edition);
    const keys = await loadDkimKeys({ db: tx }, signingDomainOf(edition.from));
    const selectors = keys.map((key) => key.selector);
    await sql`
      update editions
      set state = 'submitting', started_at = now(), finished_at = null,
          dkim_selectors = ${selectors}::text[],
          frozen_at = case when ${isWhole} then now() end,
          canary_left = case when ${edition.canaryPercent > 0} then greatest(1, (
            select count(*) from ${partitionOf(editionId)} d
            where d.is_rehearsal = ${edition.isRehearsal} and d.next_attempt_at < d.due_at)) end
      where id = ${editionId}`.execute(tx);
    return { rows, boundary };
  });
}

/** The rest of the audience, in one statement, and its waves. One caller at a time does it; the others find it done. */
async function completeLedger(db: Db, editionId: number, part: Part): Promise<number> {
  const inserted = await db.transaction().execute(async (tx) => {
    const { rows: locks } = await sql<{ isMine: boolean }>`
      select pg_try_advisory_xact_lock(hashtext('reveille freeze'), ${editionId}::integer) as "isMine"`.execute(tx);
    if (!locks[0]?.isMine) return null;
    const edition = await loadFreezing(tx, editionId, 'submitting');
    if (!edition) return null;
    const rows = await insertDeliveries(tx, edition, part);
    await recordWaves(tx, edition);
    await sql`update editions set frozen_at = now() where id = ${editionId} and frozen_at is null`.execute(tx);
    return rows;
  });
  return inserted ?? 0;
}

async function recordWaves(tx: Db, { editionId, isRehearsal, byReadersClock }: Freezing): Promise<void> {
  if (!byReadersClock) return;
  await sql`
    insert into waves (edition_id, is_rehearsal, due_at, readers)
    select ${editionId}::integer, ${isRehearsal}::boolean, due_at, count(*)
    from ${partitionOf(editionId)} where is_rehearsal = ${isRehearsal} group by due_at
    on conflict (edition_id, is_rehearsal, due_at) do update set readers = excluded.readers`.execute(tx);
}

/**
 * Freezes an edition's audience: one pending delivery for every reader who wants it (wantsEdition), due at once or, where the
 * edition goes by the readers' clock, at each one's hour. The first rows are committed, and `onStarted` is
 * called, before the rest is inserted in one statement, so that a million readers do not wait for one another.
 * A process that dies in between leaves an edition without `frozen_at`, which another completes by calling this
 * again. Returns the number of readers that this call added, or null where there was nothing to do.
 */
export async function freezeAudience(
  { db }: { db: Db },
  editionId: number,
  { onStarted }: { onStarted?: () => Promise<void> } = {},
): Promise<number | null> {
  const opened = await openLedger(db, editionId);
  if (opened === null) {
    const edition = await db
      .selectFrom('editions')
      .select('id')
      .where('id', '=', editionId)
      .where('state', '=', 'submitting')
      .where('frozen_at', 'is', null)
      .executeTakeFirst();
    return edition ? completeLedger(db, editionId, 'all') : null;
  }
  await onStarted?.();
  const rest = opened.boundary === null ? 0 : await completeLedger(db, editionId, { after: opened.boundary });
  // For whoever counts: the mailers' own statements look rows up by their keys in any case.
  await sql`analyze ${partitionOf(editionId)}`.execute(db);
  return opened.rows + rest;
}
