import { z } from 'zod';
import { dropStory, promoteStandby, recomposeEdition } from '../../../newsroom/compose/compose.ts';
import { recordAct } from '../../../editions/acts.ts';
import { loadArrangement, outlineOf } from '../../../editions/arrangement.ts';
import { pickStory, unpickStory } from '../../../editions/picks.ts';
import { ReveilleError } from '../../../domain/errors.ts';
import { readForm, text } from '../../forms.ts';
import { namedId } from '../../namedId.ts';
import type { Web, WebContext } from '../../web.ts';
import { backToEdition, namedEdition } from './showEdition.ts';

const ACTIONS = ['pin', 'exclude', 'unpin'] as const;
const PickForm = z.object({
  story: text,
  place: text,
  action: text.pipe(z.enum(ACTIONS, 'The action must be pin, exclude or unpin.')),
});

/** Gives a story of a draft a fixed place, excludes it, or undoes either. The draft is composed again at once. */
export async function pick(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { story, place, action } = await readForm(c, PickForm);
  const order = { editionId: edition.id, storyId: namedId('story', story), actor: c.var.staff!.name };
  const before = await loadArrangement(web.db, edition.id);
  if (action === 'pin') await pickStory(web, { ...order, position: namedId('place', place), isExcluded: false });
  else if (action === 'exclude') await pickStory(web, { ...order, position: null, isExcluded: true });
  else await unpickStory(web, order);
  await recomposeEdition({ ...web, isRehearsal: web.config.relays.length === 0 }, edition.id);
  const after = await loadArrangement(web.db, edition.id);
  const headline = [before, after]
    .flatMap(({ stories, standbys }) => stories.concat(standbys))
    .find(({ story_id: id }) => id === order.storyId)?.headline;
  const named = headline === undefined ? `story ${order.storyId}` : `“${headline}”`;
  await recordAct(web.db, {
    editionId: edition.id,
    kind: 'stories',
    actor: order.actor,
    at: web.now(),
    said: {
      pin: `Placed ${named} at ${place}.`,
      exclude: `Excluded ${named}.`,
      unpin: `Ranked ${named} automatically.`,
    }[action],
    before,
    after: outlineOf(after),
  });
  await web.queues.enqueue('pictures', { editionId: edition.id });
  return backToEdition(web, c, edition.id, '#stories');
}

const DropForm = z.object({ reason: text.transform((typed) => typed.trim().slice(0, 300)), item: text });

/** Drops a story from an edition that is approved or being sent. Throws CONFLICT if another story took its place. */
export async function drop(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { reason, item } = await readForm(c, DropForm);
  const dropped = await dropStory(web, {
    editionId: edition.id,
    position: namedId('story', c.req.param('position')),
    itemId: item ? namedId('story', item) : null,
    reason: reason || 'dropped by staff',
    actor: c.var.staff!.name,
  });
  if (!dropped) throw new ReveilleError('CONFLICT', 'Another story is at this place now. Reload the page.');
  return backToEdition(web, c, edition.id, '#choosing');
}

/** Adds a standby story to an edition that is approved or being sent. */
export async function promote(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const position = namedId('standby', c.req.param('position'));
  await promoteStandby(web, { editionId: edition.id, position, actor: c.var.staff!.name });
  return backToEdition(web, c, edition.id, '#choosing');
}
