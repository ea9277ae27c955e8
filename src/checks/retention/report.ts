import { sql } from 'kysely';
import type { RetentionName } from '../../domain/retention.ts';
import type { Db } from '../../platform/db/client.ts';
import { isSettable, loadKeptDays, RULES } from '../../platform/retentionSettings.ts';
import { measureRule, type Measured } from './measureRule.ts';

/** One rule of src/domain/retention.ts, with what its tables hold. */
export type RetentionLine = {
  name: RetentionName;
  title: string;
  why: string;
  /** "90 days", "always", or when the rows go. */
  keptFor: string;
  /** Null: it cannot be set. */
  days: number | null;
  /** By the database's own estimate or the kept counts. Null: the rule has no rows of its own. */
  rows: number | null;
  oldest: Date | null;
  /** With indexes. */
  bytes: number;
  /** What a year from now takes, if as much is added each day as lately. */
  yearBytes: number;
  /** When the sweep last found nothing old; null: not yet, or something else removes the rows. */
  sweptAt: Date | null;
  /** Rows that the sweep has removed so far. */
  removed: number;
};

const DAYS_OF_YEAR = 365;

/**
 * The size a year from now. With `days`, no more than so many days' rows are left then; without, all that is there now
 * stays. What the tables take without a row (`emptyBytes`) does not grow. Pure.
 */
export function projectBytes(
  { rows, bytes, emptyBytes, rowsPerDay }: Pick<Measured, 'rows' | 'bytes' | 'emptyBytes' | 'rowsPerDay'>,
  days: number | null,
): number {
  if (rows === 0 || rowsPerDay === null || bytes <= emptyBytes) return bytes;
  const grown = rows + rowsPerDay * DAYS_OF_YEAR;
  const then = days === null ? grown : Math.min(grown, rowsPerDay * days);
  return Math.round(emptyBytes + ((bytes - emptyBytes) / rows) * then);
}

function describeKept(kept: (typeof RULES)[number][1]['kept'], days: number | null): string {
  if (days !== null) return days === 1 ? '1 day' : `${days} days`;
  return kept.kind === 'other' ? kept.until : 'always';
}

/** Every rule with its figures, in the order of the table. Reads catalogues and ends of indexes: no table is counted. */
export async function loadRetention({ db, now }: { db: Db; now: () => Date }): Promise<RetentionLine[]> {
  const set = await loadKeptDays({ db });
  const { rows: sweeps } = await sql<{ rule: string; at: Date | null; removed: number }>`
    select rule, at, removed from retention_sweeps`.execute(db);
  const lines: RetentionLine[] = [];
  for (const [name, { title, why, kept, tables }] of RULES) {
    const days = isSettable(name) ? set[name] : null;
    const measured = await measureRule(db, name, tables, now());
    const sweep = sweeps.find(({ rule }) => rule === name);
    lines.push({
      name,
      title,
      why,
      keptFor: describeKept(kept, days),
      days,
      rows: tables.length === 0 ? null : measured.rows,
      oldest: measured.oldest,
      bytes: measured.bytes,
      yearBytes: projectBytes(measured, days),
      sweptAt: sweep?.at ?? null,
      removed: sweep?.removed ?? 0,
    });
  }
  return lines;
}
