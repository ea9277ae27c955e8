import { isReveilleError, ReveilleError } from '../../errors.ts';
import { decodeBytes } from '../charset.ts';
import { agencyOfByline, splitDateline, type Dateline } from '../dateline.ts';
import { parseDate } from '../dates.ts';
import { httpUrl, nestedBase } from '../links.ts';
import { attribute, parseMarkup } from '../markup.ts';
import type { ParsedPage } from '../story.ts';
import { cleanLine, languageTag, MAX_SUMMARY, plainText, shorten } from '../text.ts';
import { copyrightLine, firstParagraph, storyParagraphs, storyText } from './body.ts';
import { pageByline } from './byline.ts';
import { collectFacts, meta, type PageFacts } from './facts.ts';
import { readJsonLd, type LinkedArticle } from './jsonLd.ts';
import { leadPicture } from './lead.ts';
import { pageTitle, siteName } from './title.ts';

const MAX_CHARACTERS = 4_000_000;

function publishedAt(facts: PageFacts, article: LinkedArticle | null): string | null {
  const published = [
    article?.published,
    ...[
      'article:published_time',
      'og:article:published_time',
      'datepublished',
      'parsely-pub-date',
      'sailthru.date',
      'date',
      'pubdate',
      'publishdate',
      'dc.date',
      'dc.date.issued',
      'dcterms.created',
      'dcterms.issued',
      'dc.date.created',
      'article.published',
      'ptime',
      'utime',
      'displaydate',
    ].map((name) => meta(facts, name)),
    ...facts.itemProps
      .filter((node) => /^datepublished$/i.test(attribute(node, 'itemprop') ?? ''))
      .map((node) => attribute(node, 'content') ?? attribute(node, 'datetime')),
    ...facts.times.map((node) => attribute(node, 'datetime')),
    article?.modified,
    ...['article:modified_time', 'og:updated_time', 'datemodified', 'lastmod', 'last-modified'].map((name) =>
      meta(facts, name),
    ),
  ];
  for (const text of published) {
    const date = parseDate(text);
    if (date) return date;
  }
  return null;
}

function canonicalUrl(
  facts: PageFacts,
  article: LinkedArticle | null,
  url: string | null,
  base: string | null,
): string | null {
  const link = facts.links.find((node) => attribute(node, 'rel')?.toLowerCase() === 'canonical');
  const candidates = [link ? attribute(link, 'href') : null, meta(facts, 'og:url', 'twitter:url'), article?.url];
  for (const candidate of candidates) {
    const canonical = httpUrl(candidate, base);
    // A canonical link to the home page is a template's mistake.
    if (canonical && (new URL(canonical).pathname !== '/' || url === null || new URL(url).pathname === '/'))
      return canonical;
  }
  return httpUrl(url);
}

/** Dateline, agency and first sentence: the paragraph with a dateline among the first few, else the first. */
function openingOf(paragraphs: string[]): Dateline {
  const dated = paragraphs
    .slice(0, 4)
    .map(splitDateline)
    .find(({ dateline, agency }) => dateline ?? agency);
  return dated ?? splitDateline(firstParagraph(paragraphs) ?? '');
}

function readPage(text: string, url: string | null): ParsedPage {
  const facts = collectFacts(parseMarkup(text.slice(0, MAX_CHARACTERS)));
  const article = readJsonLd(facts.ldJson);
  const base = nestedBase(url ?? httpUrl(meta(facts, 'og:url')), facts.base);
  const canonical = canonicalUrl(facts, article, url, base);
  const title = pageTitle(facts, article, canonical ? new URL(canonical).hostname.replace(/^www\./, '') : null);
  if (!title) throw new ReveilleError('PAGE_UNREADABLE', 'The page has no title.');
  const paragraphs = storyParagraphs(facts);
  const opening = openingOf(paragraphs);
  const description = plainText(
    article?.description ??
      meta(facts, 'og:description', 'description', 'twitter:description', 'dc.description', 'dcterms.description') ??
      '',
  );
  const described = splitDateline(description === title ? '' : description);
  const byline = pageByline(facts, article);
  const { picture, unsuitable } = leadPicture(facts, article, base ?? canonical);
  const story = {
    url: canonical,
    title,
    summary: shorten(described.rest || opening.rest, MAX_SUMMARY),
    publishedAt: publishedAt(facts, article),
    byline,
    dateline: opening.dateline ?? described.dateline ?? cleanLine(article?.dateline, 60),
    agency: opening.agency ?? described.agency ?? agencyOfByline(byline),
    copyright: cleanLine(
      copyrightLine(facts, paragraphs) ??
        article?.copyright ??
        meta(facts, 'copyright', 'dcterms.rights', 'dc.rights', 'rights'),
    ),
    image: picture,
    language: languageTag(
      facts.language ?? article?.language ?? meta(facts, 'content-language', 'og:locale', 'dc.language'),
    ),
    guid: null,
    body: storyText(paragraphs),
  };
  return { story, site: siteName(facts, article), unsuitable };
}

/**
 * Reads the article page in `bytes`: JSON-LD, Open Graph, meta tags, microdata, then the page's own elements.
 * Time is linear in the size, whatever the markup. Errors: PAGE_UNREADABLE (no title, no HTML); nothing else is thrown.
 */
export function parsePage(
  bytes: Uint8Array,
  { url, contentType }: { url: string | null; contentType?: string | null | undefined },
): ParsedPage {
  try {
    return readPage(decodeBytes(bytes, { xml: false, contentType }), httpUrl(url));
  } catch (error) {
    if (isReveilleError(error)) throw error;
    throw new ReveilleError('PAGE_UNREADABLE', 'The page cannot be read.', { cause: error });
  }
}
