import { stemmer } from 'stemmer';
import { STOP_WORDS } from './stopWords.ts';

// One segmenter for all languages: the script decides where words end, and the locale changes almost nothing.
const words = new Intl.Segmenter('en', { granularity: 'word' });

const MAX_TEXT_LENGTH = 2_000;
const ASCII_WORD = /^[a-z]+$/;
const NUMBER = /^\d[\d.,]*$/;
// Arabic short vowels and tatweel, which are optional in print.
const ARABIC_MARKS = /[\u064b-\u0652\u0640]/g;
const LATIN_MARKS = /(\p{Script=Latin})\p{M}+/gu;
const ARABIC_PREFIX = /^(?:وال|بال|كال|فال|ال|لل)(?=\p{L}{3})/u;

const stems = new Map<string, string>();
const MAX_STEMS = 50_000;

function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= MAX_STEMS) stems.clear();
  const stemmed = stemmer(word);
  stems.set(word, stemmed);
  return stemmed;
}

// oxlint-disable-next-line no-control-regex -- all of ASCII
const ASCII = /^[\u0000-\u007f]*$/;

function normalise(text: string): string {
  if (ASCII.test(text)) return text.replaceAll('`', "'").toLowerCase();
  return text
    .normalize('NFKC')
    .replace(/[’‘ʼ`]/g, "'")
    .normalize('NFD')
    .replace(LATIN_MARKS, '$1')
    .normalize('NFC')
    .replace(ARABIC_MARKS, '')
    .toLowerCase();
}

// Between these, words are still one name ("Gulf of Mexico", "Charles de Gaulle", "Marks and Spencer").
const JOINING_WORDS = new Set(
  'of the and & de del della di do dos da la le les el al du des der den van von und y e et'.split(' '),
);
const JOINING_SIGNS = /^[\s'’\-‐‑./&]*$/;

// A word of ASCII letters and digits by the rules of Unicode (UAX 29): a dot, a colon or an apostrophe joins letters; a
// dot, an apostrophe, a comma or a semicolon joins digits. Two underscores are a word.
const ASCII_WORDS =
  /_*[a-z0-9][a-z0-9_]*(?:(?:(?<=[a-z])[.:'](?=[a-z])|(?<=[0-9])[.,;'](?=[0-9]))[a-z0-9][a-z0-9_]*)*|__+/g;

type Reading = { onWord: (word: string) => void; onGap: (gap: string) => void };

/** Reads a normalised text: its words, and what stands between them. A segmenter takes several times as long for ASCII. */
function readWords(text: string, { onWord, onGap }: Reading): void {
  if (!ASCII.test(text)) {
    for (const { segment, isWordLike } of words.segment(text)) (isWordLike ? onWord : onGap)(segment);
    return;
  }
  let from = 0;
  for (const { 0: word, index } of text.matchAll(ASCII_WORDS)) {
    if (index > from) onGap(text.slice(from, index));
    onWord(word);
    from = index + word.length;
  }
  if (from < text.length) onGap(text.slice(from));
}

/**
 * The terms of a text in order, as stretches that could be one name or phrase: a preposition or a comma ends one
 * ("Mass shooting" at "Las Vegas concert"). For what a term is, see parseTerms.
 */
export function parsePhrases(text: string): string[][] {
  const phrases: string[][] = [[]];
  const add = (term: string): void => void phrases.at(-1)!.push(term);
  const end = (): void => void (phrases.at(-1)!.length > 0 && phrases.push([]));
  const onGap = (gap: string): void => {
    if (gap !== ' ' && !JOINING_SIGNS.test(gap)) end();
  };
  const onWord = (segment: string): void => {
    const word = STOP_WORDS.has(segment) ? segment : segment.replace(/'s?$/, '');
    if (STOP_WORDS.has(word)) {
      if (!JOINING_WORDS.has(word)) end();
    } else if (NUMBER.test(word)) add(word.replace(/,(?=\d{3})/g, ''));
    else if (ASCII_WORD.test(word)) {
      if (word.length > 1) add(stem(word));
    } else if (word !== '') add(word.replaceAll(/[.']/g, '').replace(ARABIC_PREFIX, ''));
  };
  readWords(normalise(text.slice(0, MAX_TEXT_LENGTH)), { onWord, onGap });
  return phrases.filter((phrase) => phrase.length > 0);
}

/**
 * The terms of a text, in order: words as Unicode separates them (also Chinese and Thai), without stop words. English
 * words are stemmed (Porter); separators in numbers, accents and possessives are removed.
 */
export function parseTerms(text: string): string[] {
  return parsePhrases(text).flat();
}
