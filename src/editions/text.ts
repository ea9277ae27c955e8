import type { EditionKind } from '../domain/states.ts';

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
const SUBJECT_LENGTH = 70;
const PREHEADER_LENGTH = 110;

/**
 * The mail's subject: the lead headline and how many more there are, in about 70 characters. `language` is that of
 * the mail's own words; where it is not English the count stands for itself. A correction says that it is one.
 */
export function buildSubject(
  headlines: readonly string[],
  language: string,
  fallback: string,
  kind: EditionKind = 'daily',
): string {
  const prefix = kind === 'correction' ? 'Correction: ' : '';
  const room = SUBJECT_LENGTH - prefix.length;
  const [lead, ...more] = headlines.map(flattenText);
  if (lead === undefined) return prefix + cutText(flattenText(fallback), room);
  const isEnglish = language.toLowerCase().split('-', 1)[0] === 'en';
  const rest = more.length === 0 ? '' : isEnglish ? ` and ${more.length} more` : ` (+${more.length})`;
  return `${prefix}${cutText(lead, room - rest.length)}${rest}`;
}

/** What mail programs show after the subject: the next headlines, in about 110 characters. */
export function buildPreheader(headlines: readonly string[]): string {
  const next = headlines.slice(1, 6).map((headline) => cutText(flattenText(headline), PREHEADER_LENGTH));
  return cutText(next.join(' · '), PREHEADER_LENGTH);
}
