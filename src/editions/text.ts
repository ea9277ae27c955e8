import type { EditionKind } from '../domain/states.ts';
import { catalogueLanguage, wordsIn } from '../language/catalogues.ts';
import { fillPlural, fillWords } from '../language/words.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ELLIPSIS = '…';
// A letter can carry any number of marks. This bounds the code units per visible character.
const UNITS_PER_GRAPHEME = 4;
const SPARE_UNITS = 64;
// A cut at a space may cost this share of the space. Text without spaces is cut at the limit.
const MIN_KEPT_SHARE = 0.5;

// Control characters (also line breaks), and marks that change the direction of the text after them.
const UNSAFE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** One line of plain text for a header: no control characters, no direction overrides, single spaces. */
export function flattenText(text: string): string {
  return text
    .replace(UNSAFE, ' ')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
}

/** Cuts a flat text to `max` visible characters, between words if possible and never inside a character. "…" marks the cut. */
export function cutText(text: string, max: number): string {
  const maxUnits = max * UNITS_PER_GRAPHEME + SPARE_UNITS;
  let kept = '';
  let count = 0;
  let lastSpace = 0;
  for (const { segment } of graphemes.segment(text.slice(0, maxUnits + 1_000))) {
    // Unless the text ends here, the "…" needs a place.
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

/** The number of visible characters of a text. */
export function countCharacters(text: string): number {
  return [...graphemes.segment(text)].length;
}

/** The most visible characters of a story's headline and summary in an edition. */
export const HEADLINE_LENGTH = 300;
export const SUMMARY_LENGTH = 600;
// What mail programs show of a subject, and of the preheader after it, on a wide screen.
const SUBJECT_LENGTH = 70;
const PREHEADER_LENGTH = 90;

/** Adds the number of other stories to the lead, in the mail's language. Without a catalogue the lead stands alone. */
function sayMore(lead: string, count: number, language: string): string {
  if (count === 0) return lead;
  const hasWords = catalogueLanguage(language) === language.toLowerCase().split('-', 1)[0];
  return hasWords
    ? fillWords(fillPlural(wordsIn(language).mail.subjectMore, count, language), { lead })
    : `${lead} (+${count})`;
}

/**
 * The mail's subject: the lead headline and the number of other stories, in at most 70 visible characters. `language`
 * is that of the mail's own words. A correction is named as one.
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

/** The text that mail programs show after the subject: the next headlines, in at most 90 visible characters. */
export function buildPreheader(headlines: readonly string[]): string {
  const next = headlines.slice(1, 6).map((headline) => cutText(flattenText(headline), PREHEADER_LENGTH));
  return cutText(next.join(' · '), PREHEADER_LENGTH);
}

const wordsOf = (text: string): string => ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;

/** The agency next to a byline. Null if the byline names it already ("By The Associated Press"). */
export function agencyBeside(byline: string | null, agency: string | null): string | null {
  return byline !== null && agency !== null && wordsOf(byline).includes(wordsOf(agency)) ? null : agency;
}
