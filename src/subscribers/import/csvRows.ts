import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { messageOf, ReveilleError } from '../../errors.ts';
import { decodeCsv, findDelimiter } from './csvText.ts';

/** A row's cells, and the line on which it ends. */
export type CsvRow = { cells: string[]; line: number };

const MAX_RECORD_CHARACTERS = 64 * 1024;

/**
 * Rows of a CSV file as it streams in, in any of the delimiters and encodings that occur.
 * Throws INVALID_INPUT where quotes are not closed, or a row is longer than 64 K characters.
 */
export async function* readCsvRows(bytes: AsyncIterable<Uint8Array | string>): AsyncGenerator<CsvRow> {
  const blocks = decodeCsv(bytes)[Symbol.asyncIterator]();
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
    for await (const row of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>)
      yield { cells: row.record, line: row.info.lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ReveilleError('INVALID_INPUT', `The file is no readable CSV: ${messageOf(error)}`, { cause: error });
  } finally {
    parser.destroy();
    await feeding;
  }
}
