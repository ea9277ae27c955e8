import type { Db } from '../../platform/db/client.ts';
import { ReveilleError } from '../../domain/errors.ts';
import type { Keys } from '../../platform/keys.ts';
import { noFindings, type EmptiedNames, type Findings } from './findings.ts';
import { tidySearchIndex } from '../search/searchIndexes.ts';
import { fold } from './fold.ts';
import type { ColumnRole } from './headings.ts';
import { readListRows, type InvalidRow, type ListFile, type ListRow } from './listRows.ts';
import { addCounts, mergeWishes, type MergeCounts } from './merge.ts';
import { openStage, type Stage } from './staging.ts';

const MAX_REPORTED = 1000;
/** The number of connections that stage and merge in parallel: two, for a machine with two cores. */
const STAGES = 2;

/** The number of rows with one unknown value in a column that says who may be mailed. */
type UnknownValue = { column: string; value: string; rows: number };

/**
 * The result for a list's rows. `added` + `known` + `suppressed` + `inactive` + `unsubscribedKept` + `duplicates` +
 * `invalid.count` = `total`. `inactive`: the list itself says not to mail them; `heldBack` splits these by reason.
 * `invalid.rows` has the first 1,000. `ignoredColumns` names the columns that were not imported, and `linesAbove`
 * counts
 * the lines above the headings.
 */
export type ImportReport = MergeCounts & {
  total: number;
  duplicates: number;
  invalid: { count: number; rows: InvalidRow[] };
  ignoredColumns: string[];
  linesAbove: number;
  /** The unknown values of rows that are `invalid` because of their status. */
  unknownValues: UnknownValue[];
  /** Zones that do not exist. These readers get the newsletter's. */
  unknownZones: { count: number; names: string[] };
  /** Rows that are imported without their first name, because a greeting may not show it. `rows` has the first 1,000. */
  emptiedNames?: EmptiedNames;
};

/** What the audit log tells of an import: counts, and no address. */
export function importedCounts({ total, added, known, suppressed, inactive, invalid }: ImportReport) {
  return { total, added, known, suppressed, inactive, invalid: invalid.count };
}

type ImportOptions = {
  newsletterId: number;
  /** The source of these readers' consent. It is recorded for each. */
  consent: string;
  dryRun: boolean;
  /** Another file of the list says who has unsubscribed. */
  tellsWhoLeft?: boolean;
  /** Names of columns to ignore. Case and punctuation do not matter. */
  ignoreColumns?: readonly string[];
  /** What columns mean, by name, where it is not what their headings say. */
  columns?: ReadonlyMap<string, ColumnRole>;
  /** Ends the refusal of a list with columns that are not understood: how to go on without them. */
  adviseIgnoring?: (names: readonly string[]) => string;
  /** Called for each row that is not imported, also for those beyond the report. */
  onInvalid?: (row: InvalidRow) => void;
  /** Called from time to time: rows read so far, and the part of the addresses that was merged (0 to 1). */
  onProgress?: (progress: { rows: number; merged: number }) => void;
};

type Deps = { db: Db; keys: Keys; now: () => Date };

const quote = (name: string): string => `"${name}"`;

const adviseOption = (names: readonly string[]): string => {
  const options = names.map((name) => `--ignore-column ${quote(name)}`).join(' ');
  return `If ${names.length === 1 ? 'it does' : 'they do'} not, ${options} goes on.`;
};

/** Refuses a list with a column that may hold opt-outs and is not understood. */
function refuseSuspicious({ suspicious }: Findings, advise: (names: readonly string[]) => string): void {
  const names = [...suspicious].map(quote);
  if (names.length === 0) return;
  const [columns, look] =
    names.length === 1
      ? [`The column ${names[0]} looks as if it`, 'and is']
      : [`The columns ${names.slice(0, -1).join(', ')} and ${names.at(-1)} look as if they`, 'and are'];
  const what = `${columns} said who may be mailed, ${look} not understood; nothing is imported.`;
  throw new ReveilleError('INVALID_INPUT', `${what} ${advise([...suspicious])}`);
}

function refuseUnused(ignoreColumns: readonly string[], { ignoredColumns }: Findings): void {
  const there = new Set([...ignoredColumns].map(fold));
  const missing = ignoreColumns.find((name) => !there.has(fold(name)));
  if (missing !== undefined)
    throw new ReveilleError(
      'INVALID_INPUT',
      `The list has no column ${quote(missing)} to ignore. Nothing was imported.`,
    );
}

function describeFindings({ ignoredColumns, linesAbove, unknownValues, unknownZones, emptiedNames }: Findings) {
  const zones = [...unknownZones];
  return {
    ignoredColumns: [...ignoredColumns],
    linesAbove,
    emptiedNames,
    unknownValues: [...unknownValues].flatMap(([column, counts]) =>
      [...counts].map(([value, rows]): UnknownValue => ({ column, value, rows })),
    ),
    unknownZones: {
      count: zones.reduce((sum, [, rows]) => sum + rows, 0),
      names: zones.map(([name]) => name),
    },
  };
}

async function openStages(db: Db): Promise<Stage[]> {
  const opened = await Promise.allSettled(Array.from({ length: STAGES }, () => openStage(db)));
  const stages = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = opened.find((each) => each.status === 'rejected');
  if (!failed) return stages;
  await Promise.all(stages.map((stage) => stage.close()));
  throw failed.reason;
}

/**
 * Imports a list of one or more files as active subscriptions to one newsletter, in constant memory. Files are CSV with
 * headings in any order and many languages, any common delimiter, in UTF-8, UTF-16 or Windows-1252. All files are read
 * before anything changes: an unreadable file changes nothing, and the most cautious row of an address counts wherever
 * it stands. The merge then runs in batches with a transaction each; an import that was interrupted there is run again.
 * Readers who unsubscribed, are suppressed, or whom the list calls unsubscribed, bounced, pending … do not become
 * active. No reader is mailed, and no choice that a reader has made here changes. A dry run changes nothing and gives
 * the same report. Throws INVALID_INPUT before anything changes: no address column, no consent text, unreadable CSV, or
 * a column that may say who has unsubscribed and is not understood.
 */
export async function importSubscribers(
  { db, keys, now }: Deps,
  files: Iterable<ListFile> | AsyncIterable<ListFile>,
  options: ImportOptions,
): Promise<ImportReport> {
  const { newsletterId, consent, dryRun, tellsWhoLeft = false, ignoreColumns = [] } = options;
  const { columns = new Map<string, ColumnRole>(), adviseIgnoring = adviseOption, onInvalid, onProgress } = options;
  const provenance = consent.replaceAll('\0', '').trim();
  if (provenance === '')
    throw new ReveilleError('INVALID_INPUT', 'An import needs a text that says where the readers’ consent comes from.');
  const findings = noFindings();
  const invalid: ImportReport['invalid'] = { count: 0, rows: [] };
  let total = 0;
  const stages = await openStages(db);

  function take(row: ListRow | InvalidRow): void {
    total++;
    // All rows of an address go to one stage.
    if (!('reason' in row)) return stages[row.hash[0]! % STAGES]!.add(row);
    invalid.count++;
    if (invalid.rows.length < MAX_REPORTED) invalid.rows.push(row);
    onInvalid?.(row);
  }

  try {
    const chosen = new Map([...columns].map(([name, role]) => [fold(name), role]));
    const reading = { tellsWhoLeft, ignore: new Set(ignoreColumns.map(fold)), chosen, findings };
    for await (const file of files)
      for await (const rows of readListRows({ keys }, file, reading)) {
        rows.forEach(take);
        await Promise.all(stages.map((stage) => stage.flush()));
        onProgress?.({ rows: total, merged: 0 });
      }
    refuseUnused(ignoreColumns, findings);
    refuseSuspicious(findings, adviseIgnoring);
    const repeated = await Promise.all(stages.map((stage) => stage.settle()));
    const duplicates = repeated.reduce((sum, count) => sum + count, 0);
    const target = { newsletterId, consent: provenance, at: now() };
    const parts = stages.map(() => 0);
    const merged = await Promise.all(
      stages.map(({ client }, at) =>
        mergeWishes(client, target, {
          isDryRun: dryRun,
          onPart: (part) => {
            parts[at] = part;
            onProgress?.({ rows: total, merged: parts.reduce((sum, each) => sum + each, 0) / parts.length });
          },
        }),
      ),
    );
    if (!dryRun) await tidySearchIndex(stages[0]!.client);
    return { ...merged.reduce(addCounts), total, duplicates, invalid, ...describeFindings(findings) };
  } finally {
    await Promise.all(stages.map((stage) => stage.close()));
  }
}
