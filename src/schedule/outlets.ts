import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';

/** Outlets are fetched this long before an edition is first composed, independently of their own pace. */
export const ASK_LEAD_MINUTES = 10;

/**
 * Makes the outlets of an edition due now, shortly before the edition is composed. With their own pace, the news may be
 * three hours old by then. Each outlet is fetched once for each edition. An outlet that fails keeps its pause. Safe to
 * call any number of times.
 */
export async function askOutlets(
  { db }: { db: Db },
  { id, compose_lead_minutes }: Pick<Newsletter, 'id' | 'compose_lead_minutes'>,
  dueAt: Date,
  now: Date,
): Promise<void> {
  const from = new Date(dueAt.getTime() - (compose_lead_minutes + ASK_LEAD_MINUTES) * 60_000);
  if (now < from) return;
  await sql`
    update outlets set next_fetch_at = ${now}::timestamptz
    where newsletter_id = ${id} and failures = 0 and next_fetch_at > ${now}::timestamptz
      and last_fetched_at < ${from}::timestamptz`.execute(db);
}
