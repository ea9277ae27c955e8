import type { EditionKind } from '../domain/states.ts';
import { catalogueLanguage, wordsIn } from '../language/catalogues.ts';
import { fillPlural, fillWords } from '../language/words.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ELLIPSIS = '…';
// A letter can carry any number of marks: no text has more code units than this for each visible character.
const UNITS_PER_GRAPHEME = 4;
const SPARE_UNITS = 64;
// Cutting at a space may cost this share of the room; text without spaces is cut where it must be.
const MIN_KEPT_SHARE = 0.5;

// Controls (line breaks too) and the marks that turn the direction of the text that follows.
const UNSAFE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** One line of plain text: no controls, no direction overrides, single spaces. Fit for a header. */
export function flattenText(text: string): string {
  return text
    .replace(UNSAFE, ' ')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
}

/** At most `max` visible characters of a flat text, cut at a word where it can be, never inside a character; "…" marks a cut. */
export function cutText(text: string, max: number): string {
  const maxUnits = max * UNITS_PER_GRAPHEME + SPARE_UNITS;
  let kept = '';
  let count = 0;
  let lastSpace = 0;
  for (const { segment } of graphemes.segment(text.slice(0, maxUnits + 1_000))) {
    // Unless this ends the text, the sign of the cut needs a place.
    const isLast = kept.length + segment.length === text.length;
    if (count + 1 > max - (isLast ? 0 : 1) || kept.length + segment.length > maxUnits) {
      const whole = segment !== ' ' && lastSpace >= kept.length * MIN_KEPT_SHARE ? kept.slice(0, lastSpace) : kept;
      return `${whole.replace(/[\s,;:–—-]+$/u, '')}${ELLIPSIS}`;
    }
    if (segment === ' ') lastSpace = kept.length;
    kept += segment;
    count++;
  }
  return kept;
}

/** How many visible characters a text has. */
export function countCharacters(text: string): number {
  return [...graphemes.segment(text)].length;
}

/** How many visible characters a story's headline and summary may have in an edition. */
export const HEADLINE_LENGTH = 300;
export const SUMMARY_LENGTH = 600;
// What mail programs show of a subject on a wide screen, and of what follows it.
const SUBJECT_LENGTH = 70;
const PREHEADER_LENGTH = 90;

/** How the count of the other stories follows the lead, in the mail's language; where there are no words in it, by itself. */
function sayMore(lead: string, count: number, language: string): string {
  if (count === 0) return lead;
  const hasWords = catalogueLanguage(language) === language.toLowerCase().split('-', 1)[0];
  return hasWords
    ? fillWords(fillPlural(wordsIn(language).mail.subjectMore, count, language), { lead })
    : `${lead} (+${count})`;
}

/**
 * The mail's subject: the lead headline and how many more there are, in at most 70 visible characters. `language` is
 * that of the mail's own words. A correction says that it is one.
 */
export function buildSubject(
  headlines: readonly string[],
  language: string,
  fallback: string,
  kind: EditionKind = 'daily',
): string {
  const frame = kind === 'correction' ? wordsIn(language).mail.subjectCorrection : '{subject}';
  const [first, ...more] = headlines.map(flattenText);
  const count = first === undefined ? 0 : more.length;
  const others = countCharacters(sayMore('', count, language)) + countCharacters(fillWords(frame, { subject: '' }));
  const lead = cutText(first ?? flattenText(fallback), SUBJECT_LENGTH - others);
  return fillWords(frame, { subject: sayMore(lead, count, language) });
}

/** What mail programs show after the subject: the next headlines, in at most 90 visible characters. */
export function buildPreheader(headlines: readonly string[]): string {
  const next = headlines.slice(1, 6).map((headline) => cutText(flattenText(headline), PREHEADER_LENGTH));
  return cutText(next.join(' · '), PREHEADER_LENGTH);
}

const wordsOf = (text: string): string => ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;

/** The agency as it stands beside a byline: null where that names it already ("By The Associated Press"). */
export function agencyBeside(byline: string | null, agency: string | null): string | null {
  return byline !== null && agency !== null && wordsOf(byline).includes(wordsOf(agency)) ? null : agency;
}
