import { attribute, lineOf, localName } from '../markup.ts';
import { cleanByline, joinNames } from '../bylines.ts';
import { cleanText } from '../text.ts';
import { isFurniture, meta, type PageFacts } from './facts.ts';
import type { LinkedArticle } from './jsonLd.ts';

// A long line is a list of names or a biography.
function isNames(byline: string): boolean {
  return byline.length <= 120 || byline.split(/,|\sand\s/u).every((name) => name.trim().length <= 40);
}

function usable(name: string | null | undefined): string | null {
  const byline = cleanByline(name);
  return byline &&
    isNames(byline) &&
    !/^(?:(?:wp[-_ ]?|site ?)?admin(?:istrator)?\d*|web ?master|web ?editor|root|user\d*|editor|staff|author|anonymous|null|undefined|.{0,40}\b(?:news|rss|wire|watermark|auto) ?feed)$/i.test(
      byline,
    )
    ? byline
    : null;
}

function join(names: (string | null | undefined)[]): string | null {
  return joinNames(names.map(usable));
}

// The elements may be nested, and each is read completely.
const MAX_MARKED = 30;

function marked(facts: PageFacts): string | null {
  const authors = facts.itemProps.filter(
    (node) => /(?:^|\s)author(?:\s|$)/i.test(attribute(node, 'itemprop') ?? '') && localName(node) !== 'meta',
  );
  for (const node of authors.slice(0, MAX_MARKED)) {
    const name = usable(cleanText(lineOf(node)));
    if (name) return name;
  }
  for (const node of facts.bylines.slice(0, MAX_MARKED)) {
    const name = isFurniture(node) ? null : usable(cleanText(lineOf(node)));
    // A longer text is a container of the whole article header.
    if (name && name.length >= 3) return name;
  }
  return null;
}

/** The author: from JSON-LD, meta tags, then elements that are marked as byline. Null if unknown. */
export function pageByline(facts: PageFacts, article: LinkedArticle | null): string | null {
  return (
    join(article?.authors ?? []) ??
    join(facts.metas.get('author') ?? []) ??
    join(
      ['article:author', 'authors', 'parsely-author', 'sailthru.author', 'dc.creator', 'dcterms.creator', 'byl'].map(
        (name) => meta(facts, name),
      ),
    ) ??
    marked(facts)
  );
}
