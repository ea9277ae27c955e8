import { z } from 'zod';
import { findWordsFaults, setWords, wordsOf } from '../../../editions/words.ts';
import { flattenText } from '../../../editions/text.ts';
import { optionalText, readForm } from '../../forms.ts';
import { readTyped } from '../wasFields.ts';
import type { Web, WebContext } from '../../web.ts';
import { answerEdition, backToEdition, namedEdition } from './showEdition.ts';
import type { TypedWords } from './returned.ts';

const FIELDS = ['subject', 'preheader', 'note'] as const;

/** Of each field also what the form showed. */
const WordsForm = z.object({
  subject: optionalText,
  was_subject: optionalText,
  preheader: optionalText,
  was_preheader: optionalText,
  note: optionalText,
  was_note: optionalText,
  give_way: optionalText,
});

/**
 * Saves an edition's subject, preheader and note. A text that cannot be used, or that somebody else changed meanwhile,
 * comes back in the form with the reason beside its field, and nothing is saved.
 */
export async function changeWords(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { changes: words, seen } = readTyped(await readForm(c, WordsForm), FIELDS, { flat: flattenText });
  if (Object.keys(words).length === 0) return backToEdition(web, c, edition.id, '#words');
  const faults = findWordsFaults(words);
  const overtaken =
    faults.length > 0
      ? []
      : (await setWords(web, { editionId: edition.id, words, seen, actor: c.var.staff!.name })).overtaken;
  if (faults.length === 0 && overtaken.length === 0) return backToEdition(web, c, edition.id, '#words');
  const typed: TypedWords = {
    typed: { ...wordsOf(edition), ...words },
    faults: Object.fromEntries(faults.map(({ field, message }) => [field, message])),
    theirs: Object.fromEntries(overtaken.map(({ field, now }) => [field, now])),
  };
  return answerEdition(web, c, { words: typed }, overtaken.length > 0 ? 409 : 422);
}
