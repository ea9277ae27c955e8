import { foldHeadline, headlinesAgree } from '../agree.ts';
import { lineOf } from '../markup.ts';
import { foldName, SEPARATOR, stripSiteName } from '../siteName.ts';
import { cleanText, cleanTitle } from '../text.ts';
import { isFurniture, meta, type PageFacts } from './facts.ts';
import type { LinkedArticle } from './jsonLd.ts';

const SHARED = ['twitter:title', 'dc.title', 'dcterms.title', 'parsely-title', 'sailthru.title', 'headline'];
const PUBLISHED_IN = /\s*[([](?:published|publié|veröffentlicht|publicado)\s(?:in\s|en\s|em\s)?\d{4}[)\]]$/iu;
const CUT = /\s*(?:…|\.{3})$/u;
// What JSON-LD's headline was once allowed, and where sharing cuts.
const LONG_ENOUGH_TO_BE_CUT = 55;

/** The site's name as the page gives it, or null. */
export function siteName(facts: PageFacts, article: LinkedArticle | null): string | null {
  return (
    cleanText(meta(facts, 'og:site_name', 'application-name', 'twitter:app:name:iphone') ?? article?.publisher ?? '') ||
    null
  );
}

/** The page's headings, those within its story first. */
export function headingTitles(facts: PageFacts): string[] {
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

type Names = { known: (string | null)[]; isName: (text: string) => boolean };

/** What the site may call itself: as it says, as its host does, and as its `<title>` ends. */
function namesOf(facts: PageFacts, article: LinkedArticle | null, host: string | null, headings: string[]): Names {
  const label = host?.split('.').at(-2) ?? null;
  const known = [siteName(facts, article), article?.publisher ?? null, host, label && label.length >= 3 ? label : null];
  const folded = new Set(known.flatMap((name) => (name ? foldName(name) : [])).filter(Boolean));
  const parts = (facts.titleElement ?? '').split(SEPARATOR).map((part) => part.trim());
  // A heading that the <title> bears at its end, behind something longer, is the site's.
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

/** Same length as `text`, so that places in it are places in `text`. */
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

/** The heading as `title` spells it, where `title` is the heading with something separated before or behind it. */
function headingWithin(title: string, heading: string, { isName }: Names): string | null {
  const at = plain(title).indexOf(plain(heading));
  if (at < 0 || heading.length === title.length) return null;
  const before = title.slice(0, at);
  const behind = title.slice(at + heading.length);
  if (!EDGE_BEFORE.test(before) || !EDGE.test(behind)) return null;
  const others = [before, behind].flatMap((text) => text.split(SEPARATOR)).map((text) => text.trim());
  const isMost = heading.length >= 0.5 * title.length || (before === '' && heading.length >= 25);
  return isMost || others.every((text) => text === '' || isName(text))
    ? title.slice(at, at + heading.length).trim()
    : null;
}

/** The whole of a headline that was cut: another spelling that goes on where it ends. */
function wholeOf(title: string, others: string[]): string | null {
  if (title.length < LONG_ENOUGH_TO_BE_CUT && !CUT.test(title)) return null;
  const start = plain(title.replace(CUT, ''));
  // The last word may be cut, too.
  const isWhole = (other: string): boolean =>
    other.length > start.length && !CUT.test(other) && plain(other).startsWith(start.trimEnd());
  return others.find(isWhole) ?? null;
}

/** A `<title>` without the site behind it, whatever that is called. */
function documentTitle(title: string, known: (string | null)[]): string {
  const stripped = stripSiteName(title, known);
  if (stripped !== title) return stripped;
  const cut = [...title.matchAll(SEPARATOR)].at(-1);
  const tail = cut ? title.length - cut.index : 0;
  // A short tail after the last separator of a long title; a colon's tail is as often the headline's own.
  const isColon = cut !== undefined && /[:：]/u.test(cut[0]);
  return cut && !isColon && cut.index > 20 && tail < 35 ? title.slice(0, cut.index).trim() : title;
}

/** The story's headline, and whether anything else on the page says the same. */
export type PageTitle = { title: string; isConfirmed: boolean };

/**
 * The story's headline: JSON-LD, Open Graph, `<title>`, heading; without the site's and the section's names where the
 * heading goes without them, whole where one was cut. Null where the page has none.
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
    // A page's Open Graph title may be worded for sharing; the headline is what JSON-LD calls so.
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
