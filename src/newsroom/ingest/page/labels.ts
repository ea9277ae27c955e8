import { attribute, lineOf } from '../markup.ts';
import { cleanLine } from '../text.ts';
import { meta, type PageFacts } from './facts.ts';
import type { LinkedArticle } from './jsonLd.ts';

/** The story's section, in the page's own words, or null. */
export function pageSection(facts: PageFacts, article: LinkedArticle | null): string | null {
  const marked = facts.itemProps.find((node) => /^articlesection$/i.test(attribute(node, 'itemprop') ?? ''));
  const candidates = [
    article?.section,
    meta(
      facts,
      'article:section',
      'og:article:section',
      'articlesection',
      'parsely-section',
      'section',
      'dcterms.subject',
    ),
    marked ? (attribute(marked, 'content') ?? lineOf(marked)) : null,
  ];
  for (const text of candidates) {
    const section = cleanLine(text, 80);
    if (section && !/^https?:/i.test(section)) return section;
  }
  return null;
}

/** True if readers must pay, false if the page says that it is free, null if unknown. */
export function pagePaywall(facts: PageFacts, article: LinkedArticle | null): boolean | null {
  if (article?.isFree !== undefined && article.isFree !== null) return !article.isFree;
  const marked = facts.itemProps.find((node) => /^isaccessibleforfree$/i.test(attribute(node, 'itemprop') ?? ''));
  const free = meta(facts, 'isaccessibleforfree') ?? (marked ? (attribute(marked, 'content') ?? lineOf(marked)) : null);
  if (free && /^\s*(?:true|yes|1|false|no|0)\s*$/i.test(free)) return /false|no|0/i.test(free);
  const tier = meta(facts, 'article:content_tier', 'og:article:content_tier');
  // "metered" pages are free for most readers, so they count as unknown.
  return tier === null ? null : /^locked$/i.test(tier) ? true : /^free$/i.test(tier) ? false : null;
}
