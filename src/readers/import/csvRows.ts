import { CsvError, parse } from 'csv-parse';
import { messageOf, ReveilleError } from '../../domain/errors.ts';
import { decodeCsv } from './csvText.ts';
import { findDelimiter, HEAD_ROWS } from './firstLines.ts';

/** A row's cells, and the line on which the row ends. */
export type CsvRow = { cells: string[]; line: number };

const MAX_RECORD_CHARACTERS = 64 * 1024;
/** Enough for HEAD_ROWS rows of most lists. The delimiter of a file is chosen from these. */
const HEAD_CHARACTERS = 32 * 1024;

/** A file's first lines, or all of a short file. */
async function readHead(blocks: AsyncIterator<string>): Promise<string> {
  let head = '';
  let lines = 0;
  while (head.length < HEAD_CHARACTERS && lines < 2 * HEAD_ROWS) {
    const block = await blocks.next();
    if (block.done) break;
    head += block.value;
    lines += block.value.split('\n').length - 1;
  }
  return head;
}

/**
 * Streams the rows of a CSV file in batches: one promise per row costs a second per million rows. Accepts all common
 * delimiters, line ends and encodings. Throws INVALID_INPUT if quotes are not closed, or a row is longer than 64 K
 * characters.
 */
export async function* readCsvRows(bytes: AsyncIterable<Uint8Array | string>): AsyncGenerator<CsvRow[]> {
  const blocks = decodeCsv(bytes)[Symbol.asyncIterator]();
  const head = await readHead(blocks);
  if (head === '') return;
  const { delimiter, body } = findDelimiter(head);
  let rows: CsvRow[] = [];
  const parser = parse({
    delimiter,
    record_delimiter: '\n',
    max_record_size: MAX_RECORD_CHARACTERS,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    // The parser drops records that are null.
    on_record: (cells: string[], { lines }) => {
      rows.push({ cells, line: lines });
      return null;
    },
  });
  // The callback below gets the same error.
  parser.on('error', () => undefined);
  const feed = (text: string | null): Promise<CsvRow[]> =>
    new Promise((done, fail) => {
      const settle = (error?: Error | null): void => {
        if (error) return fail(error);
        done(rows);
        rows = [];
      };
      if (text === null) parser.end(settle);
      else parser.write(text, settle);
    });
  try {
    yield await feed(body);
    for (let block = await blocks.next(); !block.done; block = await blocks.next()) yield await feed(block.value);
    yield await feed(null);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ReveilleError('INVALID_INPUT', `The file is not valid CSV: ${messageOf(error)}`, { cause: error });
  } finally {
    parser.destroy();
    await blocks.return?.();
  }
}
