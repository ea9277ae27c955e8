import { sql } from 'kysely';
import type { SettableName } from '../../domain/retention.ts';
import { LIST_IMPORT_WAITING, LIST_IMPORT_WORKING, OUTBOX_WAITING } from '../../domain/states.ts';
import { dropOrphan, retireOldLedger } from '../../deliver/deliver.ts';
import { sweepPictures } from '../../newsroom/pictures/sweep.ts';
import { removeOld } from '../alerts/register.ts';
import { removeItems, removeStories } from './removeItems.ts';
import type { Removal } from './removal.ts';
import { removeFeedback } from './removeFeedback.ts';

/** A batch takes some tens of milliseconds, and its locks end with it. */
const ROWS = 2_000;
/** 20,000 deliveries are recorded in 0.2 s, a million in a minute. */
const DELIVERIES = 20_000;

const affected = ({ numAffectedRows }: { numAffectedRows?: bigint }): number => Number(numAffectedRows ?? 0);

/** Does the first of `removals` that finds something. */
const either =
  (...removals: Removal[]): Removal =>
  async (deps, before) => {
    for (const remove of removals) {
      const removed = await remove(deps, before);
      if (removed > 0) return removed;
    }
    return 0;
  };

const removeOutbox: Removal = async ({ db }, before) =>
  affected(
    await sql`
      delete from outbox where id in (
        select id from outbox where created_at < ${before} and not state = any(${OUTBOX_WAITING}::text[])
        order by id limit ${ROWS} for update skip locked)`.execute(db),
  );

const removeAudit: Removal = async ({ db }, before) =>
  affected(
    await sql`
      delete from audit_log where id in (
        select id from audit_log where at < ${before} order by id limit ${ROWS} for update skip locked)`.execute(db),
  );

const removeInbox: Removal = async ({ db }, before) =>
  affected(
    await sql`
      delete from inbox_messages where id in (
        select id from inbox_messages where received_at < ${before}
        order by id limit ${ROWS} for update skip locked)`.execute(db),
  );

const removeImports: Removal = async ({ db }, before) =>
  affected(
    await sql`
      delete from list_imports
      where created_at < ${before} and not state = any(${[...LIST_IMPORT_WORKING, ...LIST_IMPORT_WAITING]}::text[])`.execute(
      db,
    ),
  );

const removeHeartbeats: Removal = async ({ db }, before) =>
  affected(await sql`delete from heartbeats where at < ${before}`.execute(db));

/** A row holds 200 readers. The editions that are old are few, so those already done cost little. */
const removeRecords: Removal = async ({ db }, before) =>
  affected(
    await sql`
      delete from delivery_records where (edition_id, first_reader) in (
        select r.edition_id, r.first_reader
        from editions e join delivery_records r on r.edition_id = e.id
        where e.date < ${before}::timestamptz limit ${ROWS})`.execute(db),
  );

/** What the sweep does for each rule that is set in days. Null: something else removes its rows. */
export const REMOVALS: Readonly<Record<SettableName, Removal | null>> = {
  deliveries: either((deps, before) => retireOldLedger(deps, before, DELIVERIES), dropOrphan),
  'delivery-records': removeRecords,
  outbox: removeOutbox,
  feedback: removeFeedback,
  items: either(removeItems, removeStories),
  // It reads its own days.
  pictures: sweepPictures,
  audit: removeAudit,
  // Every sweep of the schedule shortens some.
  'network-addresses': null,
  inbox: removeInbox,
  imports: removeImports,
  alerts: either(({ db, now }) => removeOld(db, now()), removeHeartbeats),
  // The next backup removes them.
  backups: null,
};
