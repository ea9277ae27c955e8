import { generateRssFeed } from 'feedsmith';
import { editionPath } from '../../../editions/address.ts';
import { loadCorrections } from '../../../editions/corrections.ts';
import type { Edition } from '../../../editions/load.ts';
import { absoluteUrl } from '../../site.ts';
import { formatDay } from '../../markup/dates.ts';
import { describeChange, labelCorrection, ourWords } from '../../markup/editionWords.ts';
import { html } from '../../markup/html.ts';
import type { Web, WebContext } from '../../web.ts';
import { listPublished } from './archive.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';

const FEED_LENGTH = 30;

/**
 * Plain text as HTML with line breaks, because feed readers treat an RSS `description` as HTML (RSS Advisory Board's
 * profile).
 */
async function describe(text: string): Promise<string> {
  // XML 1.0 does not allow control characters. A single one would make the whole feed unreadable.
  const [first = '', ...others] = text.split(/\r\n?|\n/).map((line) => line.replaceAll(/\p{Cc}/gu, ' '));
  return (await html`${first}${others.map((line) => html`<br />${line}`)}`).toString();
}

/** The editions as RSS 2.0, latest first, each with its corrections. */
export async function showFeed(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const { language, name, slug, zone } = newsletter;
  const editions = await listPublished(web, newsletter.id, { limit: FEED_LENGTH });
  const corrections = await loadCorrections(
    web,
    editions.map(({ id }) => id),
  );
  const ours = ourWords(language);
  const self = absoluteUrl(web.site, `/editions/${slug}/feed.xml`);
  const itemOf = async (edition: Edition) => {
    const link = absoluteUrl(web.site, editionPath(slug, edition));
    const its = corrections.get(edition.id) ?? [];
    const lines = its.map(
      (each) => `${labelCorrection(ours, each, zone)} ${each.note || describeChange(ours.words, each)}`,
    );
    const item = {
      title: edition.subject || formatDay(edition.date, language),
      link,
      guid: { value: link, isPermaLink: true },
      description: await describe([edition.preheader, ...lines].join('\n')),
      pubDate: edition.started_at ?? edition.created_at,
    };
    const latest = its.at(-1);
    return latest ? { ...item, atom: { updated: latest.at } } : item;
  };
  const feed = generateRssFeed({
    title: name,
    link: absoluteUrl(web.site, `/newsletters/${slug}`),
    description: await describe(newsletter.description || name),
    language,
    atom: { links: [{ href: self, rel: 'self', type: 'application/rss+xml' }] },
    items: await Promise.all(editions.map(itemOf)),
  });
  c.header('Cache-Control', 'public, max-age=300');
  return c.body(feed, 200, { 'Content-Type': 'application/rss+xml; charset=utf-8' });
}
