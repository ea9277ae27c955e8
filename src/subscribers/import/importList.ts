import type { Db } from '../../db/client.ts';
import { ReveilleError } from '../../errors.ts';
import type { Keys } from '../../keys.ts';
import { readListRows, type InvalidRow, type ListFile, type ListRow } from './listRows.ts';
import { mergeWishes, type MergeCounts } from './merge.ts';
import { openStage, type Stage } from './staging.ts';

const MAX_REPORTED = 1000;
/** Connections that take and merge a part of the addresses each: what a machine with two cores makes use of. */
const STAGES = 2;

/**
 * What became of a list's rows. `added` + `known` + `suppressed` + `inactive` + `unsubscribedKept` + `duplicates` +
 * `invalid.count` = `total`. `inactive`: the list itself says not to mail them. `invalid.rows` has the first 1,000.
 */
export type ImportReport = MergeCounts & {
  total: number;
  duplicates: number;
  invalid: { count: number; rows: InvalidRow[] };
};

export type ImportOptions = {
  newsletterId: number;
  /** Where the consent of these readers comes from; recorded for each. */
  consent: string;
  dryRun: boolean;
  /** Another file of the list says who has unsubscribed. */
  tellsWhoLeft?: boolean;
  /** Called for each row that is not imported, also beyond those of the report. */
  onInvalid?: (row: InvalidRow) => void;
};

type Deps = { db: Db; keys: Keys; now: () => Date };

async function openStages(db: Db): Promise<Stage[]> {
  const opened = await Promise.allSettled(Array.from({ length: STAGES }, () => openStage(db)));
  const stages = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = opened.find((each) => each.status === 'rejected');
  if (!failed) return stages;
  await Promise.all(stages.map((stage) => stage.close()));
  throw failed.reason;
}

/**
 * Imports a list of one file or several (CSV: headings in any order, any common delimiter, UTF-8, UTF-16 or Windows-1252) as
 * active subscriptions to one newsletter, in constant memory. All files are read before anything changes: one that
 * cannot be read changes nothing, and the most cautious row of an address holds wherever it stands. What follows is
 * merged in batches of their own transaction; an import that was cut off there is run again.
 * Nobody who unsubscribed, is suppressed, or whom the list calls unsubscribed, bounced, pending … becomes active;
 * nobody is mailed, and no choice that a reader has made here is changed. A dry run changes nothing and gives the same
 * report. Throws INVALID_INPUT (no column of addresses, no consent text, unreadable CSV).
 */
export async function importSubscribers(
  { db, keys, now }: Deps,
  files: Iterable<ListFile> | AsyncIterable<ListFile>,
  { newsletterId, consent, dryRun, tellsWhoLeft = false, onInvalid }: ImportOptions,
): Promise<ImportReport> {
  const provenance = consent.replaceAll('\0', '').trim();
  if (provenance === '')
    throw new ReveilleError('INVALID_INPUT', 'An import needs a word on where the consent of its readers comes from.');
  const counts = { added: 0, known: 0, suppressed: 0, inactive: 0, unsubscribedKept: 0 };
  const report: ImportReport = { ...counts, total: 0, duplicates: 0, invalid: { count: 0, rows: [] } };
  const stages = await openStages(db);

  function take(row: ListRow | InvalidRow): void {
    report.total++;
    // All rows of an address meet in one stage.
    if (!('reason' in row)) return stages[row.hash[0]! % STAGES]!.add(row);
    report.invalid.count++;
    if (report.invalid.rows.length < MAX_REPORTED) report.invalid.rows.push(row);
    onInvalid?.(row);
  }

  try {
    for await (const file of files)
      for await (const rows of readListRows({ keys }, file, { tellsWhoLeft })) {
        rows.forEach(take);
        await Promise.all(stages.map((stage) => stage.flush()));
      }
    const repeated = await Promise.all(stages.map((stage) => stage.settle()));
    report.duplicates = repeated.reduce((sum, count) => sum + count, 0);
    const target = { newsletterId, consent: provenance, at: now() };
    const merged = await Promise.all(stages.map(({ client }) => mergeWishes(client, target, { isDryRun: dryRun })));
    for (const each of merged) for (const key of Object.keys(counts) as (keyof MergeCounts)[]) report[key] += each[key];
    return report;
  } finally {
    await Promise.all(stages.map((stage) => stage.close()));
  }
}
