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

/** Enough for a usual edition. With forty stories, the page would contain each of them twice. */
const MAX_PARTS = 15;

/** An edition for machine-readable descriptions. */
type Described = { loaded: LoadedEdition; title: string; description: string; corrections: Correction[] };

/** `position` is the story's place on the page. */
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
 * An edition in the vocabulary of schema.org: an issue of a periodical whose parts are articles of other publishers. It
 * is not a NewsArticle, because nothing in it was first published here.
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

/** The link by which feed readers find the feed of a newsletter. */
export function feedLink(site: Site, { name, slug }: LoadedEdition['newsletter']): Html {
  return html`<link
    rel="alternate"
    type="application/rss+xml"
    title="${name}"
    href="${href(site, `/editions/${slug}/feed.xml`)}"
  />`;
}

/** A language for Open Graph, always with a territory. Without its own, it gets the one with most of its speakers. */
function openGraphLocale(language: string): string {
  const { language: own, region } = new Intl.Locale(language).maximize();
  return region === undefined ? own : `${own}_${region}`;
}

/** The head of an edition's page, for search engines and for sites that show link previews. */
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
