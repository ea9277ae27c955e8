import { COMMON_NEWS_WORDS } from '../../language/stopWords.ts';
import { parseTerms } from '../../language/terms.ts';
import { WORD_BANDS } from './wordBands.ts';

const COMMON_SHARE = 0.02;
// By Zipf's law, a word of rank r occurs in the share 3/r of all items: the first word is one in ten words, and an item
// has about thirty words.
const SHARE_OF_FIRST = 3;
const FIRST_BAND_RANK = 256;
/** The rank of words in no list. These are mostly names. */
const UNKNOWN_RANK = 65_536;
const SHORT_NUMBER = /^\d{1,2}$/;
const SHORT_NUMBER_SHARE = 0.005;
// A word in one of 90 items proves nothing. A word in one of 8,000 proves as much as a single word can.
const WEAK_LOG = 4.5;
const STRONG_LOG = 9;

// Languages whose days and months are added, because the word bands do not contain them.
const CALENDAR_LANGUAGES = ['de', 'es', 'fr', 'it', 'pt', 'nl', 'sv', 'da', 'pl'];

function listCalendarTerms(): Set<string> {
  const dates = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2024, month, month + 1)));
  const names = CALENDAR_LANGUAGES.flatMap((language) =>
    dates.map((date) => date.toLocaleDateString(language, { weekday: 'long', month: 'long', timeZone: 'UTC' })),
  );
  return new Set(names.flatMap(parseTerms));
}

const common = new Set([...COMMON_NEWS_WORDS, ...listCalendarTerms()]);
const bands = new Map(WORD_BANDS.flatMap((words, band) => words.split(/\s+/).map((word) => [word, band] as const)));

/**
 * The share of all news items with this term, estimated from word lists: from 0 to 1. Pure; it does not use the window.
 */
export function estimateShare(term: string): number {
  if (common.has(term)) return COMMON_SHARE;
  const band = bands.get(term);
  if (band !== undefined) return Math.min(COMMON_SHARE, SHARE_OF_FIRST / (FIRST_BAND_RANK * 2 ** (band - 0.5)));
  return SHORT_NUMBER.test(term) ? SHORT_NUMBER_SHARE : SHARE_OF_FIRST / UNKNOWN_RANK;
}

/** How much a term with this share proves if two items have it: from 0 (a common word) to 1 (a name). */
export function strengthOf(share: number): number {
  return Math.min(1, Math.max(0, (-Math.log(share) - WEAK_LOG) / (STRONG_LOG - WEAK_LOG)));
}
