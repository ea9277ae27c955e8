import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';
import type { Schedule } from '../domain/due.ts';
import { loadReaderHours, planWaves, type ReaderHour, type Wave } from '../readers/waves.ts';

/** The waves of a newsletter, as one sweep sees them. */
export type Plan = {
  wavesOn: (date: string) => Wave[];
  /** When a scheduler last followed this schedule before these readers were loaded. Null: never. */
  seenAt: Date | null;
  /** Records that the schedule was followed for the readers as they were loaded. */
  markSeen: () => Promise<void>;
};
export type Plans = (newsletter: Newsletter, schedule: Schedule) => Promise<Plan>;

type Look = { at: Date; hours: ReaderHour[]; seenAt: Date | null; isMarked: boolean; waves: Map<string, Wave[]> };

// Sweeps run every second and must not load the send times of a million readers each time.
const LOOK_EVERY_MS = 30_000;

const keyOf = (newsletterId: number): string => `schedule:${newsletterId}`;

/** When a scheduler last followed a newsletter's schedule, or null. */
export async function loadSeenAt(db: Db, newsletterId: number): Promise<Date | null> {
  const seen = await db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', keyOf(newsletterId))
    .executeTakeFirst();
  return typeof seen?.value === 'string' ? new Date(seen.value) : null;
}

async function look(db: Db, newsletterId: number, at: Date): Promise<Look> {
  const seenAt = await loadSeenAt(db, newsletterId);
  return { at, hours: await loadReaderHours({ db }, newsletterId), seenAt, isMarked: false, waves: new Map() };
}

async function mark(db: Db, newsletterId: number, at: Date): Promise<void> {
  // ISO times sort as text. Of two schedulers, the later load counts.
  await sql`
    insert into settings (key, value) values (${keyOf(newsletterId)}, ${JSON.stringify(at.toISOString())}::jsonb)
    on conflict (key) do update set value = excluded.value
    where settings.value #>> '{}' < excluded.value #>> '{}'`.execute(db);
}

/**
 * Opens the plans of all newsletters. Readers' send times are loaded every `everyMs`; changes of the schedule apply at
 * once.
 */
export function openPlans({ db, now }: { db: Db; now: () => Date }, everyMs: number = LOOK_EVERY_MS): Plans {
  const looks = new Map<number, Look>();
  return async (newsletter, schedule) => {
    let current = looks.get(newsletter.id);
    const ageMs = current ? now().getTime() - current.at.getTime() : Infinity;
    if (!current || ageMs >= everyMs || ageMs < 0) {
      current = await look(db, newsletter.id, now());
      looks.set(newsletter.id, current);
    }
    const { at, hours, seenAt, waves } = current;
    const seen = current;
    return {
      seenAt,
      wavesOn: (date) => {
        const said = [schedule.zone, schedule.sendAt, schedule.weekdays, schedule.exceptions.get(date)];
        const key = JSON.stringify([date, ...said.map((value) => value ?? String(value))]);
        const known = waves.get(key) ?? planWaves(schedule, hours, date);
        waves.set(key, known);
        return known;
      },
      markSeen: async () => {
        if (seen.isMarked) return;
        await mark(db, newsletter.id, at);
        seen.isMarked = true;
      },
    };
  };
}
