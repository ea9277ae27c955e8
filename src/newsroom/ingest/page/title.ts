import { foldHeadline, headlinesAgree } from '../agree.ts';
import { lineOf } from '../markup.ts';
import { foldName, TITLE_SEPARATOR } from '../siteName.ts';
import { cleanText, cleanTitle } from '../text.ts';
import { isFurniture, meta, type PageFacts } from './facts.ts';
import type { LinkedArticle } from './jsonLd.ts';
import { looksLikeName, mayBeName, stripNames, type PageNames } from './siteNames.ts';

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

/** Extends the names by those that only headings, the `<title>` and the author together tell. */
function withHeadings(names: PageNames, facts: PageFacts, headings: string[]): PageNames {
  const folded = new Set<string>();
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
  return folded.size === 0 ? names : { ...names, isSite: (text) => folded.has(foldName(text)) || names.isSite(text) };
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

const EDGE = /^(?:\s+[|\-–—―»«·•∙⋆★:/~>‹›_]{1,2}|\s*[|｜¦：:»_]|\s*$)/u;
const EDGE_BEFORE = /(?:[|\-–—―»«·•∙⋆★/~>‹›_]{1,2}\s+|[|｜¦：:»_]\s*|^\s*)$/u;

/** The heading in the spelling of `title`, if `title` is the heading with a separated text before or after it. */
function headingWithin(title: string, heading: string, { isSite, isSection }: PageNames): string | null {
  const at = plain(title).indexOf(plain(heading));
  if (at < 0 || heading.length === title.length) return null;
  const before = title.slice(0, at);
  const behind = title.slice(at + heading.length);
  if (!EDGE_BEFORE.test(before) || !EDGE.test(behind)) return null;
  const others = [before, behind].flatMap((text) => text.split(TITLE_SEPARATOR)).map((text) => text.trim());
  const isMost = heading.length >= 0.5 * title.length || (before === '' && heading.length >= 25);
  // What stands alone before a bar or a dash is the headline, whatever follows.
  const isHead = before === '' && heading.includes(' ') && /^\s*[|｜–—»•]|^\s+-\s/u.test(behind) && !isSection(heading);
  return isMost || isHead || others.every((text) => text === '' || isSite(text) || isSection(text))
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
function documentTitle(title: string, names: PageNames, headings: string[]): string {
  const heading = headings.find(
    (text) =>
      text.includes(' ') &&
      title.startsWith(text) &&
      /^\s*[|｜»•>›–—-]/u.test(title.slice(text.length)) &&
      !names.isSite(text) &&
      !names.isSection(text),
  );
  if (heading !== undefined) return heading;
  const stripped = stripNames(title, names, { isTemplate: true });
  if (stripped !== title) return stripped;
  // Blogs: "Elm Post: Bridge opens".
  const colon = /^([^:]{3,40}):\s+(?=\S)/u.exec(title);
  if (colon && names.isSite(colon[1]!) && headings.some((heading) => foldName(heading) === foldName(colon[1]!)))
    return title.slice(colon[0].length);
  const cut = [...title.matchAll(TITLE_SEPARATOR)].at(-1);
  if (!cut || /[:：]/u.test(cut[0])) return title;
  const tail = title.slice(cut.index + cut[0].length).trim();
  // A short text after the last separator of a long title is the site. After a colon, it often belongs to the headline.
  const isSite = looksLikeName(tail) || (cut.index > 20 && tail.length < 33 && mayBeName(tail));
  if (!isSite) return title;
  const known = { ...names, isSite: (text: string) => text === tail || names.isSite(text) };
  return stripNames(title, known, { isTemplate: true });
}

/** A declared title without what follows another declared one in it: "Pier stays | Elm Post" and "Pier stays". */
function withoutSuffix(title: string, others: string[]): string {
  const isHead = (other: string): boolean =>
    other.length < title.length &&
    other.includes(' ') &&
    title.startsWith(other) &&
    /^(?:\s*[|｜»•]|\s+[–—-])\s+[^\p{Ll}]/u.test(title.slice(other.length));
  return others.find(isHead) ?? title;
}

/** The story's headline, and whether another part of the page confirms it. */
type PageTitle = { title: string; isConfirmed: boolean };

/**
 * The story's headline: from JSON-LD, Open Graph, `<title>` or heading. Names of site and section are removed if the
 * heading does not have them, and cut headlines are completed. Null if the page has no headline.
 */
export function pageTitle(facts: PageFacts, article: LinkedArticle | null, given: PageNames): PageTitle | null {
  const allHeadings = headingTitles(facts);
  const names = withHeadings(given, facts, allHeadings);
  const spoken = new Set(allHeadings.map(plain));
  const shared = meta(facts, 'og:title');
  const isTemplate = (text: string): boolean => facts.titleElement !== null && cleanTitle(text) === facts.titleElement;
  const usable = (text: string | null | undefined): string[] => {
    if (!text) return [];
    const written = cleanTitle(text).replace(PUBLISHED_IN, '');
    const isWhole = spoken.has(plain(written));
    const stripped =
      !isWhole && isTemplate(text)
        ? documentTitle(written, names, allHeadings)
        : stripNames(written, names, { isWhole });
    const title = stripped.replace(PUBLISHED_IN, '');
    return title && !names.isSite(title) ? [title] : [];
  };
  const headings = allHeadings.flatMap(usable);
  const own = facts.titleElement ? usable(facts.titleElement) : [];
  const declared = [
    // The Open Graph title may be worded for sharing. JSON-LD has the real headline.
    article?.headline,
    shared,
    meta(facts, ...SHARED),
  ].flatMap(usable);
  const all = [...declared, ...own, ...headings];
  const first = all[0];
  if (first === undefined) return null;
  const whole = wholeOf(first, [...headings, ...declared, ...own]) ?? withoutSuffix(first, declared);
  const within = headings.map((heading) =>
    foldHeadline(heading).length >= 6 ? headingWithin(whole, heading, names) : null,
  );
  const title = within.find((text) => text !== null) ?? whole;
  const isConfirmed = all.filter((other) => headlinesAgree(other, title)).length > 1;
  return { title, isConfirmed };
}
