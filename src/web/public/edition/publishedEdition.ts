import { parseEditionName, type EditionName } from '../../../editions/address.ts';
import { loadCorrections } from '../../../editions/corrections.ts';
import { findEdition, type Edition } from '../../../editions/load.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { withShowablePictures } from '../../../newsroom/pictures/loadPictures.ts';
import { setPolicy } from '../../headers.ts';
import { pageLanguage } from '../../language.ts';
import { archivePage, missingPage, searchPage } from './archivePage.ts';
import { editionPage } from './editionPage.ts';
import type { Web, WebContext } from '../../web.ts';
import { findNeighbours, isPublished, listMonths, listPublished, type Neighbours } from './archive.ts';
import { cleanSearch, FOUND_LENGTH, searchArchive, SEARCH_LENGTH } from './searchArchive.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';

// A month has fewer editions. The limit only keeps the page small.
const MONTH_LENGTH = 200;

const cacheForAMinute = (c: WebContext): void => c.header('Cache-Control', 'public, max-age=60');

/** Links to the published editions, for readers who follow the link of a test copy or an incomplete link. */
function noEdition(web: Web, c: WebContext, newsletter: Newsletter): Response | Promise<Response> {
  return c.html(missingPage(web.site, newsletter, pageLanguage(c, newsletter.language)), 404);
}

async function answerMonth(web: Web, c: WebContext, newsletter: Newsletter, asked?: string): Promise<Response> {
  const months = await listMonths(web, newsletter.id);
  const month = asked ?? months[0] ?? null;
  if (asked !== undefined && !months.includes(asked)) return noEdition(web, c, newsletter);
  const editions = month === null ? [] : await listPublished(web, newsletter.id, { month, limit: MONTH_LENGTH });
  cacheForAMinute(c);
  const language = pageLanguage(c, newsletter.language);
  return c.html(
    archivePage(web.site, newsletter, { month, editions, months }, { language, searchLength: SEARCH_LENGTH }),
  );
}

/** Shows the latest month of the archive or, with `?q=`, the stories that contain the words. */
export async function showArchive(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const search = cleanSearch(c.req.query('q') ?? '');
  if (search === '') return answerMonth(web, c, newsletter);
  const found = await searchArchive(web, newsletter, search);
  cacheForAMinute(c);
  const result = { search, found, isCut: found.length === FOUND_LENGTH };
  const language = pageLanguage(c, newsletter.language);
  return c.html(searchPage(web.site, newsletter, result, { language, searchLength: SEARCH_LENGTH }));
}

/** The edition that a correction corrects. */
async function findCorrected({ db }: Web, { corrects_edition_id: id }: Edition): Promise<EditionName | null> {
  if (id === null) return null;
  const row = await db
    .selectFrom('editions')
    .select(['date', 'kind', 'number'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

const ALONE: Neighbours = { previous: null, next: null };

/** Shows an edition, or a month of editions. Drafts are not public. */
export async function showEdition(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const date = c.req.param('date') ?? '';
  const which = c.req.param('which');
  if (which === undefined && /^\d{4}-\d{2}$/.test(date)) return answerMonth(web, c, newsletter, date);
  const name = parseEditionName(date, which);
  const loaded = name && (await findEdition(web, newsletter.slug, name));
  if (!loaded || !isPublished(loaded.edition)) return noEdition(web, c, newsletter);
  const { edition } = loaded;
  const [stories, corrections, corrected, neighbours] = await Promise.all([
    withShowablePictures(web, loaded.stories),
    loadCorrections(web, [edition.id]),
    findCorrected(web, edition),
    edition.kind === 'correction' ? ALONE : findNeighbours(web, edition),
  ]);
  setPolicy(c, 'edition');
  cacheForAMinute(c);
  return c.html(
    editionPage(web.site, {
      ...loaded,
      ...neighbours,
      stories,
      corrected,
      corrections: corrections.get(edition.id) ?? [],
    }),
  );
}
