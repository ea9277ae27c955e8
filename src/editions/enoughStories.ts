import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';

/** An edition with no stories, or with fewer than the newsletter's minimum, is never sent. Throws EDITION_TOO_FEW_STORIES. */
export async function assertEnoughStories(db: Db, editionId: number): Promise<void> {
  const { rows } = await sql<{ stories: number; minimum: number }>`
    select (select count(*) from edition_stories s where s.edition_id = e.id) as stories,
           -- a correction has one story per mistake, and a special edition those that staff named
           case when e.kind in ('correction', 'special') then 1 else least(n.min_stories, n.story_count) end as minimum
    from editions e join newsletters n on n.id = e.newsletter_id
    where e.id = ${editionId}`.execute(db);
  const row = rows[0];
  if (row && row.stories < Math.max(1, row.minimum))
    throw new ReveilleError(
      'EDITION_TOO_FEW_STORIES',
      `Edition ${editionId} has ${row.stories} stories, but its newsletter needs at least ${Math.max(1, row.minimum)}.`,
    );
}
