import { z } from 'zod';
import { triggerSend } from '../../../editions/control.ts';
import { correctEdition, proposeCorrection } from '../../../editions/correct.ts';
import { isRehearsalOf } from '../../../editions/rehearsal.ts';
import { findWordsFaults } from '../../../editions/words.ts';
import { ReveilleError } from '../../../domain/errors.ts';
import { optionalText, readForm, text } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { assertTyped } from '../typed.ts';
import { correctPage, type CorrectForm } from './correctPage.ts';
import { countToCorrect } from './loadView.ts';
import { backToEdition, namedEdition } from './showEdition.ts';

/** Without `action`, the correction is sent. Without `subject`, the program writes it. */
const Form = z.object({ subject: optionalText, note: text, readers: text, action: optionalText });
type Typed = z.infer<typeof Form>;

async function renderPage(web: Web, c: WebContext, typed: Pick<CorrectForm, 'subject' | 'note' | 'faults'> | null) {
  const loaded = await namedEdition(web, c);
  const proposal = await proposeCorrection(web, loaded.edition.id);
  const form: CorrectForm = typed ?? { subject: proposal.subject, note: proposal.note, faults: {} };
  setPolicy(c, 'live');
  const desk = { site: web.site, staff: c.var.staff! };
  return correctPage(desk, loaded, { proposal, form });
}

/** Shows the form for a correction's subject and note, with a proposal, and the preview of what was saved. */
export async function showCorrection(web: Web, c: WebContext): Promise<Response> {
  return c.html(await renderPage(web, c, null));
}

function findFaults({ subject, note, readers, action }: Typed, expected: number): CorrectForm['faults'] {
  const words = findWordsFaults({ subject: subject ?? '', note });
  const faults: CorrectForm['faults'] = Object.fromEntries(words.map(({ field, message }) => [field, message]));
  if (subject !== undefined && subject.trim() === '') faults.subject = 'A correction needs a subject.';
  if (action === 'save') return faults;
  try {
    assertTyped(readers, expected, 'the correction');
  } catch (error) {
    if (!(error instanceof ReveilleError)) throw error;
    faults.readers = error.message;
  }
  return faults;
}

/**
 * Saves a correction and shows its preview, or sends it to the readers who got an earlier text. To send, the number typed
 * must match. What cannot be used comes back in the form with the reason beside its field, and nothing is saved.
 */
export async function correct(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const typed = await readForm(c, Form);
  const { subject, note, readers: number, action } = typed;
  const actor = c.var.staff!.name;
  const isSaved = action === 'save';
  const isRehearsal = isRehearsalOf(web, edition, true);
  const faults = findFaults(typed, isSaved ? 0 : await countToCorrect(web, edition));
  if (Object.keys(faults).length > 0) {
    const proposed = subject ?? (await proposeCorrection(web, edition.id)).subject;
    return c.html(await renderPage(web, c, { subject: proposed, note, faults }), 422);
  }
  const words = subject === undefined ? (note ? { note } : {}) : { subject, note };
  const { editionId, readers } = await correctEdition(web, { editionId: edition.id, actor, ...words });
  if (isSaved) return c.redirect(href(web.site, `/desk/editions/${edition.id}/correct#preview`), 303);
  // The count may have changed since the check above: the correction then stays unsent until the right number is typed.
  assertTyped(number, readers, 'the correction');
  await triggerSend(web, { editionId, actor, isRehearsal });
  return backToEdition(web, c, editionId);
}
