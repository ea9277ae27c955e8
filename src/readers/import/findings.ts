const MAX_EMPTIED = 1000;

export type EmptiedNames = { count: number; rows: { file: string; line: number }[] };

/** Findings about a list beside its rows. Counts are of rows. */
export type Findings = {
  /** Names of the columns that are not imported. */
  ignoredColumns: Set<string>;
  /** Names of the columns that may say who may be mailed, but are not understood. */
  suspicious: Set<string>;
  /** Values of status columns that are not understood, by column. */
  unknownValues: Map<string, Map<string, number>>;
  unknownZones: Map<string, number>;
  /** First names that no greeting may show: how many, and the first of them by file and line. */
  emptiedNames: EmptiedNames;
  /** Lines above the headings: titles and notes. */
  linesAbove: number;
};

export function noFindings(): Findings {
  return {
    ignoredColumns: new Set(),
    suspicious: new Set(),
    unknownValues: new Map(),
    unknownZones: new Map(),
    emptiedNames: { count: 0, rows: [] },
    linesAbove: 0,
  };
}

const MAX_NAMES = 100;
const MAX_CHARACTERS = 40;

/** A cell for a report: short, with visible characters only, and without addresses. */
function shorten(cell: string): string {
  const text = cell.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  if (text.includes('@')) return '(an address)';
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
}

/** Counts a cell by its text. After the first hundred different texts, cells count as "others". */
export function countCell(counts: Map<string, number>, cell: string): void {
  const text = shorten(cell);
  const name = counts.has(text) || counts.size < MAX_NAMES ? text : 'others';
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Notes that a row's first name is left out. The report has no names: it is kept, and names are personal data. */
export function noteEmptied(emptied: EmptiedNames, row: { file: string; line: number }): void {
  emptied.count++;
  if (emptied.rows.length < MAX_EMPTIED) emptied.rows.push(row);
}

const MAX_LINES_TOLD = 20;

/** The rows that lost their first name, as a sentence; null where there are none. */
export function describeEmptied({ count, rows }: EmptiedNames): string | null {
  if (count === 0) return null;
  const several = new Set(rows.map(({ file }) => file)).size > 1;
  const lines = rows.slice(0, MAX_LINES_TOLD).map(({ file, line }) => (several ? `${file} ${line}` : String(line)));
  const more = count > lines.length ? ` and ${count - lines.length} more` : '';
  const what = count === 1 ? '1 first name was' : `${count} first names were`;
  return `${what} left out, because a greeting shows no digits, links or signs: line${count === 1 ? '' : 's'} ${lines.join(', ')}${more}.`;
}
