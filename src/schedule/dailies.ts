import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { RESTORED } from '../platform/hold.ts';
import { type EditionState, OPEN, SENDING } from '../domain/states.ts';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';

/** The scheduled edition of a date, with the columns that the schedule needs. */
export type Daily = {
  id: number;
  date: string;
  state: EditionState;
  flag: string | null;
  isRehearsal: boolean;
  byReadersClock: boolean;
  isFrozen: boolean;
  composedAt: Date | null;
  dueAt: Date | null;
  audienceConfirmed: number | null;
  /** When its stories were checked again before its first wave. */
  recheckedAt: Date | null;
};

/** The scheduled editions of these dates (YYYY-MM-DD), by date. */
export async function findDailies(db: Db, newsletterId: number, dates: readonly string[]): Promise<Map<string, Daily>> {
  const { rows } = await sql<Daily>`
    select id, date, state, flag, is_rehearsal as "isRehearsal", by_readers_clock as "byReadersClock",
           frozen_at is not null as "isFrozen", composed_at as "composedAt", due_at as "dueAt",
           audience_confirmed as "audienceConfirmed", rechecked_at as "recheckedAt"
    from editions
    where newsletter_id = ${newsletterId} and date = any(${dates}::date[]) and kind = 'daily' and number = 1`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.date, row]));
}

/** Stores the first promised time in `due_at`, and creates the row if the edition is not composed yet. */
export async function saveFirstDue(db: Db, newsletterId: number, date: string, dueAt: Date): Promise<void> {
  await sql`
    insert into editions (newsletter_id, date, due_at) values (${newsletterId}, ${date}, ${dueAt})
    on conflict (newsletter_id, date, kind, number) do update set due_at = excluded.due_at
    where editions.state = any(${OPEN}::text[])`.execute(db);
}

/**
 * Flags an edition of which a wave is later than the newsletter allows, so that a person decides about its readers.
 * If only a part of the readers is concerned, other flags are not overwritten.
 */
export async function flagOverdue(
  db: Db,
  { id, max_lateness_minutes: minutes }: Newsletter,
  { date, dueAt, isWhole }: { date: string; dueAt: Date; isWhole: boolean },
): Promise<void> {
  const detail = isWhole
    ? `It was due at ${dueAt.toISOString()} but was not sent within ${minutes} minutes.`
    : `The readers of the wave at ${dueAt.toISOString()} did not get it within ${minutes} minutes. Later waves are sent automatically.`;
  const states = isWhole ? OPEN : [...OPEN, ...SENDING];
  await sql`
    update editions set flag = 'overdue', flag_detail = ${detail}
    where newsletter_id = ${id} and date = ${date} and kind = 'daily' and number = 1
      and state = any(${states}::text[]) and (${isWhole}::boolean or flag is null)
      -- some readers may have it: a person decides about all of it
      and flag is distinct from ${RESTORED}`.execute(db);
}
