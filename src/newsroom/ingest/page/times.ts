import { parseDate } from '../dates/dates.ts';
import { attribute, lineOf, localName, type MarkupNode } from '../markup.ts';
import { isFurniture, meta, type PageFacts } from './facts.ts';
import type { LinkedArticle } from './jsonLd.ts';

const PUBLISHED = [
  'article:published_time',
  'og:article:published_time',
  'datepublished',
  'parsely-pub-date',
  'sailthru.date',
  'date',
  'pubdate',
  'publishdate',
  'publish-date',
  'publication_date',
  'dc.date',
  'dc.date.issued',
  'dcterms.created',
  'dcterms.issued',
  'dc.date.created',
  'article.published',
  'cxenseparse:recs:publishtime',
  'ptime',
  'utime',
  'displaydate',
];
const MODIFIED = [
  'article:modified_time',
  'og:article:modified_time',
  'datemodified',
  'dcterms.modified',
  'dc.date.modified',
  'article.updated',
  'og:updated_time',
  'lastmod',
  'last-modified',
];

const ARTICLE = new Set(['article']);
const MAX_TIMES = 200;

function microdata(facts: PageFacts, name: RegExp): (string | null)[] {
  return facts.itemProps
    .filter((node) => name.test(attribute(node, 'itemprop') ?? '') && !isFurniture(node))
    .map((node) => attribute(node, 'content') ?? attribute(node, 'datetime'));
}

function firstInstant(texts: Iterable<string | null | undefined>): string | null {
  for (const text of texts) {
    const date = parseDate(text);
    if (date) return date;
  }
  return null;
}

/** When the story was last changed, by the page. Null if unknown. */
export function modifiedAt(facts: PageFacts, article: LinkedArticle | null): string | null {
  return firstInstant([
    article?.modified,
    ...microdata(facts, /(?:^|\s)datemodified(?:\s|$)/i),
    ...MODIFIED.map((name) => meta(facts, name)),
  ]);
}

// Times in these elements do not belong to the story.
const BESIDE = new Set(['aside', 'nav']);

/** The `<time>` elements, those of the article with the headline first, without sidebars. */
function storyTimes(facts: PageFacts): MarkupNode[] {
  const within = (node: MarkupNode, names: ReadonlySet<string>): MarkupNode | null => {
    for (let at = node.parent, steps = 0; at && steps < 60; at = at.parent, steps++)
      if (names.has(localName(at))) return at;
    return null;
  };
  const article = facts.headings.map((node) => within(node, ARTICLE)).find((node) => node !== null) ?? null;
  const rank = (node: MarkupNode): number =>
    article !== null && within(node, ARTICLE) === article ? 0 : isFurniture(node) ? 2 : 1;
  return facts.times
    .slice(0, MAX_TIMES)
    .filter((node) => within(node, BESIDE) === null)
    .toSorted((a, b) => rank(a) - rank(b));
}

/** When the story was published: from JSON-LD, meta tags, microdata or `<time>`; otherwise when it was changed. */
export function publishedAt(facts: PageFacts, article: LinkedArticle | null): string | null {
  const published = [
    article?.published,
    ...PUBLISHED.map((name) => meta(facts, name)),
    ...microdata(facts, /(?:^|\s)datepublished(?:\s|$)/i),
    ...storyTimes(facts).map((node) => attribute(node, 'datetime') ?? lineOf(node)),
  ];
  return firstInstant(published) ?? modifiedAt(facts, article);
}
