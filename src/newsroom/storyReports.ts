import type { Db } from '../platform/db/client.ts';

/** One report of a story. `at`: when it was published, or first seen. */
export type StoryReport = { itemId: number; headline: string; url: string | null; outlet: string; at: Date };

/** The reports of a story, earliest first. */
export function listReports({ db }: { db: Db }, storyId: number): Promise<StoryReport[]> {
  return db
    .selectFrom('items as i')
    .innerJoin('outlets as o', 'o.id', 'i.outlet_id')
    .select(['i.id as itemId', 'i.title as headline', 'i.url', 'o.name as outlet'])
    .select(({ fn }) => fn.coalesce('i.published_at', 'i.first_seen_at').as('at'))
    .where('i.story_id', '=', storyId)
    .orderBy('at')
    .orderBy('i.id')
    .execute();
}
