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

/** What a word of a text says: its term, or null; `ends`: the phrase before it ends. */
type Said = { term: string | null; ends: boolean };

function readWord(segment: string): Said {
  const word = STOP_WORDS.has(segment) ? segment : segment.replace(/'s?$/, '');
  if (STOP_WORDS.has(word)) return { term: null, ends: !JOINING_WORDS.has(word) };
  if (NUMBER.test(word)) return { term: word.replace(/,(?=\d{3})/g, ''), ends: false };
  if (ASCII_WORD.test(word)) return { term: word.length > 1 ? stemmer(word) : null, ends: false };
  return { term: word === '' ? null : word.replaceAll(/[.']/g, '').replace(ARABIC_PREFIX, ''), ends: false };
}

// The words that were read before, because news repeats most of them.
const said = new Map<string, Said>();
const MAX_SAID = 50_000;
const MAX_WORD = 40;

function sayingOf(segment: string): Said {
  const known = said.get(segment);
  if (known !== undefined) return known;
  const read = readWord(segment);
  if (segment.length > MAX_WORD) return read;
  if (said.size >= MAX_SAID) said.clear();
  said.set(segment, read);
  return read;
}

/**
 * The terms of a text in order, as stretches that could be one name or phrase: a preposition or a comma ends one
 * ("Mass shooting" at "Las Vegas concert"). For what a term is, see parseTerms.
 */
export function parsePhrases(text: string): string[][] {
  const phrases: string[][] = [];
  let phrase: string[] = [];
  const end = (): void => {
    if (phrase.length === 0) return;
    phrases.push(phrase);
    phrase = [];
  };
  const onGap = (gap: string): void => {
    if (gap !== ' ' && !JOINING_SIGNS.test(gap)) end();
  };
  const onWord = (segment: string): void => {
    const { term, ends } = sayingOf(segment);
    if (ends) end();
    if (term !== null) phrase.push(term);
  };
  readWords(normalise(text.slice(0, MAX_TEXT_LENGTH)), { onWord, onGap });
  end();
  return phrases;
}

/**
 * The terms of a text, in order: words as Unicode separates them (also Chinese and Thai), without stop words. English
 * words are stemmed (Porter); separators in numbers, accents and possessives are removed.
 */
export function parseTerms(text: string): string[] {
  return parsePhrases(text).flat();
}
