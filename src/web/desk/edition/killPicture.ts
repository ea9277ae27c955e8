import { z } from 'zod';
import { ReveilleError } from '../../../domain/errors.ts';
import { killPicture } from '../../../newsroom/pictures/kill.ts';
import { readForm, text } from '../../forms.ts';
import type { Web, WebContext } from '../../web.ts';
import { backToEdition, namedEdition } from './showEdition.ts';

const KillForm = z.object({ hash: text, reason: text });

/** Removes the picture that a story shows from every edition, permanently. Throws NOT_FOUND. */
export async function killStoryPicture(web: Web, c: WebContext): Promise<Response> {
  const { edition, stories } = await namedEdition(web, c);
  const { hash, reason } = await readForm(c, KillForm);
  const story = stories.find(({ position }) => String(position) === c.req.param('position'));
  // The form names the picture that the person saw: the story may show another one now.
  if (hash === '' || story?.image?.stored?.hash !== hash)
    throw new ReveilleError('NOT_FOUND', 'The story no longer shows that picture.');
  await killPicture(web, { which: hash, reason, actor: c.var.staff!.name });
  return backToEdition(web, c, edition.id, `#story-${story.position}`);
}
