import type { MailWords } from '../language/catalogues.ts';
import { fillWords } from '../language/words.ts';
import type { Edition, LoadedEdition } from './load.ts';

/**
 * The reason, as a sentence, why an edition is not composed again. Null for a draft, which is. `stateName`: the state in
 * the words of the place that shows the sentence.
 */
export function whyKept(
  { id, date, state }: Pick<Edition, 'id' | 'date' | 'state'>,
  stateName: string = state,
): string | null {
  return state === 'draft' ? null : `Edition ${id} of ${date} is ${stateName}; it is not composed again.`;
}

/** The edition's name in its mail and on its page: "No. 312", "Special edition", "Special edition No. 2". */
export function nameEdition(
  { edition, serial }: Pick<LoadedEdition, 'edition' | 'serial'>,
  words: Pick<MailWords, 'edition' | 'editionNumber'>,
): string {
  const { kind, number } = edition;
  if (kind === 'daily' && number === 1) return fillWords(words.editionNumber, { number: serial });
  const name = words.edition[kind];
  return number > 1 ? `${name} ${fillWords(words.editionNumber, { number })}` : name;
}
