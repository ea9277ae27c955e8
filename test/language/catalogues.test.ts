import { expect, test } from 'vitest';
import { catalogueLanguage, LANGUAGES, wordsIn } from '../../src/language/catalogues.ts';
import { fillPlural } from '../../src/language/words.ts';

/** A catalogue's texts by their path; a plural's forms count as one. */
function flatten(value: unknown, path = '', into = new Map<string, string[]>()): Map<string, string[]> {
  if (typeof value === 'string') return into.set(path, [value]);
  const record = value as Record<string, unknown>;
  if ('other' in record) return into.set(path, Object.values(record) as string[]);
  for (const [key, inner] of Object.entries(record)) flatten(inner, `${path}/${key}`, into);
  return into;
}

const blanksIn = (texts: string[]): string[] =>
  [...new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)))].toSorted();

test.each(LANGUAGES.filter((language) => language !== 'en'))(
  'the words in %s say all that the English ones say, with the same blanks',
  (language) => {
    const english = flatten(wordsIn('en'));
    const other = flatten(wordsIn(language));
    expect([...other.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    const blanks = (texts: Map<string, string[]>): object =>
      Object.fromEntries([...texts].map(([path, forms]) => [path, blanksIn(forms)]));
    expect(blanks(other)).toEqual(blanks(english));
    expect([...other].filter(([, forms]) => forms.some((form) => form.trim() === ''))).toEqual([]);
  },
);

test('a language without a catalogue, or a region of one with a catalogue, finds the right one', () => {
  expect(['es-MX', 'ES', 'tlh', 'en-GB', 'constructor'].map(catalogueLanguage)).toEqual(['es', 'es', 'en', 'en', 'en']);
});

test('a number is written, and its noun declined, as the language does', () => {
  const { stories } = wordsIn('es').mail;
  expect(fillPlural(stories, 1, 'es')).toBe('1 noticia');
  expect(fillPlural(stories, 12345, 'es')).toBe('12.345 noticias');
  expect(fillPlural({ other: '{count} x' }, 1, 'en')).toBe('1 x');
});
