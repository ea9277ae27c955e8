import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { loadDkimKeys, signingDomainOf } from '../../wire/dkim/keys.ts';
import { type EditionKind, RECEIVED } from '../../domain/states.ts';
import { joinWaves, wavesOf } from '../../readers/waves.ts';
import { wantsEdition } from '../../readers/audience.ts';
import { callOff, isHoliday } from '../../editions/callOff.ts';
import { SCHEDULER } from '../../editions/control.ts';
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

// The mailers start with these rows while the rest is inserted: 20,000 rows take 0.15 s, a million 5 s.
const FIRST_ROWS = 20_000;

async function loadFreezing(tx: Db, editionId: number, state: 'preparing' | 'submitting'): Promise<Freezing | null> {
  // The rest is inserted without a lock: a pause must not wait for a million rows.
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

/** The candidates: every subscription. For a correction, the readers who have, or may have, the corrected edition. */
function audienceOf(edition: Freezing): RawBuilder<unknown> {
  const corrected =
    edition.correctsEditionId === null
      ? sql``
      : sql`join ${partitionOf(edition.correctsEditionId)} c on c.subscriber_id = s.subscriber_id
              and c.is_rehearsal = ${edition.isRehearsal} and c.state = any(${RECEIVED}::text[])
              and c.revision < ${edition.correctsBeforeRevision}`;
  // Sample readers exist only in the sample newsletter. The claim checks this again.
  const real =
    edition.isSample && !edition.isRehearsal
      ? sql`join subscribers p on p.id = s.subscriber_id and not p.is_sample`
      : sql``;
  return sql`subscriptions s ${corrected} ${real}`;
}

/** The instant at which each reader is due: their local hour, or now. */
async function dueOf(tx: Db, edition: Freezing): Promise<{ join: RawBuilder<unknown>; due: RawBuilder<unknown> }> {
  if (!edition.byReadersClock) return { join: sql``, due: sql`now()` };
  const newsletter = { id: edition.newsletterId, zone: edition.zone, send_at: edition.sendAt };
  const waves = await wavesOf({ db: tx }, newsletter, edition.date);
  return { join: joinWaves(waves), due: sql`w.due_at` };
}

/** A part of the audience: subscribers up to an id, those after it, or all. */
type Part = { upTo: number } | { after: number } | 'all';

function isIn(part: Part): RawBuilder<unknown> {
  if (part === 'all') return sql``;
  return 'upTo' in part ? sql`and s.subscriber_id <= ${part.upTo}` : sql`and s.subscriber_id > ${part.after}`;
}

/** Inserts one part in one statement. Rows that cannot exist yet skip the conflict check, which saves a third of the time. */
async function insertDeliveries(tx: Db, edition: Freezing, part: Part): Promise<number> {
  const { join, due } = await dueOf(tx, edition);
  // A canary's readers are drawn at random, and are due a millisecond before the others.
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

/** The id that ends the first part. Null if the audience is small enough for one part. */
async function findBoundary(tx: Db, { newsletterId }: Freezing): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select subscriber_id as id from subscriptions
    where newsletter_id = ${newsletterId} and status = 'active'
    order by subscriber_id offset ${FIRST_ROWS} limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}

/** The result of openLedger. Subscribers after `boundary` have no rows yet. */
type Opened = { rows: number; boundary: number | null };

/**
 * Opens an edition's ledger: creates its partition, inserts the first rows, and moves it from `preparing` to
 * `submitting`. Mailers may claim from then on. Null if the edition is not `preparing`, because another process opened
 * it first or it was stopped, or because its day has become a holiday: then the edition is called off.
 */
async function openLedger(db: Db, editionId: number): Promise<Opened | null> {
  return db.transaction().execute(async (tx) => {
    const edition = await loadFreezing(tx, editionId, 'preparing');
    if (!edition) return null;
    if (edition.byReadersClock && (await isHoliday(tx, edition.newsletterId, edition.date))) {
      await callOff(tx, { editionId, date: edition.date, actor: SCHEDULER });
      return null;
    }
    const isNew = await createPartition(tx, editionId);
    // A canary takes minutes anyway, and its size must be known.
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

/** Inserts the rest of the audience and its waves in one statement. One caller at a time does this; the others find it done. */
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
 * Freezes an edition's audience: one pending delivery for every reader who wants it (wantsEdition). Deliveries are due
 * at once, or at each reader's local hour if the edition follows the readers' clock. The first rows are committed, and
 * `onStarted` is called, before the rest is inserted in one statement, so that the first readers do not wait for a
 * million rows. A process that dies in between leaves an edition without `frozen_at`. Another process completes it by
 * calling this function again. Returns the number of readers that this call added, or null if there was nothing to do.
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
  // The statistics serve counting queries. The mailers' statements find rows by key in any case.
  await sql`analyze ${partitionOf(editionId)}`.execute(db);
  return opened.rows + rest;
}
