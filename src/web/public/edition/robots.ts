import { editionPath } from '../../../editions/address.ts';
import { listNewsletters } from '../../../editions/newsletters/newsletters.ts';
import { absoluteUrl, href } from '../../site.ts';
import { html as xml, type Html } from '../../markup/html.ts';
import type { Web, WebContext } from '../../web.ts';
import { listPublishedPages } from './archive.ts';

// sitemaps.org allows 50,000 addresses in one file: 130 years of a daily.
const MAX_EDITIONS = 49_000;
/** Pages of single readers and of staff, and counted links. */
const PRIVATE = ['/confirm/', '/unsubscribe/', '/preferences/', '/desk', '/inbox', '/metrics', '/embed/', '/r/'];

/** Tells crawlers what they may read and where the sitemap is. They look for this only at the root of a host. */
export function showRobots(web: Web, c: WebContext): Response | Promise<Response> {
  const lines = [
    'User-agent: *',
    ...PRIVATE.map((path) => `Disallow: ${href(web.site, path)}`),
    '',
    `Sitemap: ${absoluteUrl(web.site, '/sitemap.xml')}`,
  ];
  c.header('Cache-Control', 'public, max-age=3600');
  return c.text(`${lines.join('\n')}\n`);
}

/**
 * Lists every public page in the protocol of sitemaps.org: sign-up pages, archives, editions with their last change.
 */
export async function showSitemap(web: Web, c: WebContext): Promise<Response> {
  const [newsletters, editions] = await Promise.all([listNewsletters(web), listPublishedPages(web, MAX_EDITIONS)]);
  const entry = (path: string, changedAt?: Date): Html =>
    xml`<url><loc>${absoluteUrl(web.site, path)}</loc>${changedAt ? xml`<lastmod>${changedAt.toISOString()}</lastmod>` : ''}</url>\n`;
  const body = xml`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${newsletters.flatMap(({ slug }) => [entry(`/newsletters/${slug}`), entry(`/editions/${slug}`)])}${editions.map((edition) => entry(editionPath(edition.slug, edition), edition.changedAt))}</urlset>\n`;
  c.header('Cache-Control', 'public, max-age=3600');
  return c.body(String(await body), 200, { 'Content-Type': 'application/xml; charset=utf-8' });
}
