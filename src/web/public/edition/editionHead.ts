import { raw } from 'hono/html';
import { editionPath } from '../../../editions/address.ts';
import type { Correction } from '../../../editions/corrections.ts';
import type { EditionStory, LoadedEdition } from '../../../editions/load.ts';
import { orderAsShown } from '../../../editions/sections.ts';
import { safeUrl } from '../../../domain/safeUrl.ts';
import { assetPath } from '../../assets.ts';
import { absoluteUrl, href, type Site } from '../../site.ts';
import { describeChange, ourWords } from '../../markup/editionWords.ts';
import { html, type Html } from '../../markup/html.ts';
import { previewPicture } from '../../markup/picture.ts';

/** All of a usual edition; of forty stories a page would hold each twice. */
const MAX_PARTS = 15;

/** What machines are told of an edition. */
export type Described = { loaded: LoadedEdition; title: string; description: string; corrections: Correction[] };

/** `position`: where it stands on the page. */
function describeStory({ headline, url, outlet_name, byline, published_at }: EditionStory, index: number): object {
  const address = safeUrl(url);
  return {
    '@type': 'NewsArticle',
    position: index + 1,
    headline,
    ...(address === null ? {} : { url: address }),
    publisher: { '@type': 'Organization', name: outlet_name },
    ...(byline === null ? {} : { author: { '@type': 'Person', name: byline } }),
    ...(published_at === null ? {} : { datePublished: published_at.toISOString() }),
  };
}

/**
 * An edition in schema.org's words: an issue of a periodical, whose parts are articles of others. (It is no
 * NewsArticle: nothing in it was first published here.)
 */
function structuredData(site: Site, { loaded, title, description, corrections }: Described): Html {
  const { edition, newsletter } = loaded;
  const url = absoluteUrl(site, editionPath(newsletter.slug, edition));
  const archive = absoluteUrl(site, `/editions/${newsletter.slug}`);
  const { words } = ourWords(newsletter.language);
  const data = {
    '@context': 'https://schema.org',
    '@type': 'PublicationIssue',
    '@id': url,
    url,
    name: title,
    ...(description === '' ? {} : { description }),
    datePublished: (edition.started_at ?? edition.created_at).toISOString(),
    inLanguage: newsletter.language,
    isPartOf: { '@type': 'Periodical', name: newsletter.name, url: archive },
    publisher: { '@type': 'Organization', name: newsletter.legal_name ?? newsletter.name },
    hasPart: orderAsShown(loaded).slice(0, MAX_PARTS).map(describeStory),
    ...(corrections.length === 0
      ? {}
      : {
          correction: corrections.map((correction) => ({
            '@type': 'CorrectionComment',
            text: correction.note || describeChange(words, correction),
            datePublished: correction.at.toISOString(),
          })),
        }),
  };
  // In a script element only "<" could end it, or open a comment.
  return html`<script type="application/ld+json">
    ${raw(JSON.stringify(data).replaceAll('<', String.raw`\u003c`))}
  </script>`;
}

/** The style of editions and their archive. */
export function editionStyle(site: Site): Html {
  return html`<link rel="stylesheet" href="${href(site, assetPath('edition.css'))}" />`;
}

/** The feed of a newsletter's editions, as feed readers look for it. */
export function feedLink(site: Site, { name, slug }: LoadedEdition['newsletter']): Html {
  return html`<link
    rel="alternate"
    type="application/rss+xml"
    title="${name}"
    href="${href(site, `/editions/${slug}/feed.xml`)}"
  />`;
}

/** A language as Open Graph names it, always with a territory: that where most of its readers live, unless it names one. */
function openGraphLocale(language: string): string {
  const { language: own, region } = new Intl.Locale(language).maximize();
  return region === undefined ? own : `${own}_${region}`;
}

/** What an edition's page says of itself to search engines and to sites that show a preview of a link to it. */
export function editionHead(site: Site, described: Described): Html {
  const { loaded, title, description } = described;
  const { edition, newsletter, stories } = loaded;
  const picture = previewPicture(site, stories);
  const url = absoluteUrl(site, editionPath(newsletter.slug, edition));
  const publishedAt = (edition.started_at ?? edition.created_at).toISOString();
  return html`<link rel="canonical" href="${url}" />
    <meta name="description" content="${description}" />
    <meta property="og:type" content="article" />
    <meta property="og:site_name" content="${newsletter.name}" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${description}" />
    <meta property="og:url" content="${url}" />
    <meta property="og:locale" content="${openGraphLocale(newsletter.language)}" />
    <meta property="article:published_time" content="${publishedAt}" />
    ${picture ? html`<meta property="og:image" content="${picture}" />` : ''}
    <meta name="twitter:card" content="${picture ? 'summary_large_image' : 'summary'}" />
    ${editionStyle(site)} ${feedLink(site, newsletter)} ${structuredData(site, described)}`;
}
