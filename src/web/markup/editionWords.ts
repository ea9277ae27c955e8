import type { EditionName } from '../../editions/address.ts';
import type { Correction } from '../../editions/corrections.ts';
import { wordsIn, wordsLanguage, type Words } from '../../language/catalogues.ts';
import { fillWords } from '../../language/words.ts';
import { formatInstant } from './dates.ts';
import { inLanguage, type Html } from './html.ts';

/** Catalogue words on an edition's page, with their language if it differs from the page's. */
export type Ours = { words: Words['edition']; mail: Words['mail']; language: string; attributes: Html };

export function ourWords(language: string): Ours {
  const own = wordsLanguage(language);
  const { edition: words, mail } = wordsIn(language);
  return { words, mail, language: own, attributes: inLanguage(own, language) };
}

/** "Special edition No. 2" */
export function describeKind(words: Words['edition'], { kind, number }: Omit<EditionName, 'date'>): string {
  return number === 1 ? words.kinds[kind] : fillWords(words.numbered, { kind: words.kinds[kind], number });
}

/** "Correction, November 24, 2026 at 7:00 AM EST:" */
export function labelCorrection(
  { words, language }: Omit<Ours, 'attributes'>,
  { at }: Correction,
  zone: string,
): string {
  return fillWords(words.correction.label, { when: formatInstant(at, zone, language) });
}

/** A sentence about what changed, for a correction without a note. */
export function describeChange({ correction }: Words['edition'], { changed }: Correction): string {
  return changed.map((field) => correction.changed[field]).join(' ');
}
