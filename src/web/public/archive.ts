import { sql } from 'kysely';
import type { Db } from '../../db/client.ts';
import type { Edition } from '../../editions/load.ts';

/** What the public may read: an edition that is on its way to its readers, or was. */
export const PUBLIC_STATES = ['submitting', 'paused', 'submitted'] as const;

export function isPublished(edition: Pick<Edition, 'state'>): boolean {
  return PUBLIC_STATES.some((state) => state === edition.state);
}

/** A newsletter's published daily editions, the latest first. */
export function listPublished({ db }: { db: Db }, newsletterId: number, limit: number): Promise<Edition[]> {
  return db
    .selectFrom('editions')
    .selectAll()
    .where('newsletter_id', '=', newsletterId)
    .where('kind', '=', 'daily')
    .where('number', '=', 1)
    .where('state', 'in', PUBLIC_STATES)
    .orderBy('date', 'desc')
    .limit(limit)
    .execute();
}

/** The dates of the published editions next to one. */
export async function findNeighbours(
  { db }: { db: Db },
  { newsletter_id: newsletterId, date }: Pick<Edition, 'newsletter_id' | 'date'>,
): Promise<{ previous: string | null; next: string | null }> {
  const { rows } = await sql<{ previous: string | null; next: string | null }>`
    select max(date) filter (where date < ${date}::date) as previous,
           min(date) filter (where date > ${date}::date) as next
    from editions
    where newsletter_id = ${newsletterId} and kind = 'daily' and number = 1
      and state = any(${[...PUBLIC_STATES]}::text[])`.execute(db);
  return rows[0]!;
}
