import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsvRows } from '../../../src/readers/import/csvRows.ts';
import { runs } from '../../support/runs.ts';

type Row = { cells: string[]; line: number };

async function read(bytes: Uint8Array, chunkBytes = bytes.length): Promise<Row[]> {
  const rows: Row[] = [];
  const pieces = Array.from({ length: Math.ceil(bytes.length / Math.max(1, chunkBytes)) }, (_, n) =>
    bytes.subarray(n * chunkBytes, (n + 1) * chunkBytes),
  );
  for await (const batch of readCsvRows(ReadableStream.from(pieces))) rows.push(...batch);
  return rows;
}

const cellsOf = async (text: string, chunkBytes?: number): Promise<string[][]> =>
  (await read(Buffer.from(text), chunkBytes)).map(({ cells }) => cells);

/** The plainest reader of comma-separated rows that there is: one character after the other; every line end is a LF. */
function readPlainly(text: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endCell = (): void => {
    cells.push(cell);
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    rows.push(cells);
    cells = [];
  };
  for (let at = 0; at < text.length; at++) {
    const isReturn = text[at] === '\r';
    if (isReturn && text[at + 1] === '\n') at++;
    const char = isReturn ? '\n' : text.charAt(at);
    if (char === '"' && isQuoted && text[at + 1] === '"') cell += text.charAt(at++);
    else if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) cell += char;
    else if (char === ',') endCell();
    else if (char === '\n') endRow();
    else cell += char;
  }
  endRow();
  return rows;
}

// Blank rows, quoted or not, say nothing.
const filled = (rows: readonly string[][]): string[][] =>
  rows.filter((cells) => cells.some((cell) => cell.trim() !== ''));

const lineEnd = fc.constantFrom('\r\n', '\n', '\r');
const bare = fc.stringMatching(/^[a-zé ]{0,6}$/);
const quoted = fc
  .array(fc.oneof(bare, lineEnd, fc.constantFrom(',', '"')), { maxLength: 4 })
  .map((parts) => `"${parts.join('').replaceAll('"', '""')}"`);
const row = fc.array(fc.oneof(bare, quoted), { minLength: 1, maxLength: 4 }).map((cells) => cells.join(','));

test('a row ends at CR LF, LF and CR alike, wherever they stand outside quotes and the file is cut', async () => {
  const list = fc.array(fc.tuple(row, lineEnd), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(list, fc.integer({ min: 1, max: 40 }), async (lines, chunkBytes) => {
      const text = `email,name,note${lines.map(([cells, end]) => end + cells).join('')}`;
      const rows = await read(Buffer.from(text), chunkBytes);
      expect(filled(rows.map(({ cells }) => cells))).toEqual(filled(readPlainly(text)));
    }),
    { numRuns: runs(100) },
  );
});

test('rows know the line of the file on which they end', async () => {
  const text = 'email,name\r\na@b.example,A\rc@d.example,"C\nD"\n\r\ne@f.example,E';
  const rows = await read(Buffer.from(text), 5);
  expect(rows.map(({ line }) => line)).toEqual([1, 2, 4, 6]);
});

test('a file of a megabyte with CR line ends is read like any other', async () => {
  const text = `email\r${'reader@paper.example\r'.repeat(60_000)}`;
  expect(await read(Buffer.from(text), 64 * 1024)).toHaveLength(60_001);
});

test('lines in Windows-1252 are distinguished from those in UTF-8 with any line ends', async () => {
  const bytes = Buffer.concat([
    Buffer.from('email,name\rz@p.example,Zoë\r'),
    Buffer.from('r@p.example,Ren\xe9e\r', 'latin1'),
  ]);
  expect((await read(bytes)).map(({ cells }) => cells[1])).toEqual(['name', 'Zoë', 'Renée']);
});

test.each([
  ['sep=;\r\nemail;name\r\na@b.example;A,B\r\n', ['email', 'name']],
  ['SEP=;\nemail;name\n', ['email', 'name']],
  ['"sep=,"\nemail,name\n', ['email', 'name']],
  ['sep=,\nemail,name\n', ['email', 'name']],
  ['sep=\t\nemail\tname\n', ['email', 'name']],
  ['sep=\\t\nemail\tname\n', ['email', 'name']],
  ['sep=|\nemail|name\n', ['email', 'name']],
  ['sep=^\nemail^name\n', ['email', 'name']],
  ['\uFEFFsep=;\nemail;name\n', ['email', 'name']],
])('%j says itself how its columns are parted', async (text, headings) => {
  for (const chunkBytes of [1, 3, 1000]) expect((await cellsOf(text, chunkBytes))[0]).toEqual(headings);
});

test('the first line of separators counts as a line', async () => {
  const rows = await read(Buffer.from('sep=;\nemail;name\na@b.example;A\n'));
  expect(rows.map(({ line }) => line)).toEqual([2, 3]);
});

test.each([
  ['Readers, all of them, spring\nE-Mail;Vorname;Ort\na@b.example;A;C\n', ['E-Mail', 'Vorname', 'Ort']],
  ['a; b; c\n\nemail,name\n', ['email', 'name']],
  ['email\nx;y,z@b.example\n', ['email']],
  ['a@b.example;A\nc@d.example;C, D\n', ['a@b.example', 'A']],
  ['Correu;Nom, cognoms\na@b.example;A\nc@d.example;C\n', ['Correu', 'Nom, cognoms']],
])('the delimiter of %j is that of its headings, whatever stands above them', async (text, row) => {
  expect(await cellsOf(text)).toContainEqual(row);
});
