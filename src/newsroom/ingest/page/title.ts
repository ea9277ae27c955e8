import { foldHeadline, headlinesAgree } from '../agree.ts';
import { lineOf } from '../markup.ts';
import { foldName, TITLE_SEPARATOR, stripSiteName } from '../siteName.ts';
import { cleanText, cleanTitle } from '../text.ts';
import { isFurniture, meta, type PageFacts } from './facts.ts';
import type { LinkedArticle } from './jsonLd.ts';

const SHARED = ['twitter:title', 'dc.title', 'dcterms.title', 'parsely-title', 'sailthru.title', 'headline'];
const PUBLISHED_IN = /\s*[([](?:published|publié|veröffentlicht|publicado)\s(?:in\s|en\s|em\s)?\d{4}[)\]]$/iu;
const CUT = /\s*(?:…|\.{3})$/u;
// Near the former limit of JSON-LD's headline, and near the lengths at which sharing cuts titles.
const LONG_ENOUGH_TO_BE_CUT = 55;

/** The site's name in the page, or null. */
export function siteName(facts: PageFacts, article: LinkedArticle | null): string | null {
  return (
    cleanText(meta(facts, 'og:site_name', 'application-name', 'twitter:app:name:iphone') ?? article?.publisher ?? '') ||
    null
  );
}

/** The page's headings, those within its story first. */
export function headingTitles(facts: PageFacts): string[] {
  // The elements may be nested, and each is read completely.
  const headings = facts.headings.slice(0, 20).map((node) => ({
    text: cleanTitle(lineOf(node)),
    furniture: isFurniture(node),
  }));
  const usable = headings.filter(({ text }) => text.length >= 3);
  return [...usable.filter(({ furniture }) => !furniture), ...usable.filter(({ furniture }) => furniture)].map(
    ({ text }) => text,
  );
}

type Names = { known: (string | null)[]; isName: (text: string) => boolean };

/** Possible names of the site: the declared one, one from its host, and the end of its `<title>`. */
function namesOf(facts: PageFacts, article: LinkedArticle | null, host: string | null, headings: string[]): Names {
  const label = host?.split('.').at(-2) ?? null;
  const known = [siteName(facts, article), article?.publisher ?? null, host, label && label.length >= 3 ? label : null];
  const folded = new Set(known.flatMap((name) => (name ? foldName(name) : [])).filter(Boolean));
  const parts = (facts.titleElement ?? '').split(TITLE_SEPARATOR).map((part) => part.trim());
  // A heading that is the short end of the <title> is the site's name.
  const last = parts.length > 1 ? (parts.at(-1) ?? '') : '';
  const rest = parts.slice(0, -1).join(' ');
  if (last.length < rest.length && headings.some((heading) => foldName(heading) === foldName(last)))
    folded.add(foldName(last));
  // A brand that stands for every page's title is the page's author as well, and no part of its <title>.
  const shared = meta(facts, 'og:title');
  const author = facts.metas.get('author')?.[0] ?? null;
  if (shared !== null && author !== null && foldName(shared) === foldName(author))
    if (facts.titleElement !== null && !foldName(facts.titleElement).includes(foldName(shared)))
      folded.add(foldName(shared));
  return { known, isName: (text) => folded.has(foldName(text)) };
}

/** Normalizes without changing the length, so that positions in the result are positions in `text`. */
function plain(text: string): string {
  return text
    .replaceAll(/[‘’‛`´]/gu, "'")
    .replaceAll(/[“”„]/gu, '"')
    .replaceAll(/[‐-―]/gu, '-')
    .replaceAll(/\p{Lu}/gu, (letter) =>
      letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter,
    );
}

const EDGE = /^(?:\s+[|\-–—―»«·•:/~_]{1,2}|\s*[|｜¦：:»_]|\s*$)/u;
const EDGE_BEFORE = /(?:[|\-–—―»«·•/~_]{1,2}\s+|[|｜¦：:»_]\s*|^\s*)$/u;

/** The heading in the spelling of `title`, if `title` is the heading with a separated text before or after it. */
function headingWithin(title: string, heading: string, { isName }: Names): string | null {
  const at = plain(title).indexOf(plain(heading));
  if (at < 0 || heading.length === title.length) return null;
  const before = title.slice(0, at);
  const behind = title.slice(at + heading.length);
  if (!EDGE_BEFORE.test(before) || !EDGE.test(behind)) return null;
  const others = [before, behind].flatMap((text) => text.split(TITLE_SEPARATOR)).map((text) => text.trim());
  const isMost = heading.length >= 0.5 * title.length || (before === '' && heading.length >= 25);
  return isMost || others.every((text) => text === '' || isName(text))
    ? title.slice(at, at + heading.length).trim()
    : null;
}

/** The complete form of a cut headline: another text that continues it. */
function wholeOf(title: string, others: string[]): string | null {
  if (title.length < LONG_ENOUGH_TO_BE_CUT && !CUT.test(title)) return null;
  const start = plain(title.replace(CUT, ''));
  // The last word may also be cut.
  const isWhole = (other: string): boolean =>
    other.length > start.length && !CUT.test(other) && plain(other).startsWith(start.trimEnd());
  return others.find(isWhole) ?? null;
}

/** A `<title>` without the site's name at its end, also if the name is unknown. */
function documentTitle(title: string, known: (string | null)[]): string {
  const stripped = stripSiteName(title, known);
  if (stripped !== title) return stripped;
  const cut = [...title.matchAll(TITLE_SEPARATOR)].at(-1);
  const tail = cut ? title.length - cut.index : 0;
  // A short text after the last separator of a long title is the site. After a colon, it often belongs to the headline.
  const isColon = cut !== undefined && /[:：]/u.test(cut[0]);
  return cut && !isColon && cut.index > 20 && tail < 35 ? title.slice(0, cut.index).trim() : title;
}

/** The story's headline, and whether another part of the page confirms it. */
type PageTitle = { title: string; isConfirmed: boolean };

/**
 * The story's headline: from JSON-LD, Open Graph, `<title>` or heading. Names of site and section are removed if the
 * heading does not have them, and cut headlines are completed. Null if the page has no headline.
 */
export function pageTitle(facts: PageFacts, article: LinkedArticle | null, host: string | null): PageTitle | null {
  const allHeadings = headingTitles(facts);
  const names = namesOf(facts, article, host, allHeadings);
  const usable = (text: string | null | undefined): string[] => {
    const title = text ? stripSiteName(cleanTitle(text), names.known).replace(PUBLISHED_IN, '') : '';
    return title && !names.isName(title) ? [title] : [];
  };
  const headings = allHeadings.flatMap(usable);
  const own = facts.titleElement ? usable(documentTitle(cleanTitle(facts.titleElement), names.known)) : [];
  const declared = [
    // The Open Graph title may be worded for sharing. JSON-LD has the real headline.
    article?.headline,
    meta(facts, 'og:title'),
    meta(facts, ...SHARED),
  ].flatMap(usable);
  const all = [...declared, ...own, ...headings];
  const first = all[0];
  if (first === undefined) return null;
  const whole = wholeOf(first, [...headings, ...declared, ...own]) ?? first;
  const within = headings.map((heading) =>
    foldHeadline(heading).length >= 6 ? headingWithin(whole, heading, names) : null,
  );
  const title = within.find((text) => text !== null) ?? whole;
  const isConfirmed = all.filter((other) => headlinesAgree(other, title)).length > 1;
  return { title, isConfirmed };
}
