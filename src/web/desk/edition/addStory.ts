import { z } from 'zod';
import { isReveilleError } from '../../../domain/errors.ts';
import { addStory } from '../../../newsroom/addStory.ts';
import { readForm, text } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import type { Web, WebContext } from '../../web.ts';
import { addStoryPage } from './addStoryPart.ts';
import { backToEdition, namedEdition } from './showEdition.ts';

const AddForm = z.object({ address: text, place: text });

/** The form for an address, on a page of its own. */
export async function showAddStory(web: Web, c: WebContext): Promise<Response> {
  const { edition, stories } = await namedEdition(web, c);
  setPolicy(c, 'desk');
  return c.html(addStoryPage({ site: web.site, staff: c.var.staff! }, edition, stories.length, null));
}

/**
 * Adds the story at an address to an edition. What cannot be added comes back in its form with the reason beside the field.
 */
export async function addByAddress(web: Web, c: WebContext): Promise<Response> {
  const { edition, stories } = await namedEdition(web, c);
  const { address, place } = await readForm(c, AddForm);
  const refuse = (fault: string, status: 409 | 422): Response | Promise<Response> => {
    setPolicy(c, 'desk');
    const desk = { site: web.site, staff: c.var.staff! };
    return c.html(addStoryPage(desk, edition, stories.length, { address, place, fault }), status);
  };
  const { config } = web;
  const deps = { ...web, publicUrl: config.publicUrl, isRehearsal: config.relays.length === 0 };
  const order = {
    editionId: edition.id,
    address,
    place: place === '' ? null : Number(place),
    actor: c.var.staff!.name,
  };
  try {
    const added = await addStory(deps, order);
    if (added.kind === 'refused') return await refuse(added.message, 422);
    await web.queues.enqueue('pictures', { editionId: edition.id });
    return backToEdition(web, c, edition.id, `?said=story-added#story-${added.position}`);
  } catch (error) {
    if (isReveilleError(error, 'EDITION_STATE')) return await refuse(error.message, 409);
    if (isReveilleError(error, 'INVALID_INPUT')) return await refuse(error.message, 422);
    throw error;
  }
}
