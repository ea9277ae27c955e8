import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';

/** The changes of one day (YYYY-MM-DD in the newsletter's zone). `active`: the readers at its end. */
export type GrowthDay = {
  day: string;
  asked: number;
  confirmed: number;
  imported: number;
  returned: number;
  left: number;
  erased: number;
  active: number;
};

/** The sign-ups of one source, and how many of them were confirmed. */
export type SourceCount = { source: string; asked: number; confirmed: number };

type Kind = Exclude<keyof GrowthDay, 'day' | 'active'>;
type Newsletter = { id: number; zone: string };

const DAY_MS = 24 * 60 * 60_000;

const joined = (day: Pick<GrowthDay, 'confirmed' | 'imported' | 'returned'>): number =>
  day.confirmed + day.imported + day.returned;

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/**
 * The days from `since` to `until` (both YYYY-MM-DD, included), oldest first. `active` is counted back from the readers
 * of now, so `until` must be today or later.
 */
export async function loadGrowth(
  { db }: { db: Db },
  { id, zone }: Newsletter,
  { since, until, active }: { since: string; until: string; active: number },
): Promise<GrowthDay[]> {
  const { rows } = await sql<{ day: string; kind: Kind; readers: number }>`
    select (at at time zone ${zone})::date as day, kind, sum(readers) as readers
    from reader_counts
    where newsletter_id = ${id} and at >= (${since}::date::timestamp at time zone ${zone})
    group by 1, 2`.execute(db);
  const days: GrowthDay[] = [];
  for (let day = since; day <= until; day = nextDay(day)) {
    const its = rows.filter((row) => row.day === day);
    const of = (kind: Kind): number => its.find((row) => row.kind === kind)?.readers ?? 0;
    const counts = { asked: of('asked'), confirmed: of('confirmed'), imported: of('imported') };
    days.push({ day, ...counts, returned: of('returned'), left: of('left'), erased: of('erased'), active: 0 });
  }
  let readers = active;
  for (const day of days.toReversed()) {
    day.active = Math.max(0, readers);
    readers += day.left + day.erased - joined(day);
  }
  return days;
}

/** Sign-ups and their confirmations since a day by source, most sign-ups first. */
export async function loadSources(
  { db }: { db: Db },
  { id, zone }: Newsletter,
  { since, limit }: { since: string; limit: number },
): Promise<SourceCount[]> {
  const { rows } = await sql<SourceCount>`
    select source, coalesce(sum(readers) filter (where kind = 'asked'), 0) as asked,
      coalesce(sum(readers) filter (where kind = 'confirmed'), 0) as confirmed
    from reader_counts
    where newsletter_id = ${id} and kind in ('asked', 'confirmed')
      and at >= (${since}::date::timestamp at time zone ${zone})
    group by 1 order by 2 desc, 3 desc, 1 limit ${limit}`.execute(db);
  return rows;
}

/** How many readers left a newsletter from `from` until before `until`, to the half-hour. */
export async function countLeft(
  { db }: { db: Db },
  newsletterId: number,
  { from, until }: { from: Date; until: Date },
): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select coalesce(sum(readers), 0) as "left" from reader_counts
    where newsletter_id = ${newsletterId} and kind in ('left', 'erased')
      and at >= half_hour(${from}::timestamptz) and at < half_hour(${until}::timestamptz)`.execute(db);
  return rows[0]!.left;
}
