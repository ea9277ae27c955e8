import { triggerSend } from '../../editions/control.ts';
import { correctEdition, countReaders } from '../../editions/correct.ts';
import { audienceCheck, confirmAudience } from '../../editions/guard.ts';
import type { Edition } from '../../editions/load.ts';
import { ReveilleError } from '../../errors.ts';
import { readFields } from '../forms.ts';
import type { Web, WebContext } from '../web.ts';
import { backToEdition, namedEdition } from './editions.ts';
import { countToCorrect } from './loadView.ts';
import { assertTyped } from './typed.ts';

/**
 * Whether a send ends in the built-in inbox: without a relay; a correction goes where what it corrects went. Throws
 * EDITION_STATE where readers were mailed for real and no relay is named.
 */
export function isRehearsalOf({ config }: Web, edition: Pick<Edition, 'is_rehearsal'>, isCorrection: boolean): boolean {
  const hasRelay = config.relays.length > 0;
  if (!isCorrection) return !hasRelay;
  if (!edition.is_rehearsal && !hasRelay)
    throw new ReveilleError('EDITION_STATE', 'These readers were mailed for real, and no relay is set to reach them.');
  return edition.is_rehearsal;
}

export async function send(web: Web, c: WebContext): Promise<Response> {
  const loaded = await namedEdition(web, c);
  const { edition } = loaded;
  const actor = c.var.staff!.name;
  const isRehearsal = isRehearsalOf(web, edition, edition.kind === 'correction');
  const readers = await countReaders(web, loaded, { isRehearsal });
  assertTyped((await readFields(c))['readers'], readers, 'it');
  // A rehearsal says nothing of how many readers are usual.
  if (!isRehearsal && (await audienceCheck(web, edition.id, readers)).isUnusual)
    await confirmAudience(web, { editionId: edition.id, readers, actor });
  await triggerSend(web, { editionId: edition.id, actor, isRehearsal });
  return backToEdition(web, c, edition.id);
}

/** Lets an edition go at its hour whose readers are unusually many or few. */
export async function approveAudience(web: Web, c: WebContext): Promise<Response> {
  const loaded = await namedEdition(web, c);
  const readers = await countReaders(web, loaded, { isRehearsal: false });
  assertTyped((await readFields(c))['readers'], readers, 'it');
  await confirmAudience(web, { editionId: loaded.edition.id, readers, actor: c.var.staff!.name });
  return backToEdition(web, c, loaded.edition.id);
}

/** Sends a correction to those who got an earlier text, once their number was typed. */
export async function correct(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const actor = c.var.staff!.name;
  const { readers: typed, note } = await readFields(c);
  const isRehearsal = isRehearsalOf(web, edition, true);
  assertTyped(typed, await countToCorrect(web, edition), 'the correction');
  const { editionId, readers } = await correctEdition(web, { editionId: edition.id, actor, ...(note ? { note } : {}) });
  // Somebody may have got or left it in this moment: the correction then waits, unsent, for the right number.
  assertTyped(typed, readers, 'the correction');
  await triggerSend(web, { editionId, actor, isRehearsal });
  return backToEdition(web, c, editionId);
}
