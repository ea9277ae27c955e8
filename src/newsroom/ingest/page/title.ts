import { lineOf } from '../markup.ts';
import { foldName, stripSiteName } from '../siteName.ts';
import { cleanText, cleanTitle } from '../text.ts';
import { isFurniture, meta, type PageFacts } from './facts.ts';
import type { LinkedArticle } from './jsonLd.ts';

/** The site's name as the page gives it, or null. */
export function siteName(facts: PageFacts, article: LinkedArticle | null): string | null {
  return (
    cleanText(meta(facts, 'og:site_name', 'application-name', 'twitter:app:name:iphone') ?? article?.publisher ?? '') ||
    null
  );
}

function headingTitles(facts: PageFacts): string[] {
  // They may lie within one another: each is read whole.
  const headings = facts.headings.slice(0, 20).map((node) => ({
    text: cleanTitle(lineOf(node)),
    furniture: isFurniture(node),
  }));
  const usable = headings.filter(({ text }) => text.length >= 3);
  return [...usable.filter(({ furniture }) => !furniture), ...usable.filter(({ furniture }) => furniture)].map(
    ({ text }) => text,
  );
}

/** A `<title>` that is the heading plus something is the heading. */
function documentTitle(facts: PageFacts, headings: string[], names: (string | null)[]): string | null {
  if (!facts.titleElement) return null;
  const title = cleanTitle(facts.titleElement);
  const heading = headings.find((text) => text.length >= 10 && title !== text && title.includes(text));
  if (heading) return heading;
  const stripped = stripSiteName(title, names);
  if (stripped !== title) return stripped;
  const cut = [...title.matchAll(/\s+[|–—-]\s+/gu)].at(-1);
  // A short tail after the last separator of a long title is the site, whatever it is called.
  if (cut && cut.index > 20 && title.length - cut.index < 35) return title.slice(0, cut.index).trim();
  return title;
}

/** The story's headline: JSON-LD, Open Graph, heading, `<title>`; null where the page has none. */
export function pageTitle(facts: PageFacts, article: LinkedArticle | null, host: string | null): string | null {
  const names = [siteName(facts, article), article?.publisher ?? null, host];
  const headings = headingTitles(facts);
  const declared = [
    // A page's Open Graph title may be worded for sharing; the headline is what JSON-LD calls so.
    article?.headline ?? null,
    meta(facts, 'og:title'),
    meta(facts, 'twitter:title', 'dc.title', 'dcterms.title', 'parsely-title', 'sailthru.title', 'headline'),
  ];
  for (const text of declared) {
    const title = text ? stripSiteName(cleanTitle(text), names) : '';
    if (title && !names.some((name) => name && foldName(name) === foldName(title))) return title;
  }
  return documentTitle(facts, headings, names) || headings[0] || null;
}
