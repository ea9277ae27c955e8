import { sql } from 'kysely';
import type { Tx } from '../../platform/db/client.ts';
import type { RefusedStory } from '../../platform/db/tables/editions.ts';
import { cutText, flattenText, HEADLINE_LENGTH } from '../../editions/text.ts';
import { NEWS_WINDOW_HOURS } from './candidateRows.ts';

const MAX_LISTED = 10;

/**
 * The best stories of the last 36 hours that no item can lead because every outlet has withdrawn its own. They are no
 * candidates, and are named for the desk.
 */
export async function listWithdrawn(tx: Tx, newsletterId: number, now: Date): Promise<RefusedStory[]> {
  const since = new Date(now.getTime() - NEWS_WINDOW_HOURS * 3_600_000);
  const { rows } = await sql<{ storyId: number; title: string; outlet: string }>`
    select s.id as "storyId", i.title, i.outlet
    from stories s
    join lateral (
      select i.title, i.is_withdrawn, o.name as outlet from items i join outlets o on o.id = i.outlet_id
      where i.story_id = s.id order by i.is_withdrawn desc, i.id limit 1
    ) i on i.is_withdrawn
    where s.newsletter_id = ${newsletterId} and s.last_published_at >= ${since} and s.lead_item_id is null
    order by s.score desc, s.id limit ${MAX_LISTED}`.execute(tx);
  return rows.map(({ storyId, title, outlet }) => ({
    storyId,
    title: cutText(flattenText(title), HEADLINE_LENGTH),
    reason: `${outlet} has withdrawn it`,
  }));
}
