import { z } from 'zod';
import { findWordsFaults, setWords, wordsOf, type EditionWords } from '../../../editions/words.ts';
import { flattenText } from '../../../editions/text.ts';
import { optionalText, readForm } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import type { Web, WebContext } from '../../web.ts';
import { backToEdition, namedEdition, renderDeskEdition } from './showEdition.ts';
import type { TypedWords } from './wordsPart.ts';

const FIELDS = ['subject', 'preheader', 'note'] as const;

/** Of each field also what the form showed. */
const WordsForm = z.object({
  subject: optionalText,
  was_subject: optionalText,
  preheader: optionalText,
  was_preheader: optionalText,
  note: optionalText,
  was_note: optionalText,
});
type Fields = z.infer<typeof WordsForm>;

/** The fields that the person changed: what somebody else changed meanwhile stays as it is. */
function readChanges(fields: Fields): EditionWords {
  const changed = FIELDS.filter((name) => {
    const typed = fields[name];
    return typed !== undefined && flattenText(typed) !== flattenText(fields[`was_${name}`] ?? '');
  });
  return Object.fromEntries(changed.map((name) => [name, fields[name] ?? '']));
}

function readSeen(fields: Fields): EditionWords {
  return Object.fromEntries(
    FIELDS.flatMap((name) => (fields[`was_${name}`] === undefined ? [] : [[name, fields[`was_${name}`]]])),
  );
}

/**
 * Saves an edition's subject, preheader and note. A text that cannot be used, or that somebody else changed meanwhile,
 * comes back in the form with the reason beside its field, and nothing is saved.
 */
export async function changeWords(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const fields = await readForm(c, WordsForm);
  const words = readChanges(fields);
  if (Object.keys(words).length === 0) return backToEdition(web, c, edition.id, '#words');
  const faults = findWordsFaults(words);
  const overtaken =
    faults.length > 0
      ? []
      : (await setWords(web, { editionId: edition.id, words, seen: readSeen(fields), actor: c.var.staff!.name }))
          .overtaken;
  if (faults.length === 0 && overtaken.length === 0) return backToEdition(web, c, edition.id, '#words');
  const typed: TypedWords = {
    typed: { ...wordsOf(edition), ...words },
    faults: Object.fromEntries(faults.map(({ field, message }) => [field, message])),
    theirs: Object.fromEntries(overtaken.map(({ field, now }) => [field, now])),
  };
  setPolicy(c, 'live');
  return c.html(await renderDeskEdition(web, c, typed), overtaken.length > 0 ? 409 : 422);
}
