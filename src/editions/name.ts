import type { MailWords } from '../words/catalogues.ts';
import { fillWords } from '../words/words.ts';
import type { LoadedEdition } from './load.ts';

/** What an edition is called in its mail and on its page: "No. 312", "Special edition", "Special edition No. 2". */
export function nameEdition(
  { edition, serial }: Pick<LoadedEdition, 'edition' | 'serial'>,
  words: Pick<MailWords, 'edition' | 'editionNumber'>,
): string {
  const { kind, number } = edition;
  if (kind === 'daily' && number === 1) return fillWords(words.editionNumber, { number: serial });
  const name = words.edition[kind];
  return number > 1 ? `${name} ${fillWords(words.editionNumber, { number })}` : name;
}
