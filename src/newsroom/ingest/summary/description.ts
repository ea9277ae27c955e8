import { splitOpening } from '../opening.ts';
import { foldLetters, isNoise } from './noise.ts';
import { joinSentences, splitSentences } from '../../../language/sentences.ts';
import { isCutOff, isWhole, measure } from './whole.ts';

/** The space for a summary, in units of `measure`: two to three sentences of a newspaper. */
export const BUDGET = 340;
/** A single sentence may be longer, because sentences are never cut. Longer ones are left out. */
export const MAX_SENTENCE = 600;
export const MAX_SENTENCES = 3;
/** A shorter text without a full stop is the name of a section or a tag. */
const MIN_PHRASE = 25;
/** If the text before an unfinished last sentence has at least this size, the sentence is dropped. */
const ENOUGH = 40;
const MAX_PHRASE = 320;

/** Words that cannot end a phrase. A phrase with one of them at its end was cut. */
const HANGING =
  /(?:[,;:—–-]|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|as|that|which|who|is|are|was|were|has|have|had|be|been|will|would|its|his|her|their|this|into|over|than|el|la|los|las|un|una|de|del|y|en|que|por|con|para|su|le|les|des|du|et|à|der|die|das|den|dem|ein|eine|und|von|zu|mit|für|im|o|os|da|do|e|em|um|uma))$/iu;

/** The first sentences that fit: at least one, at most three. None if the first is too long. */
function fit(sentences: readonly string[]): string[] {
  const taken: string[] = [];
  let room = BUDGET;
  for (const sentence of sentences.slice(0, MAX_SENTENCES)) {
    const size = measure(sentence);
    if (taken.length === 0 ? size > MAX_SENTENCE : size > room) break;
    taken.push(sentence);
    room -= size + 1;
  }
  return taken;
}

/** True for a standfirst without a full stop that was not cut. It counts as a sentence. */
function isPhrase(text: string): boolean {
  return measure(text) >= MIN_PHRASE && text.length <= MAX_PHRASE && !isCutOff(text) && !HANGING.test(text);
}

/**
 * The usable part of an outlet's description: whole sentences without dateline, headline, calls to click and rights
 * lines.
 * '' if nothing is left, for example for a teaser that is cut in its only sentence, or a repeated headline.
 */
export function readDescription(text: string, title: string): string {
  const { rest } = splitOpening(text.trim());
  const headline = foldLetters(title);
  const kept = splitSentences(rest).filter((sentence) => foldLetters(sentence) !== headline && !isNoise(sentence));
  const last = kept.at(-1);
  if (last === undefined) return '';
  if (!isWhole(last)) {
    const before = joinSentences(kept.slice(0, -1));
    if (before.length >= ENOUGH || !isPhrase(last)) kept.pop();
  }
  return joinSentences(fit(kept));
}

const CUT_END = /\s*(?:[[(]\s*(?:…|\.\.\.|more)\s*[\])]|…|\.{3,})["”»’')\]]*$/iu;

/**
 * The only sentence of a description that breaks off in it, with an ellipsis at its end; '' where it is another one, the
 * headline again, or too short to tell anything.
 */
export function readTeaser(text: string, title: string): string {
  const { rest } = splitOpening(text.trim());
  const [only, ...others] = splitSentences(rest).filter((sentence) => !isNoise(sentence));
  if (only === undefined || others.length > 0 || !isCutOff(only)) return '';
  const told = only.replace(CUT_END, '').replace(/[\s,;:–—-]+$/u, '');
  if (measure(told) < ENOUGH || measure(told) > MAX_SENTENCE || foldLetters(title).startsWith(foldLetters(told)))
    return '';
  return `${told}…`;
}
