import { z } from 'zod';
import { triggerSend } from '../../../editions/control.ts';
import { countReaders } from '../../../editions/correct.ts';
import { audienceCheck, confirmAudience } from '../../../editions/guard.ts';
import { isRehearsalOf } from '../../../editions/rehearsal.ts';
import { readForm, text } from '../../forms.ts';
import type { Web, WebContext } from '../../web.ts';
import { answerEdition, backToEdition, namedEdition } from './showEdition.ts';
import { assertTyped, faultOfTyped } from '../typed.ts';

/** The number of readers that a person typed. */
const SendForm = z.object({ readers: text });

/** Sends an edition. The number typed must match. */
export async function send(web: Web, c: WebContext): Promise<Response> {
  const loaded = await namedEdition(web, c);
  const { readers: typed } = await readForm(c, SendForm);
  const { edition } = loaded;
  const actor = c.var.staff!.name;
  const isRehearsal = isRehearsalOf(web, edition, edition.kind === 'correction');
  const readers = await countReaders(web, loaded, { isRehearsal });
  const fault = faultOfTyped(typed, readers, 'it');
  if (fault !== null) return answerEdition(web, c, { readers: { typed, fault } }, 422);
  // A rehearsal does not count for the usual number of readers.
  if (!isRehearsal && (await audienceCheck(web, edition.id, readers)).isUnusual)
    await confirmAudience(web, { editionId: edition.id, readers, actor });
  await triggerSend(web, { editionId: edition.id, actor, isRehearsal });
  return backToEdition(web, c, edition.id, '?said=send-started');
}

/** Confirms an unusual number of readers, so that the edition is sent at its send time. */
export async function approveAudience(web: Web, c: WebContext): Promise<Response> {
  const loaded = await namedEdition(web, c);
  const { readers: typed } = await readForm(c, SendForm);
  const readers = await countReaders(web, loaded, { isRehearsal: false });
  assertTyped(typed, readers, 'it');
  await confirmAudience(web, { editionId: loaded.edition.id, readers, actor: c.var.staff!.name });
  return backToEdition(web, c, loaded.edition.id, '?said=number-confirmed');
}
