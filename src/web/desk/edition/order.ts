import { z } from 'zod';
import { moveStory } from '../../../editions/order.ts';
import { ReveilleError } from '../../../domain/errors.ts';
import { optionalText, readForm, text } from '../../forms.ts';
import { namedId } from '../../namedId.ts';
import type { Web, WebContext } from '../../web.ts';
import { backToEdition, namedEdition } from './showEdition.ts';

/** `place` is sent by the place field, by one of the buttons, or by a drag. `to` is the address of a test copy. */
const OrderForm = z.object({ from: text, place: text, item: optionalText });

/** Moves a story to another place. Throws INVALID_INPUT, or CONFLICT if another story has its place now. */
export async function order(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { from, place, item } = await readForm(c, OrderForm);
  if (!/^\d{1,3}$/.test(place.trim())) throw new ReveilleError('INVALID_INPUT', 'A place is a number from 1 on.');
  await moveStory(web, {
    editionId: edition.id,
    from: namedId('story', from),
    to: Number(place.trim()),
    ...(item === undefined ? {} : { itemId: item ? namedId('story', item) : null }),
    actor: c.var.staff!.name,
  });
  return backToEdition(web, c, edition.id, '#stories');
}
