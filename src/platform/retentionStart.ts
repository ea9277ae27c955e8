import { sql } from 'kysely';
import type { Db } from './db/client.ts';

/** The migration with which removal came. */
const SINCE = '0048_retention';
const GRACE_HOURS = 24;

/**
 * From when old rows are removed: a day after this database first met a version that does so. An upgrade of an old
 * installation thus leaves a day to set more days than the defaults.
 */
export async function loadRemovalStart({ db }: { db: Db }): Promise<Date> {
  const { rows } = await sql<{ start: Date }>`
    select timestamp::timestamptz + ${GRACE_HOURS} * interval '1 hour' as start
    from migrations where name = ${SINCE}`.execute(db);
  return rows[0]!.start;
}
