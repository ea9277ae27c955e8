import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';

/** A ranked story: `items` is the number of items about it; headline, url and outlet are those of its lead. */
export type RankedLine = {
  id: number;
  headline: string;
  url: string | null;
  outlet: string;
  section: string | null;
  /** What its report, its outlets and its outlet's record call its section, the closest first. */
  labels: string[];
  items: number;
  score: number;
  reasons: string[];
};

const WINDOW_HOURS = 36;

/** Since when news are current. */
export function newsSince(now: Date): Date {
  return new Date(now.getTime() - WINDOW_HOURS * 3_600_000);
}

/** A newsletter's stories with news since `since`, highest score first. */
export function listRanking(
  { db }: { db: Db },
  newsletterId: number,
  since: Date,
  limit: number,
): Promise<RankedLine[]> {
  return db
    .selectFrom('stories as s')
    .innerJoin('items as i', 'i.id', 's.lead_item_id')
    .innerJoin('outlets as o', 'o.id', 'i.outlet_id')
    .select(['s.id', 'i.title as headline', 'i.url', 'o.name as outlet', 's.section', 's.item_count as items'])
    .select(['s.score', 's.reasons'])
    .select(sql<string[]>`array_remove(array[i.section, s.section, o.section], null)`.as('labels'))
    .where('s.newsletter_id', '=', newsletterId)
    .where('s.last_published_at', '>=', since)
    .orderBy('s.score', 'desc')
    .orderBy('s.id')
    .limit(limit)
    .execute();
}
