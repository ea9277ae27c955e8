import { attribute } from '../markup.ts';
import { foldName, TITLE_SEPARATOR } from '../siteName.ts';
import { cleanText } from '../text.ts';
import { meta, type PageFacts } from './facts.ts';
import type { LinkedNames } from './jsonLd.ts';

const SITE_METAS = [
  'og:site_name',
  'application-name',
  'apple-mobile-web-app-title',
  'al:ios:app_name',
  'al:android:app_name',
  'twitter:app:name:iphone',
  'dc.publisher',
  'dcterms.publisher',
  'publisher',
  'citation_publisher',
];
// Words that outlets add to their names, or that are most of them.
const GENERIC =
  /(?:news|online|daily|weekly|media|gazette|post|times|herald|tribune|journal|chronicle|press|magazine|review|tv|radio|blog|digital|com|net|org)/g;
const MEDIA =
  /(?:^|\s)(?:News|Times|Post|Gazette|Herald|Tribune|Journal|Chronicle|Courier|Observer|Examiner|Register|Sentinel|Standard|Telegraph|Echo|Star|Press|Magazine|Review|Daily|Weekly|Online|Radio|TV|Zeitung|Nachrichten|Tageblatt|Anzeiger|Kurier|Rundschau|Presse|Journal|Diario|Noticias|Periódico|Corriere|Giornale|Jornal|Krant|Dagblad)(?:\s|$)|\.(?:com|org|net|co\.uk|de|fr|es|it|nl|ca|au|news|tv)$/u;
// Labels of sections that outlets set before or behind headlines. A kind of piece ("Analysis") belongs to its headline.
const LABELS = new Set(
  'opinion,opinions,news,localnews,local,sports,sport,politics,business,world,worldnews,national,usnews,technology,tech,entertainment,lifestyle,culture,arts,health,science,travel,food,education,crime,editorial,editorials,columns,commentary,letters,obituaries,features,newssportsjobs,perspective,blog,blogs,archives,pressrelease,pressreleases,latestnews,breakingnews,home,meinung,politik,wirtschaft,panorama,kultur,sportnews,idées,opinión,deportes,economía,internacional,cultura,sociedad,opinione,cronaca'.split(
    ',',
  ),
);
const FEED_WORDS = /\s*(?:[»|:–—-]+\s*)?(?:rss|atom|feeds?|articles|comments|json|all|latest|stories|\d\.\d)\s*$/iu;
const SHORTEST_LABEL = 3;
// A shorter one may be a word of the headline: "Elm" of elmpost.example.
const LONG_CORE = 6;
const LONG_WORD = 4;
const LONGEST_NAME = 60;
const LONGEST_LINK_TITLE = 200;

/** What a page says of the names around its headline. `known` are the names of its site, as written. */
export type PageNames = {
  known: string[];
  isSite: (text: string) => boolean;
  isSection: (text: string) => boolean;
  isAuthor: (text: string) => boolean;
};

/** Folds a name without regard to accents and articles: "EL PAÍS" is "pais". */
function fold(text: string): string {
  return foldName(
    text
      .normalize('NFD')
      .replace(/\p{M}+/gu, '')
      .replace(/^(?:la|le|el|il|der|die|das|de|het|o|a)\s+/iu, ''),
  );
}

function wordsOf(text: string): string[] {
  return text.split(/[\s/]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** "kzz" for "KZZ News" and "kzznews". */
function coreOf(folded: string): string {
  const core = folded.replaceAll(GENERIC, '');
  return core.length >= SHORTEST_LABEL ? core : folded;
}

/** "eep" for "Elm Evening Post". */
function initialsOf(text: string): string {
  const words = wordsOf(text);
  return words.length >= 3 && words.every((word) => /^[\p{Lu}\p{N}]|^(?:of|and|the|&)$/u.test(word))
    ? words.map((word) => word[0]!.toLowerCase()).join('')
    : '';
}

/** Site names in the titles of its feeds and its search: "Elm Post » Feed". */
function linkTitles(facts: PageFacts): string[] {
  return facts.links.slice(0, 200).flatMap((link) => {
    const rel = attribute(link, 'rel')?.toLowerCase() ?? '';
    const isFeed = rel === 'alternate' && /rss|atom|feed/i.test(attribute(link, 'type') ?? '');
    const title = isFeed || rel === 'search' ? cleanText(attribute(link, 'title') ?? '') : '';
    // A longer one is no name, and would take FEED_WORDS quadratic time.
    if (title.length > LONGEST_LINK_TITLE) return [];
    const name = title.replace(FEED_WORDS, '').replace(FEED_WORDS, '').trim();
    return name && name.length <= LONGEST_NAME ? [name] : [];
  });
}

/** The words of the folders in an address: "local", "news". */
function folderWords(url: string | null): Set<string> {
  const folders = (url ? new URL(url).pathname : '').split('/').slice(1, -1);
  return new Set(folders.flatMap((folder) => (/\d/.test(folder) ? [] : folder.toLowerCase().split(/[-_]/))));
}

/** Collects the names of site, sections and authors that a page gives, its address included. */
export function pageNames(facts: PageFacts, linked: LinkedNames, url: string | null): PageNames {
  const host = url ? new URL(url).hostname.replace(/^www\./, '') : null;
  const labels = (host?.split('.') ?? [])
    .slice(0, -1)
    .filter(
      (label, at, all) => label.length > 1 && (at === all.length - 1 || (label.length >= 5 && !LABELS.has(label))),
    );
  const label = labels.at(-1) ?? '';
  const shared = meta(facts, 'og:title');
  const metas = SITE_METAS.flatMap((name) => facts.metas.get(name) ?? []).map(cleanText);
  // Some templates write the headline where the site's name belongs.
  const isHeadline = (name: string): boolean => shared !== null && fold(name) === fold(shared) && fold(name) !== label;
  const isStory = linked.isArticle || /article/i.test(meta(facts, 'og:type') ?? '') || !metas.every(isHeadline);
  const sites = metas.filter((name) => !(isStory && isHeadline(name)));
  const known = [...sites, ...linked.sites, ...linkTitles(facts), ...(host ? [host] : [])].filter(Boolean);
  const handle = (meta(facts, 'twitter:site') ?? '').replace(/^@/, '');
  const folded = new Set([...known, handle, ...labels].map(fold));
  folded.delete('');
  const cores = new Set([...labels, fold(handle)].filter((name) => name.length >= SHORTEST_LABEL).map(coreOf));
  const sections = new Set(
    [...linked.sections, ...(facts.metas.get('article:section') ?? []), ...(facts.metas.get('parsely-section') ?? [])]
      .filter((name) => name.length <= LONGEST_NAME)
      .map(fold),
  );
  const folders = folderWords(url);
  const authors = new Set([...linked.authors, ...(facts.metas.get('author') ?? [])].map(fold));
  authors.delete('');
  const isOwnWord = (word: string): boolean => word.length >= LONG_WORD && labels.at(-1) === fold(word);
  /** "CNN Politics": a name of the site, and a word or two behind it. */
  const isExtended = (text: string): boolean => {
    const words = wordsOf(text);
    return [1, 2].some(
      (more) =>
        words.length > more &&
        words.slice(-more).every((word) => /^\p{Lu}/u.test(word)) &&
        folded.has(fold(words.slice(0, -more).join(' '))),
    );
  };
  return {
    known,
    isSite: (text) => {
      const name = fold(text);
      if (name === '' || text.length > LONGEST_NAME) return false;
      if (folded.has(name)) return true;
      if (text.search(TITLE_SEPARATOR) >= 0) return false;
      if (isExtended(text)) return true;
      const core = coreOf(name);
      if (cores.has(core) && (core !== name || core.length >= LONG_CORE)) return true;
      // "Stars and Stripes" of stripes.example, "U.S. Department of Defense" of defense.example.
      const words = wordsOf(text);
      if (words.length > 1 && words.length <= 5 && isTitleCase(text) && isOwnWord(words.at(-1)!)) return true;
      const initials = initialsOf(text);
      return initials !== '' && (initials === label || initials === `t${label}`);
    },
    isSection: (text) => {
      const name = fold(text);
      if (text.length > 40 || !/^[\p{Lu}\p{Lo}\p{N}]/u.test(text)) return false;
      if (sections.has(name) || LABELS.has(name)) return true;
      const words = wordsOf(text.toLowerCase()).filter((word) => !/^(?:news|and|&)$/.test(word));
      return words.length > 0 && words.every((word) => folders.has(fold(word)));
    },
    isAuthor: (text) => /^(?:by|von|par|por|di)\s/iu.test(text) && authors.has(fold(text.replace(/^\S+\s+/u, ''))),
  };
}

const COLON = /[:：]/u;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const CRUMB = /[>›]/u;
const DATE = /(?:^|,\s*)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/u;
/** "Pier stays- Elm Post" */
const TIGHT = /^(.*[^\s|–—-])[–—-]\s+([^|–—-]+)$/u;
/** A text that is not the end of a sentence: "and the ferry stays". */
function isTitleCase(text: string): boolean {
  const words = wordsOf(text);
  return words.length > 0 && words.filter((word) => /^\p{Ll}/u.test(word)).length <= (words.length - 1) / 2;
}

/** True for a text that reads as an outlet's name though nothing else names it: "Kestrel County Times". */
export function looksLikeName(text: string): boolean {
  return text.length < 35 && wordsOf(text).length <= 5 && isTitleCase(text) && MEDIA.test(text);
}

/** False for what goes on with the sentence before it. */
export function mayBeName(text: string): boolean {
  return wordsOf(text).length < 3 || /\./.test(text) || isTitleCase(text);
}

/**
 * The title without the names of site, section and author before and behind it. With `isTemplate` (the `<title>`), a
 * short part between the headline and the site's name goes, too. With `isWhole`, what stands before stays: a heading
 * says it as well.
 */
export function stripNames(
  title: string,
  names: PageNames,
  { isTemplate = false, isWhole = false }: { isTemplate?: boolean; isWhole?: boolean } = {},
): string {
  let text = title;
  let hadSite: string | null = null;
  for (let rounds = 0; rounds < 5; rounds++) {
    const cuts = [...text.matchAll(TITLE_SEPARATOR)];
    const [first, last] = [cuts[0], cuts.at(-1)];
    const tight = TIGHT.exec(text);
    if (tight && names.isSite(tight[2]!)) {
      text = tight[1]!;
      continue;
    }
    if (!first || !last) break;
    const tail = text.slice(last.index + last[0].length).trim();
    const head = text.slice(0, first.index).trim();
    const [before, behind] = [text.slice(0, last.index).trim(), text.slice(first.index + first[0].length).trim()];
    const by = cuts.find((cut, at) =>
      names.isAuthor(text.slice(cut.index + cut[0].length, cuts[at + 1]?.index).trim()),
    );
    const isSame = hadSite !== null && hadSite === last[0].trim();
    const crumb = cuts.findIndex((cut, at) => CRUMB.test(cut[0]) && CRUMB.test(cuts[at + 1]?.[0] ?? cut[0]));
    const trail = crumb < 0 ? [] : text.slice(cuts[crumb]!.index + 2).split(CRUMB);
    if (by) text = text.slice(0, by.index).trim();
    else if (trail.some((part) => names.isSite(part.trim()))) text = text.slice(0, cuts[crumb]!.index).trim();
    else if (isTemplate && DATE.test(tail)) text = before;
    else if (
      tail === '' ||
      (names.isSite(tail) &&
        (wordsOf(before).length > 1 || names.known.some((name) => fold(name) === fold(tail)) || UNSPACED.test(before)))
    ) {
      hadSite = last[0].trim();
      text = before;
    } else if (!COLON.test(last[0]) && tail.length < before.length && names.isSection(tail)) text = before;
    else if (
      isTemplate &&
      isSame &&
      cuts.length === 1 &&
      tail.length <= 20 &&
      tail.length < before.length &&
      isTitleCase(tail)
    )
      text = before;
    else if (isWhole || CRUMB.test(first[0]) || /^\p{Ll}/u.test(behind)) break;
    else if (names.isSite(head)) text = behind;
    else if (!COLON.test(first[0]) && head.length < behind.length && names.isSection(head)) text = behind;
    else break;
  }
  return text || title;
}
