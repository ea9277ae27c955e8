/** Findings about a list beside its rows. Counts are of rows. */
export type Findings = {
  /** Names of the columns that are not imported. */
  ignoredColumns: Set<string>;
  /** Names of the columns that may say who may be mailed, but are not understood. */
  suspicious: Set<string>;
  /** Values of status columns that are not understood, by column. */
  unknownValues: Map<string, Map<string, number>>;
  unknownZones: Map<string, number>;
  /** Lines above the headings: titles and notes. */
  linesAbove: number;
};

export function noFindings(): Findings {
  return {
    ignoredColumns: new Set(),
    suspicious: new Set(),
    unknownValues: new Map(),
    unknownZones: new Map(),
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
