import { isReveilleError, ReveilleError } from '../../errors.ts';
import { decodeBytes } from '../charset.ts';
import { agencyOfByline } from '../agencies.ts';
import { illustrate } from '../image.ts';
import { httpUrl, nestedBase } from '../links.ts';
import { attribute, parseMarkup } from '../markup.ts';
import { readInstructions, withDeclared } from '../notes.ts';
import { splitOpening, type Opening } from '../opening.ts';
import type { ParsedPage, Source } from '../story.ts';
import { summarizeStory } from '../summary/summary.ts';
import { cleanLine, languageTag, plainText } from '../text.ts';
import { bodyText, firstParagraph, storyText } from './body.ts';
import { pageByline } from './byline.ts';
import { collectFacts, meta, type PageFacts } from './facts.ts';
import { readJsonLd, type LinkedArticle } from './jsonLd.ts';
import { pagePaywall, pageSection } from './labels.ts';
import { leadPicture } from './lead.ts';
import { footLine, splitRights } from './rights.ts';
import { modifiedAt, publishedAt } from './times.ts';
import { pageTitle, siteName } from './title.ts';

const MAX_CHARACTERS = 4_000_000;

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
function openingOf(paragraphs: string[]): Opening {
  const dated = paragraphs
    .slice(0, 4)
    .map(splitOpening)
    .find(({ dateline, agency }) => dateline ?? agency);
  return dated ?? splitOpening(firstParagraph(paragraphs) ?? '');
}

function readPage(html: string, url: string | null): ParsedPage {
  const facts = collectFacts(parseMarkup(html.slice(0, MAX_CHARACTERS)));
  const article = readJsonLd(facts.ldJson);
  const base = nestedBase(url ?? httpUrl(meta(facts, 'og:url')), facts.base);
  const canonical = canonicalUrl(facts, article, url, base);
  const title = pageTitle(facts, article, canonical ? new URL(canonical).hostname.replace(/^www\./, '') : null);
  if (!title) throw new ReveilleError('PAGE_UNREADABLE', 'The page has no title.');
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
    summary: summarizeStory(title, { description: described.rest, paragraphs }).summary,
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
      withDeclared(readInstructions(title, [...text.notes, ...opening.notes, ...described.notes]), {
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
  return { story, site: siteName(facts, article), isArticle, unsuitable };
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
