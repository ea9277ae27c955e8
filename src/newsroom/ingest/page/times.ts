import { parseDate } from '../dates.ts';
import { attribute } from '../markup.ts';
import { meta, type PageFacts } from './facts.ts';
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

function microdata(facts: PageFacts, name: RegExp): (string | null)[] {
  return facts.itemProps
    .filter((node) => name.test(attribute(node, 'itemprop') ?? ''))
    .map((node) => attribute(node, 'content') ?? attribute(node, 'datetime'));
}

function firstInstant(texts: Iterable<string | null | undefined>): string | null {
  for (const text of texts) {
    const date = parseDate(text);
    if (date) return date;
  }
  return null;
}

/** When the story was last changed, as the page says; null where it says nothing. */
export function modifiedAt(facts: PageFacts, article: LinkedArticle | null): string | null {
  return firstInstant([
    article?.modified,
    ...microdata(facts, /(?:^|\s)datemodified(?:\s|$)/i),
    ...MODIFIED.map((name) => meta(facts, name)),
  ]);
}

/** When the story was published: JSON-LD, meta tags, microdata, its `<time>`; for want of all, when it was changed. */
export function publishedAt(facts: PageFacts, article: LinkedArticle | null): string | null {
  const published = [
    article?.published,
    ...PUBLISHED.map((name) => meta(facts, name)),
    ...microdata(facts, /(?:^|\s)datepublished(?:\s|$)/i),
    ...facts.times.map((node) => attribute(node, 'datetime')),
  ];
  return firstInstant(published) ?? modifiedAt(facts, article);
}
