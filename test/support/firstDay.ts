import { sql } from 'kysely';
import type { Db } from '../../src/platform/db/client.ts';

const TWO_DAYS_MS = 2 * 86_400_000;

/** Lets the first day of an installation be over, on which nothing old is removed. */
export async function endFirstDay(db: Db): Promise<void> {
  const before = new Date(Date.now() - TWO_DAYS_MS).toISOString();
  await sql`update migrations set timestamp = ${before} where name = '0048_retention'`.execute(db);
}
