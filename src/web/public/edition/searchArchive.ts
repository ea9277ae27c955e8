import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../platform/db/client.ts';
import { flattenText } from '../../../editions/text.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import type { FoundStory } from './archivePage.ts';
import { parseUnspaced, type SearchTerm } from './searchTerms.ts';
import { PUBLIC } from '../../../domain/states.ts';

/** The maximum length of a search, and the maximum number of results. */
export const SEARCH_LENGTH = 100;
export const FOUND_LENGTH = 50;
// Measured on ten years of a daily (43,800 stories): the slowest search, a phrase of words in all stories, took 70 ms.
const TIMEOUT_MS = 2_000;
// Substrings are searched without an index, in four years of a daily. In its 18,000 stories, one substring without a
// match took 40 ms, and four with letters of either case took 180 ms.
const SUBSTRING_EDITIONS = 1_500;

/** The typed search as one line of at most SEARCH_LENGTH characters. */
export function cleanSearch(typed: string): string {
  return flattenText(typed.slice(0, SEARCH_LENGTH * 4)).slice(0, SEARCH_LENGTH);
}

function holds({ text, isWanted }: SearchTerm): RawBuilder<boolean> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  // For text without case, folding would take ten times as long as the search itself.
  const operator = text.toLowerCase() === text.toUpperCase() ? sql`like` : sql`ilike`;
  return sql`(s.headline || ' ' || s.summary) ${isWanted ? sql`` : sql`not`} ${operator} ${pattern}`;
}

const holdsAll = (terms: readonly SearchTerm[]): RawBuilder<boolean> =>
  sql`(${sql.join(terms.map(holds), sql` and `)})`;

/** Searches the index of words. */
const byWords = ({ id, language }: Newsletter, search: string): RawBuilder<FoundStory> => sql<FoundStory>`
  select e.date, e.kind, e.number, s.position, s.headline, s.summary, s.outlet_name as outlet
  from story_words w
  join editions e on e.id = w.edition_id
  join edition_stories s on s.edition_id = w.edition_id and s.position = w.position
  where w.words @@ websearch_to_tsquery(search_config(${language}), ${search})
    and e.newsletter_id = ${id} and e.state = any(${PUBLIC}::text[])
    -- what is corrected stands corrected in its edition
    and e.kind <> 'correction'
  order by e.date desc, e.id desc, s.position
  limit ${FOUND_LENGTH}`;

/** Searches for substrings, because PostgreSQL treats a sentence without spaces as one word. */
const bySubstrings = (
  { id }: Newsletter,
  alternatives: readonly SearchTerm[][],
): RawBuilder<FoundStory> => sql<FoundStory>`
  select e.date, e.kind, e.number, s.position, s.headline, s.summary, s.outlet_name as outlet
  from (
    select id, date, kind, number from editions
    where newsletter_id = ${id} and state = any(${PUBLIC}::text[]) and kind <> 'correction'
    order by date desc, id desc
    limit ${SUBSTRING_EDITIONS}
  ) e cross join lateral (
    select position, headline, summary, outlet_name from edition_stories s
    where s.edition_id = e.id and (${sql.join(alternatives.map(holdsAll), sql` or `)})
    -- edition by edition, the latest first, until there are enough: joined at once, all newsletters' stories were read,
    -- and three words in 60,000 stories took more than 2 s instead of 10 ms
    offset 0
  ) s
  order by e.date desc, e.id desc, s.position
  limit ${FOUND_LENGTH}`;

/**
 * Searches headlines and summaries of a newsletter's published editions. Returns at most FOUND_LENGTH stories, latest
 * first. A search finds other forms of a word, by the newsletter's language. In scripts without spaces between words,
 * it
 * finds substrings in the latest editions. It supports "quotes", or, and -exclusion.
 */
export async function searchArchive({ db }: { db: Db }, newsletter: Newsletter, search: string): Promise<FoundStory[]> {
  const unspaced = parseUnspaced(search);
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('statement_timeout', ${String(TIMEOUT_MS)}, true)`.execute(tx);
    const query = unspaced === null ? byWords(newsletter, search) : bySubstrings(newsletter, unspaced);
    return (await query.execute(tx)).rows;
  });
}
