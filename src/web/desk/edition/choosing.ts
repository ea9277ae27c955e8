import { dropStory, promoteStandby, recomposeEdition } from '../../../newsroom/compose/compose.ts';
import { pickStory, unpickStory } from '../../../editions/picks.ts';
import { ReveilleError } from '../../../domain/errors.ts';
import { readFields } from '../../forms.ts';
import { parseNumber } from '../../number.ts';
import type { Web, WebContext } from '../../web.ts';
import { backToEdition, namedEdition } from './showEdition.ts';

/** Gives a story of a draft a fixed place, excludes it, or undoes either. The draft is composed again at once. */
export async function pick(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { story, place, action } = await readFields(c);
  const order = { editionId: edition.id, storyId: parseNumber('story', story), actor: c.var.staff!.name };
  if (action === 'pin')
    await pickStory(web, { ...order, position: parseNumber('place', place?.trim()), isExcluded: false });
  else if (action === 'exclude') await pickStory(web, { ...order, position: null, isExcluded: true });
  else if (action === 'unpin') await unpickStory(web, order);
  else throw new ReveilleError('INVALID_INPUT', 'The action must be pin, exclude or unpin.');
  await recomposeEdition({ ...web, isRehearsal: web.config.relays.length === 0 }, edition.id);
  await web.queues.enqueue('pictures', { editionId: edition.id });
  return backToEdition(web, c, edition.id, '#stories');
}

/** Drops a story from an edition that is approved or being sent. Throws CONFLICT if another story took its place. */
export async function drop(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { reason = '', item } = await readFields(c);
  const dropped = await dropStory(web, {
    editionId: edition.id,
    position: parseNumber('story', c.req.param('position')),
    itemId: item ? parseNumber('story', item) : null,
    reason: reason.trim().slice(0, 300) || 'dropped by staff',
    actor: c.var.staff!.name,
  });
  if (!dropped) throw new ReveilleError('CONFLICT', 'Another story is at this place now. Reload the page.');
  return backToEdition(web, c, edition.id, '#choosing');
}

/** Adds a standby story to an edition that is approved or being sent. */
export async function promote(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const position = parseNumber('standby', c.req.param('position'));
  await promoteStandby(web, { editionId: edition.id, position, actor: c.var.staff!.name });
  return backToEdition(web, c, edition.id, '#choosing');
}
