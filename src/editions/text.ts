import type { EditionKind } from '../domain/states.ts';
import { catalogueLanguage, wordsIn } from '../language/catalogues.ts';
import { firstClause } from '../language/clauses.ts';
import { joinSentences, splitSentences } from '../language/sentences.ts';
import { STOP_WORDS } from '../language/stopWords.ts';
import { fillPlural, fillWords, formatLongDate } from '../language/words.ts';

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

/**
 * Texts of these characters alone have one unit a character: none of them joins another (UAX 29). The segmenter takes a
 * hundred times as long to say so.
 */
const SIMPLE = /^[\u0020-\u007e\u00a0-\u02ff\u2010-\u2027]*$/;

/** The visible characters of a text, one by one. */
function charactersOf(text: string): string | string[] {
  return SIMPLE.test(text) ? text : Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** Cuts a flat text to `max` visible characters, between words if possible and never inside a character. "…" marks the cut. */
export function cutText(text: string, max: number): string {
  const maxUnits = max * UNITS_PER_GRAPHEME + SPARE_UNITS;
  let kept = '';
  let count = 0;
  let lastSpace = 0;
  for (const segment of charactersOf(text.slice(0, maxUnits + 1_000))) {
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
  return SIMPLE.test(text) ? text.length : charactersOf(text).length;
}

/** The most visible characters of a story's headline and summary in an edition. */
export const HEADLINE_LENGTH = 300;
export const SUMMARY_LENGTH = 600;
// What mail programs show of a subject on a wide screen.
const SUBJECT_LENGTH = 70;
/** A headline that no clause shortens is still whole up to this length. */
const MAX_WHOLE_LENGTH = 130;
const MIN_PREHEADER_LENGTH = 40;
const MAX_PREHEADER_LENGTH = 130;
/** With this many characters a preheader fills the line of most mail programs. */
const FULL_PREHEADER_LENGTH = 90;

/** A story's words for the subject and the preheader. `others`: headlines of its other reports, which may be shown. */
export type Headlined = { headline: string; summary: string; others?: readonly string[] };

/** Adds the number of other stories to the lead, in the mail's language. Without a catalogue the lead stands alone. */
function sayMore(lead: string, count: number, language: string): string {
  if (count === 0) return lead;
  const hasWords = catalogueLanguage(language) === language.toLowerCase().split('-', 1)[0];
  return hasWords
    ? fillWords(fillPlural(wordsIn(language).mail.subjectMore, count, language), { lead })
    : `${lead} (+${count})`;
}

/** The beginnings of the words that tell of an event. Endings differ between two headlines of one event. */
const STEM_LENGTH = 5;
function stemsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !STOP_WORDS.has(word)).map((word) => word.slice(0, STEM_LENGTH)));
}

const MIN_SHARED_STEMS = 2;
const MIN_SHARED_SHARE = 0.5;

/** The other headline of the event that tells most of it in at most `max` characters. Null if none does. */
function shorterHeadline({ headline, others = [] }: Headlined, max: number): string | null {
  const wanted = stemsOf(headline);
  const told = others
    .map(flattenText)
    .filter((text) => countCharacters(text) <= max && !/[?…]$|:\s/u.test(text))
    .map((text) => ({ text, stems: stemsOf(text) }))
    .map(({ text, stems }) => ({ text, all: stems.size, shared: stems.intersection(wanted).size }))
    .filter(({ all, shared }) => shared >= MIN_SHARED_STEMS && shared >= all * MIN_SHARED_SHARE);
  return told.toSorted((a, b) => b.shared - a.shared || b.text.length - a.text.length)[0]?.text ?? null;
}

const subjectFrame = (kind: EditionKind, language: string): string =>
  kind === 'correction' ? wordsIn(language).mail.subjectCorrection : '{subject}';

/**
 * The mail's subject: the lead headline and the number of other stories, in at most 70 visible characters. `language`
 * is that of the mail's own words. A correction is named as one. If the headline is too long, a shorter one of the same
 * story replaces it, otherwise its first clause. It is never cut within a phrase: a headline of up to 130 characters
 * without a clause stands alone and whole, and a longer one gives way to `fallback`.
 */
export function buildSubject(
  stories: readonly Headlined[],
  language: string,
  fallback: string,
  kind: EditionKind = 'daily',
): string {
  const frame = subjectFrame(kind, language);
  const say = (lead: string, count: number): string => fillWords(frame, { subject: sayMore(lead, count, language) });
  const [first, ...more] = stories;
  const headline = flattenText(first?.headline ?? fallback);
  const room = SUBJECT_LENGTH - countCharacters(say('', more.length));
  if (countCharacters(headline) <= room) return say(headline, more.length);
  const shorter = (first && shorterHeadline(first, room)) ?? firstClause(headline, room, language);
  if (shorter !== null) return say(shorter, more.length);
  return countCharacters(headline) <= MAX_WHOLE_LENGTH
    ? say(headline, 0)
    : say(cutText(flattenText(fallback), SUBJECT_LENGTH), 0);
}

/**
 * The words for the lead in a subject that buildSubject made for `count` other stories; null if it did not. They stay
 * when other stories change.
 */
export function leadOfSubject(
  subject: string,
  { count, language, kind }: { count: number; language: string; kind: EditionKind },
): string | null {
  const [before = '', after = ''] = fillWords(subjectFrame(kind, language), {
    subject: sayMore('\n', count, language),
  }).split('\n');
  return subject.startsWith(before) && subject.endsWith(after) && subject.length > before.length + after.length
    ? subject.slice(before.length, subject.length - after.length)
    : null;
}

/** Whole sentences of a text in at most `max` characters, else its first clause, else null. */
function beginningOf(text: string, max: number, language: string): string | null {
  let whole = '';
  for (const sentence of splitSentences(text)) {
    const longer = joinSentences([whole, sentence].filter(Boolean));
    if (countCharacters(longer) > max) break;
    whole = longer;
  }
  return whole || firstClause(text, max, language);
}

/** "Harbour Morning, Tuesday, November 24, 2026" */
export function nameOfDay({ name, language }: { name: string; language: string }, date: string): string {
  return `${flattenText(name)}, ${formatLongDate(date, language)}`;
}

const BETWEEN = ' · ';

/**
 * The text that mail programs show after the subject, in 40 to 130 visible characters: the next headlines; if these are
 * too few, the summaries; then `fallback` (nameOfDay). Every part is whole, or cut at a clause. Empty without stories.
 */
export function buildPreheader(stories: readonly Headlined[], language: string, fallback = ''): string {
  if (stories.length === 0) return '';
  const headlines = stories.slice(1).map(({ headline }) => ({ text: headline, enough: FULL_PREHEADER_LENGTH }));
  const summaries = stories.map(({ summary }) => ({ text: summary, enough: MIN_PREHEADER_LENGTH }));
  const parts: string[] = [];
  const lengthWith = (part: string): number => countCharacters([...parts, part].join(BETWEEN));
  for (const { text, enough } of [...headlines, ...summaries, { text: fallback, enough: MIN_PREHEADER_LENGTH }]) {
    if (parts.length > 0 && lengthWith('') - BETWEEN.length >= enough) continue;
    const room = MAX_PREHEADER_LENGTH - lengthWith('');
    const part = beginningOf(flattenText(text), room, language);
    if (part && !parts.includes(part)) parts.push(part);
  }
  return parts.join(BETWEEN);
}

const wordsOf = (text: string): string => ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;

/** The agency next to a byline. Null if the byline names it already ("By The Associated Press"). */
export function agencyBeside(byline: string | null, agency: string | null): string | null {
  return byline !== null && agency !== null && wordsOf(byline).includes(wordsOf(agency)) ? null : agency;
}
