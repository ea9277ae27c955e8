import { sql } from 'kysely';
import type { Tx } from '../../platform/db/client.ts';
import type { RefusedStory } from '../../platform/db/tables/editions.ts';
import { acceptsLanguage, primarySubtag } from '../../language/languages.ts';
import { cutText, flattenText, HEADLINE_LENGTH } from '../../editions/text.ts';
import { countStories } from './flag.ts';
import { NEWS_WINDOW_HOURS } from './candidateRows.ts';

type Newsletter = { id: number; slug: string; languages: string[] };

/** Stories that a newsletter does not take because of their language. `language`: null if they have no usable tag. */
type PassedOver = { language: string | null; titles: string[] };

// Further stories and languages are only counted: a wire in another language must not flood the list.
const MAX_LISTED = 3;
const MAX_LANGUAGES = 4;

/**
 * Loads what the newsletter's outlets published in the last 36 hours in languages that it does not take, with the most
 * frequent language first.
 */
export async function loadPassedOver(tx: Tx, { id, languages }: Newsletter, now: Date): Promise<PassedOver[]> {
  const since = new Date(now.getTime() - NEWS_WINDOW_HOURS * 3_600_000);
  const { rows } = await sql<{ title: string; language: string | null }>`
    select i.title, i.language from items i join outlets o on o.id = i.outlet_id
    where o.newsletter_id = ${id} and i.url is not null and not i.is_withdrawn
      and i.held_story_id is null
      and (i.published_at >= ${since} or (i.published_at is null and i.first_seen_at >= ${since}))
    order by i.id`.execute(tx);
  const tagOf = (stated: string | null): string | null => {
    const tag = primarySubtag(stated ?? '');
    return /^[a-z]{2,3}$/.test(tag) && tag !== 'und' && tag !== 'mul' ? tag : null;
  };
  const passed = rows.filter((item) => !acceptsLanguage(languages, item));
  return [...Map.groupBy(passed, ({ language }) => tagOf(language))]
    .map(([language, items]) => ({ language, titles: items.map(({ title }) => title) }))
    .toSorted((a, b) => b.titles.length - a.titles.length || (a.language ?? '').localeCompare(b.language ?? ''));
}

const taken = ({ languages }: Newsletter): string => languages.join(', ');
const remedy = ({ slug, languages }: Newsletter, wanted: readonly string[]): string =>
  `newsletters set ${slug} --languages ${[...languages, ...wanted].join(',')}`;

/** The same for people: all stories of a language with few, the number for others. Never more than a dozen lines. */
export function listPassedOver(newsletter: Newsletter, passed: readonly PassedOver[]): RefusedStory[] {
  const rest = passed.slice(MAX_LANGUAGES).flatMap(({ titles }) => titles).length;
  const lines = passed.slice(0, MAX_LANGUAGES).flatMap(({ language, titles }): RefusedStory[] => {
    const where = language === null ? 'in another language' : `in ${language}`;
    const why =
      language === null
        ? `the newsletter takes ${taken(newsletter)}`
        : `the newsletter takes ${taken(newsletter)}; ${remedy(newsletter, [language])}`;
    return titles.length > MAX_LISTED
      ? [{ storyId: null, title: null, reason: `${countStories(titles.length)} ${where}: ${why}` }]
      : titles.map((title) => ({
          storyId: null,
          title: cutText(flattenText(title), HEADLINE_LENGTH),
          reason: `it is ${where}: ${why}`,
        }));
  });
  const others = { storyId: null, title: null, reason: `${countStories(rest)} in further languages` };
  return rest > 0 ? [...lines, others] : lines;
}

/** The same as a sentence for an edition with too few stories. Empty if there are none. */
export function explainPassedOver(newsletter: Newsletter, passed: readonly PassedOver[]): string {
  const [most] = passed;
  if (most === undefined) return '';
  const named = passed.slice(0, MAX_LANGUAGES).flatMap(({ language }) => language ?? []);
  const count = passed.reduce((sum, { titles }) => sum + titles.length, 0);
  const where = named.length > 0 ? `in ${named.join(', ')}` : 'in other languages';
  const how = named.length > 0 ? ` (${remedy(newsletter, named.slice(0, 1))})` : '';
  return `${countStories(count)} ${where} ${count === 1 ? 'was' : 'were'} not used: the newsletter takes ${taken(newsletter)}${how}.`;
}
