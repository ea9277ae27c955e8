import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { StoryChange } from '../platform/db/tables/editions.ts';
import { DELIVERY_STATES, type DeliveryCounts, isAnyOf, OPEN } from '../domain/states.ts';
import { ReveilleError } from '../domain/errors.ts';
import { joinWaves, wavesOf } from '../readers/waves.ts';
import { wantsEdition } from '../readers/audience.ts';
import { ledgerOf } from './ledgerCounts.ts';
import { isOffSchedule } from './nextDue.ts';
import { loadEdition, type LoadedEdition } from './load.ts';

/** The readers of one edition who share an hour, and their deliveries. */
export type EditionWave = {
  dueAt: Date;
  readers: number;
  /** Changes up to this time still reach all of them. */
  cutOff: Date;
  /** After this time no delivery starts automatically. */
  deadline: Date;
  byState: DeliveryCounts;
  /** When its stories were last checked for changes before its hour. */
  rechecked: Date | null;
  changes: StoryChange[];
};

type Row = {
  dueAt: Date;
  readers: number;
  rechecked: Date | null;
  changes: StoryChange[];
  counts: Partial<DeliveryCounts> | null;
};

/** The ledger's waves of an edition that runs, or ran, by the readers' clock. */
async function loadFrozen(db: Db, { edition }: LoadedEdition): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select w.due_at as "dueAt", w.readers, w.rechecked_at as rechecked, w.changes, d.counts
    from waves w
    left join (
      select due_at, jsonb_object_agg(state, count) as counts
      from (select due_at, state, sum(readers) as count from ${await ledgerOf(db, edition.id)} c
            where is_rehearsal = ${edition.is_rehearsal} group by due_at, state having sum(readers) <> 0) s
      group by due_at
    ) d on d.due_at = w.due_at
    where w.edition_id = ${edition.id} and w.is_rehearsal = ${edition.is_rehearsal}
      and (w.readers > 0 or d.counts is not null)
    order by w.due_at`.execute(db);
  return rows;
}

/** The planned waves of an edition that has not started, by the readers' hours. */
async function loadPlanned(db: Db, { edition, newsletter }: LoadedEdition): Promise<Row[]> {
  if (await isOffSchedule({ db }, newsletter, edition)) return [];
  const waves = await wavesOf({ db }, newsletter, edition.date);
  const { rows } = await sql<Row>`
    select w.due_at as "dueAt", sum(s.readers) as readers, null::timestamptz as rechecked, '[]'::jsonb as changes,
           null::jsonb as counts
    from subscription_counts s ${joinWaves(waves)}
    where s.newsletter_id = ${newsletter.id} and ${wantsEdition(edition)}
    group by w.due_at having sum(s.readers) <> 0 order by w.due_at`.execute(db);
  return rows;
}

const NOBODY = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 0])) as DeliveryCounts;

/**
 * Lists the waves of an edition, earliest first: the planned ones before the start, then those of the ledger. Empty if
 * the edition goes, or went, to all readers at once. Throws NOT_FOUND.
 */
export async function listWaves({ db }: { db: Db }, editionId: number): Promise<EditionWave[]> {
  const loaded = await loadEdition({ db }, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const { edition, newsletter } = loaded;
  const isPlanned = edition.kind === 'daily' && isAnyOf(OPEN, edition.state);
  const rows = isPlanned ? await loadPlanned(db, loaded) : edition.by_readers_clock ? await loadFrozen(db, loaded) : [];
  const resumedMs = edition.resumed_at?.getTime() ?? 0;
  return rows.map(({ dueAt, readers, rechecked, changes, counts }) => ({
    dueAt,
    readers,
    cutOff: dueAt,
    deadline: new Date(Math.max(dueAt.getTime(), resumedMs) + newsletter.max_lateness_minutes * 60_000),
    byState: { ...NOBODY, ...counts },
    rechecked,
    changes,
  }));
}
