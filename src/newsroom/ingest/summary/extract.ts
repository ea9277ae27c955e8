import { splitOpening } from '../opening.ts';
import { BUDGET, MAX_SENTENCE, MAX_SENTENCES } from './description.ts';
import { foldLetters, isNoise } from './noise.ts';
import { joinSentences, splitSentences } from '../../../language/sentences.ts';
import { isWhole, measure } from './whole.ts';

/** A report describes its event at the beginning. Later sentences are background. */
const MAX_CANDIDATES = 12;
/** Shorter sentences rarely describe an event. They are used only without others. */
const MIN_SENTENCE = 35;
const MIN_LAST_RESORT = 8;
const ENOUGH_SENTENCES = 2;
/** A sentence with a lower score adds nothing to those already chosen. */
const MIN_SCORE = 0.15;

/** Words that refer to another sentence. Without it, they have no meaning. */
const LEANING =
  /^["“'‘(]?(?:he|she|it(?!\s(?:appears|seems|looks|turns|emerged)\b)|they|his|her|their|him|them|this|that|these|those|such|but|and|so|or|yet|however|also|still|instead|meanwhile|moreover|nevertheless|then|there|well|both|another|others|él|ella|ellos|esto|pero|il|elle|ils|mais|cela|er|sie|es|aber|dies|diese[rs]?)\b/iu;
/** An opening that refers to an earlier name: "From his neighbours he drew little attention". */
const LEANING_OPENER =
  /^(?:as|from|in|on|at|after|while|when|if|with|before|despite|although|though|because|since|until|during|rather|not)\b([^,.]{0,120}),?\s(?:he|she|they|his|her|their)\b/iu;
const NAME = /\s\p{Lu}\p{Ll}/u;
/** The headline of a caption: "Split: The couple …". */
const LABELLED = /^\p{Lu}[\p{L}’' ]{1,30}:\s/u;
/** Sentences about the author, which are at the end and sometimes at the beginning. */
const AUTHOR =
  /\bis an? (?:[\p{L}-]+ ){0,5}(?:writer|journalist|columnist|reporter|correspondent|author|contributor|editor|fellow|professor)\b/iu;
const ASIDE = /(?:\?["”]?$|^(?:i|we|you|my|our|your)\b)/iu;
const QUOTE = /^["“«「『]/u;

type Candidate = { at: number; text: string; size: number; score: number; isLeaning: boolean };

const WORD = /[\p{L}\p{N}]{3,}/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2,}/gu;

/** The words with three or more letters. In scripts without spaces, each pair of adjacent characters. */
function termsOf(text: string): Set<string> {
  const terms = new Set<string>(text.toLowerCase().match(WORD) ?? []);
  for (const run of text.match(UNSPACED) ?? [])
    for (let at = 0; at + 1 < run.length; at++) terms.add(run.slice(at, at + 2));
  return terms;
}

/** The sentences of a report that may be used in a summary, without datelines. */
function* sentencesOf(paragraphs: readonly string[], minSize: number): Generator<string> {
  for (const paragraph of paragraphs)
    for (const sentence of splitSentences(splitOpening(paragraph).rest)) {
      const size = measure(sentence);
      if (size < minSize || size > MAX_SENTENCE || !isWhole(sentence) || isNoise(sentence)) continue;
      yield sentence;
    }
}

function penaltyOf(text: string): number {
  return (
    (QUOTE.test(text) ? 0.35 : 0) +
    (ASIDE.test(text) ? 0.5 : 0) +
    (LABELLED.test(text) ? 0.4 : 0) +
    (AUTHOR.test(text) ? 0.4 : 0)
  );
}

/** True for a sentence that depends on another one for its subject. */
function isLeaning(text: string): boolean {
  const opener = LEANING_OPENER.exec(text);
  return LEANING.test(text) || (opener !== null && !NAME.test(opener[1] ?? ''));
}

function score(text: string, at: number, title: ReadonlySet<string>): number {
  const shared = [...termsOf(text)].filter((term) => title.has(term)).length / Math.max(3, title.size);
  const position = 1 / (1 + at / 2);
  const size = measure(text);
  const shape = size > BUDGET ? 0.3 : size > 240 ? 0.1 : 0;
  return position + 0.8 * Math.min(1, shared) - shape - penaltyOf(text);
}

function candidatesOf(paragraphs: readonly string[], title: string, minSize: number): Candidate[] {
  const titleTerms = termsOf(title);
  const headline = foldLetters(title);
  const seen = new Set<string>();
  const candidates: Candidate[] = [];
  for (const text of sentencesOf(paragraphs, minSize)) {
    const folded = foldLetters(text);
    if (folded === headline || seen.has(folded)) continue;
    seen.add(folded);
    const at = candidates.length;
    candidates.push({ at, text, size: measure(text), score: score(text, at, titleTerms), isLeaning: isLeaning(text) });
    if (candidates.length >= MAX_CANDIDATES) break;
  }
  return candidates;
}

/** True if a sentence may be used. A dependent sentence needs its predecessor. */
function mayStand({ at, isLeaning: leans }: Candidate, taken: readonly Candidate[]): boolean {
  return !leans || taken.some((other) => other.at === at - 1);
}

/**
 * Two to three whole sentences that describe the event of a report, in order, within the budget. Early sentences with
 * words of the headline are preferred to background, questions and quotations. A pronoun is never used without its
 * noun.
 * '' if there is no whole sentence.
 */
export function extractSummary(paragraphs: readonly string[], title: string): string {
  const regular = candidatesOf(paragraphs, title, MIN_SENTENCE);
  const candidates = regular.length > 0 ? regular : candidatesOf(paragraphs, title, MIN_LAST_RESORT);
  const taken: Candidate[] = [];
  let room = BUDGET;
  const left = new Set(candidates.toSorted((a, b) => b.score - a.score || a.at - b.at));
  while (taken.length < MAX_SENTENCES) {
    const isFirst = taken.length === 0;
    const next = [...left].find(
      (each) => mayStand(each, taken) && (isFirst || (each.size <= room && each.score >= MIN_SCORE)),
    );
    if (!next) break;
    // A third sentence is added only to two short ones.
    if (taken.length >= ENOUGH_SENTENCES && room < BUDGET / 3) break;
    left.delete(next);
    taken.push(next);
    room -= next.size + 1;
  }
  return joinSentences(taken.toSorted((a, b) => a.at - b.at).map(({ text }) => text));
}
