import { z } from 'zod';
import { isReveilleError } from '../../../domain/errors.ts';
import { bareAddress } from '../../../readers/pasted.ts';
import { findSubscriber } from '../../../readers/record.ts';
import { readForm, text } from '../../forms.ts';
import type { Web, WebContext } from '../../web.ts';
import { readLook } from './previewPart.ts';
import { answerEdition, backToEdition, namedEdition } from './showEdition.ts';

const SeenForm = z.object({ reader: text.transform(bareAddress), look: text });

/** Leads from a subscriber's address to the preview as they see it. Without an address: to the newsletter's own. */
export async function seeAsReader(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { reader, look } = await readForm(c, SeenForm);
  const shown = `look=${readLook(look)}`;
  if (reader.trim() === '') return backToEdition(web, c, edition.id, `?${shown}#preview`);
  try {
    const { id } = await findSubscriber(web, reader.trim());
    return backToEdition(web, c, edition.id, `?${shown}&reader=${id}#preview`);
  } catch (error) {
    if (!isReveilleError(error, 'NOT_FOUND', 'ADDRESS_INVALID')) throw error;
    return answerEdition(web, c, { reader: { typed: reader.slice(0, 254), fault: error.message } }, 422);
  }
}
