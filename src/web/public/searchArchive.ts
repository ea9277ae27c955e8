import { sql } from 'kysely';
import type { Db } from '../../db/client.ts';
import { flattenText } from '../../editions/text.ts';
import type { Newsletter } from '../../newsletters/newsletters.ts';
import type { FoundStory } from '../views/archive.ts';
import { PUBLIC_STATES } from './archive.ts';

/** How much may be searched for, and how much is found. */
export const SEARCH_LENGTH = 100;
export const FOUND_LENGTH = 50;
// Over ten years of a daily (43,800 stories) the slowest, a phrase of words that all of them hold, took 70 ms.
const TIMEOUT_MS = 2_000;

/** What somebody typed, as one line of at most SEARCH_LENGTH characters. */
export function cleanSearch(typed: string): string {
  return flattenText(typed.slice(0, SEARCH_LENGTH * 4)).slice(0, SEARCH_LENGTH);
}

/**
 * The stories of a newsletter's published editions that a search finds in headline or summary, the latest first, at
 * most FOUND_LENGTH. Words are found in their other forms, by the newsletter's language; "in quotes", or, -without.
 */
export async function searchArchive({ db }: { db: Db }, newsletter: Newsletter, search: string): Promise<FoundStory[]> {
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('statement_timeout', ${String(TIMEOUT_MS)}, true)`.execute(tx);
    const { rows } = await sql<FoundStory>`
      select e.date, e.kind, e.number, s.position, s.headline, s.summary, s.outlet_name as outlet
      from story_words w
      join editions e on e.id = w.edition_id
      join edition_stories s on s.edition_id = w.edition_id and s.position = w.position
      where w.words @@ websearch_to_tsquery(search_config(${newsletter.language}), ${search})
        and e.newsletter_id = ${newsletter.id} and e.state = any(${[...PUBLIC_STATES]}::text[])
        -- what is corrected stands corrected in its edition
        and e.kind <> 'correction'
      order by e.date desc, e.id desc, s.position
      limit ${FOUND_LENGTH}`.execute(tx);
    return rows;
  });
}
