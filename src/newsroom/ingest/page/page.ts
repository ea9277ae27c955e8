import { isReveilleError, ReveilleError } from '../../../domain/errors.ts';
import { decodeBytes } from '../charset.ts';
import { agencyOfByline } from '../agencyNames.ts';
import { foldHeadline } from '../agree.ts';
import { illustrate } from '../image.ts';
import { namesPrivateHost } from '../fetch/addresses.ts';
import { httpUrl, nestedBase } from '../links.ts';
import { attribute, parseMarkup } from '../markup.ts';
import { readInstructions, withDeclared } from '../notes.ts';
import { splitOpening, type Opening } from '../opening.ts';
import type { ParsedPage, Source } from '../story.ts';
import { foldName } from '../siteName.ts';
import { summarizeStory } from '../summary/summary.ts';
import { cleanLine, languageTag, plainText } from '../text.ts';
import { bodyText, firstParagraph, storyText } from './articleBody.ts';
import { pageByline } from './byline.ts';
import { collectFacts, meta, type PageFacts } from './facts.ts';
import { readJsonLd, type LinkedArticle, type PageClues } from './jsonLd.ts';
import { pagePaywall, pageSection } from './labels.ts';
import { leadPicture } from './leadPicture.ts';
import { footLine, splitRights } from './rights.ts';
import { pageNames } from './siteNames.ts';
import { modifiedAt, publishedAt } from './times.ts';
import { headingTitles, pageTitle, siteName } from './title.ts';

const MAX_CHARACTERS = 4_000_000;
const MIN_CLUE = 6;

/** The addresses that the page declares: its canonical link, then og:url. */
function declaredUrls(facts: PageFacts): (string | null)[] {
  const link = facts.links.find((node) => attribute(node, 'rel')?.toLowerCase() === 'canonical');
  return [link ? attribute(link, 'href') : null, meta(facts, 'og:url', 'twitter:url')];
}

/**
 * True for an address that may be the page's own. Home pages of a site or of a part, unfilled templates, and internal
 * hosts of the publisher are mistakes in templates.
 */
function isSensible(candidate: string, url: string | null): boolean {
  const { pathname, hostname, href } = new URL(candidate);
  if (/%7B|%7D|[{}<>]|\$\{|%3C|undefined|\/null(?:\/|$)|\[[a-z_]+\]/i.test(href)) return false;
  if (url === null) return pathname !== '/' && !namesPrivateHost(new URL(candidate));
  const at = new URL(url);
  if (namesPrivateHost(new URL(candidate)) && hostname !== at.hostname) return false;
  const isHome = pathname === '/' || /^\/[a-z]{2}(?:[-_][a-z]{2})?\/?$/i.test(pathname);
  const isSection = pathname.endsWith('/') && !/\d/.test(pathname) && at.pathname.startsWith(pathname);
  return at.pathname === pathname || !(isHome || isSection);
}

function canonicalUrl(
  facts: PageFacts,
  article: LinkedArticle | null,
  url: string | null,
  base: string | null,
): string | null {
  for (const candidate of [...declaredUrls(facts), article?.url]) {
    const canonical = httpUrl(candidate, base);
    if (canonical && isSensible(canonical, url)) return canonical;
  }
  return httpUrl(url);
}

/** The page's own addresses and headlines, which identify its node in JSON-LD. */
function cluesOf(facts: PageFacts, url: string | null, base: string | null): PageClues {
  const urls = [...declaredUrls(facts).map((link) => httpUrl(link, base)), url].filter((link) => link !== null);
  const site = siteName(facts, null);
  const titles = [meta(facts, 'og:title'), meta(facts, 'twitter:title'), facts.titleElement, ...headingTitles(facts)]
    .filter((title) => title !== null)
    // A single word is too little evidence.
    .filter((title) => foldHeadline(title).length >= MIN_CLUE)
    .filter((title) => site === null || foldName(title) !== foldName(site));
  return { urls: urls.filter((link) => isSensible(link, url)), titles, base };
}

/** Dateline, agency and first sentence: the paragraph with a dateline among the first few, else the first. */
function openingOf(paragraphs: string[]): Opening {
  const dated = paragraphs
    .slice(0, 4)
    .map(splitOpening)
    .find(({ dateline, agency }) => dateline ?? agency);
  return dated ?? splitOpening(firstParagraph(paragraphs) ?? '');
}

function readPage(html: string, url: string | null): ParsedPage {
  const facts = collectFacts(parseMarkup(html.slice(0, MAX_CHARACTERS)));
  const base = nestedBase(url ?? httpUrl(meta(facts, 'og:url')), facts.base);
  const { article, linked } = readJsonLd(facts.ldJson, cluesOf(facts, url, base));
  const canonical = canonicalUrl(facts, article, url, base);
  const headline = pageTitle(facts, article, pageNames(facts, linked, canonical));
  if (!headline) throw new ReveilleError('PAGE_UNREADABLE', 'The page has no title.');
  const { title, isConfirmed } = headline;
  const text = storyText(facts, article?.body ?? null);
  const { paragraphs, rights } = splitRights(text.paragraphs);
  const opening = openingOf(paragraphs);
  const description = plainText(
    article?.description ??
      meta(facts, 'og:description', 'description', 'twitter:description', 'dc.description', 'dcterms.description') ??
      '',
  );
  const described = splitOpening(description === title ? '' : description);
  const byline = pageByline(facts, article) ?? text.byline;
  const { chosen, unsuitable } = leadPicture(facts, article, base ?? canonical);
  const story = {
    url: canonical,
    title,
    summary: summarizeStory(title, { description: described.rest, paragraphs: () => paragraphs }).summary,
    description: '',
    publishedAt: publishedAt(facts, article),
    modifiedAt: modifiedAt(facts, article),
    byline,
    dateline: opening.dateline ?? described.dateline ?? cleanLine(article?.dateline, 60),
    agency: opening.agency ?? described.agency ?? agencyOfByline(byline) ?? agencyOfByline(text.byline),
    copyright: cleanLine(
      rights ??
        footLine(facts) ??
        article?.copyright ??
        meta(facts, 'copyright', 'dcterms.rights', 'dc.rights', 'rights'),
      500,
    ),
    section: pageSection(facts, article),
    isPaywalled: pagePaywall(facts, article),
    ...illustrate(
      chosen,
      withDeclared(readInstructions(title, [...text.notes, ...opening.notes, ...described.notes], text.paragraphs), {
        status: meta(facts, 'pubstatus', 'article:pubstatus'),
        embargo: meta(facts, 'embargo', 'embargoed'),
        note: null,
      }),
    ),
    language: languageTag(
      facts.language ?? article?.language ?? meta(facts, 'content-language', 'og:locale', 'dc.language'),
    ),
    guid: null,
    body: bodyText(paragraphs),
  };
  const isArticle = article !== null || /article/i.test(meta(facts, 'og:type') ?? '');
  return { story, site: siteName(facts, article), isArticle, isConfirmed, unsuitable };
}

/**
 * Reads the article page in `bytes`: JSON-LD, Open Graph, meta tags, microdata, then the page's own elements.
 * Time is linear in the size, whatever the markup. Errors: PAGE_UNREADABLE (no title, no HTML); nothing else is thrown.
 */
export function parsePage(bytes: Uint8Array, { url, contentType }: Source): ParsedPage {
  try {
    return readPage(decodeBytes(bytes, { xml: false, contentType }), httpUrl(url));
  } catch (error) {
    if (isReveilleError(error)) throw error;
    throw new ReveilleError('PAGE_UNREADABLE', 'The page cannot be read.', { cause: error });
  }
}
