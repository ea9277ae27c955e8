import { generateRssFeed } from 'feedsmith';
import { ReveilleError } from '../../errors.ts';
import { findEdition } from '../../editions/load.ts';
import { withShowablePictures } from '../../pictures/load.ts';
import { setPolicy } from '../headers.ts';
import { pageLanguage } from '../language.ts';
import { absoluteUrl } from '../site.ts';
import { formatDay } from '../views/dates.ts';
import { archivePage, editionPage } from '../views/edition.ts';
import type { Web, WebContext } from '../web.ts';
import { findNeighbours, isPublished, listPublished } from './archive.ts';
import { namedNewsletter } from './signUp.ts';

const ARCHIVE_LENGTH = 200;
const FEED_LENGTH = 30;

export async function showArchive(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  return c.html(
    archivePage(
      web.site,
      newsletter,
      await listPublished(web, newsletter.id, ARCHIVE_LENGTH),
      pageLanguage(c, newsletter.language),
    ),
  );
}

/** A daily edition as a page; drafts are nobody's business. */
export async function showEdition(web: Web, c: WebContext): Promise<Response> {
  const date = c.req.param('date') ?? '';
  // Postgres refuses what is no date with an error of its own.
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(date) && new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date);
  const { slug } = await namedNewsletter(web, c);
  const loaded = isDate ? await findEdition(web, slug, date) : null;
  if (!loaded || !isPublished(loaded.edition)) throw new ReveilleError('NOT_FOUND', 'There is no edition of that day.');
  setPolicy(c, 'edition');
  c.header('Cache-Control', 'public, max-age=60');
  const stories = await withShowablePictures(web, loaded.stories);
  return c.html(editionPage(web.site, { ...loaded, stories }, await findNeighbours(web, loaded.edition)));
}

/** The editions as RSS 2.0, the latest first. */
export async function showFeed(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const editions = await listPublished(web, newsletter.id, FEED_LENGTH);
  const self = absoluteUrl(web.site, `/editions/${newsletter.slug}/feed.xml`);
  const feed = generateRssFeed({
    title: newsletter.name,
    link: absoluteUrl(web.site, `/newsletters/${newsletter.slug}`),
    description: newsletter.description || newsletter.name,
    language: newsletter.language,
    atom: { links: [{ href: self, rel: 'self', type: 'application/rss+xml' }] },
    items: editions.map((edition) => {
      const link = absoluteUrl(web.site, `/editions/${newsletter.slug}/${edition.date}`);
      return {
        title: edition.subject || formatDay(edition.date, newsletter.language),
        link,
        guid: { value: link, isPermaLink: true },
        description: edition.preheader,
        pubDate: edition.started_at ?? edition.created_at,
      };
    }),
  });
  c.header('Cache-Control', 'public, max-age=300');
  return c.body(feed, 200, { 'Content-Type': 'application/rss+xml; charset=utf-8' });
}
