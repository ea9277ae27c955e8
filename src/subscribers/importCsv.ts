import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse, CsvError } from 'csv-parse';
import type { Db } from '../db/client.ts';
import { messageOf, ReveilleError } from '../errors.ts';
import type { Keys } from '../keys.ts';
import { hashAddress, parseAddress } from './addresses.ts';
import { createAddressSet } from './addressSet.ts';
import { decodeCsv, findDelimiter } from './csvText.ts';
import { BATCH_ROWS, importBatch, type BatchCounts, type ImportRow } from './importBatch.ts';
import { findColumns, moreCautious, type Columns } from './importColumns.ts';
import { cleanFirstName } from './names.ts';

const MAX_REPORTED = 1000;
const MAX_RECORD_CHARACTERS = 64 * 1024;

/**
 * What became of a file's rows. `added` + `known` + `suppressed` + `inactive` + `unsubscribedKept` + `duplicates` +
 * `invalid.count` = `total`. `inactive`: the file itself says not to mail them. `invalid.rows` has the first 1,000;
 * `line` is the line on which the row ends.
 */
export type ImportReport = BatchCounts & {
  total: number;
  duplicates: number;
  invalid: { count: number; rows: { line: number; reason: string }[] };
};

type Deps = { db: Db; keys: Keys; now: () => Date };
type CsvRow = { record: string[]; info: { lines: number } };

/** Rows of a CSV file with their lines. Throws INVALID_INPUT where quotes are not closed. */
async function* readRows(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<CsvRow> {
  const blocks = decodeCsv(stream)[Symbol.asyncIterator]();
  const first = await blocks.next();
  if (first.done) return;
  const parser = parse({
    delimiter: findDelimiter(first.value),
    info: true,
    max_record_size: MAX_RECORD_CHARACTERS,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  async function* text(): AsyncGenerator<string> {
    for (let block = first; !block.done; block = await blocks.next()) yield block.value;
  }
  // Its failure destroys the parser, so that it surfaces in the loop below.
  const feeding = pipeline(Readable.from(text()), parser).catch(() => undefined);
  try {
    for await (const row of parser) yield row as CsvRow;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ReveilleError('INVALID_INPUT', `The file is no readable CSV: ${messageOf(error)}`, { cause: error });
  } finally {
    parser.destroy();
    await feeding;
  }
}

/** Reads one row, or says why it cannot be imported. */
function readRow(columns: Columns, keys: Keys, record: string[]): ImportRow | { reason: string } {
  const wish = columns.wish(record);
  try {
    const { email, emailKey } = parseAddress(columns.email(record));
    if (wish === 'unknown') return { reason: 'The row has a status that is not known; it is not imported.' };
    const firstName = cleanFirstName(columns.firstName(record));
    return { email, emailKey, hash: hashAddress(keys, emailKey), firstName, wish };
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

function addCounts(report: ImportReport, counts: BatchCounts): void {
  for (const key of Object.keys(counts) as (keyof BatchCounts)[]) report[key] += counts[key];
}

/**
 * Imports a CSV file (headings in any order, any common delimiter, UTF-8 or Windows-1252) as active subscriptions to
 * one newsletter, in constant memory and batches of their own transaction: an import that was cut off is run again.
 * Nobody who unsubscribed, is suppressed, or whom the file calls unsubscribed, bounced, pending … becomes active;
 * nobody is mailed. `consent` says where their consent comes from, and is recorded for each.
 * A dry run changes nothing and gives the same report. `stream` is a file's bytes.
 * Throws INVALID_INPUT (no column of addresses, no consent text, unreadable CSV); rows before that are imported.
 */
export async function importSubscribers(
  { db, keys, now }: Deps,
  stream: AsyncIterable<Uint8Array | string>,
  { newsletterId, consent, dryRun }: { newsletterId: number; consent: string; dryRun: boolean },
): Promise<ImportReport> {
  const provenance = consent.replaceAll('\0', '').trim();
  if (provenance === '')
    throw new ReveilleError('INVALID_INPUT', 'An import needs a word on where the consent of its readers comes from.');
  const counts = { added: 0, known: 0, suppressed: 0, inactive: 0, unsubscribedKept: 0 };
  const report: ImportReport = { ...counts, total: 0, duplicates: 0, invalid: { count: 0, rows: [] } };
  const seen = createAddressSet();
  let columns: Columns | null = null;
  let batch = new Map<string, ImportRow>();

  async function flush(): Promise<void> {
    if (batch.size === 0) return;
    const rows = [...batch.values()];
    batch = new Map();
    addCounts(report, await importBatch(db, rows, { newsletterId, consent: provenance, at: now(), isDryRun: dryRun }));
  }

  for await (const { record, info } of readRows(stream)) {
    if (columns === null) {
      columns = findColumns(record);
      if (columns.hasHeader) continue;
    }
    if (record.every((cell) => cell.trim() === '')) continue;
    report.total++;
    const row = readRow(columns, keys, record);
    if ('reason' in row) {
      report.invalid.count++;
      if (report.invalid.rows.length < MAX_REPORTED) report.invalid.rows.push({ line: info.lines, reason: row.reason });
      continue;
    }
    if (seen.add(row.hash)) batch.set(row.emailKey, row);
    else {
      report.duplicates++;
      await takeRepeated(row);
    }
    if (batch.size >= BATCH_ROWS) await flush();
  }
  if (columns === null) throw new ReveilleError('INVALID_INPUT', 'The file is empty.');
  await flush();
  return report;

  /** A second row for an address counts no more, but where it is the more cautious one it still takes effect. */
  async function takeRepeated(row: ImportRow): Promise<void> {
    const waiting = batch.get(row.emailKey);
    if (waiting) waiting.wish = moreCautious(waiting.wish, row.wish);
    else if (row.wish !== 'active')
      await importBatch(db, [row], { newsletterId, consent: provenance, at: now(), isDryRun: dryRun });
  }
}
