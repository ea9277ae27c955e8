import { z } from 'zod';
import { composeSpecial } from '../../../newsroom/compose/compose.ts';
import { listRanking, newsSince } from '../../../newsroom/ranking.ts';
import { optionalText, readForm, texts } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { namedId } from '../../namedId.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';

import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { rankingPage } from './rankingPage.ts';

const LISTED = 60;

const isRehearsal = ({ config }: Web): boolean => config.relays.length === 0;

/** The current stories, highest score first. */
export async function showRanking(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const stories = await listRanking(web, newsletter.id, newsSince(web.now()), LISTED);
  setPolicy(c, 'desk');
  return c.html(rankingPage(web.site, c.var.staff!, { newsletter, stories }));
}

/** `only`: the story beside whose button a person pressed, whatever is selected. */
const SpecialForm = z
  .object({ story: texts, only: optionalText })
  .refine(({ story, only }) => only !== undefined || story.length > 0, 'Select at least one story.');

/** Composes a special edition from the selected stories. */
export async function composeSpecialNow(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const { story, only } = await readForm(c, SpecialForm);
  const storyIds = (only === undefined ? story : [only]).map((typed) => namedId('story', typed));
  const edition = await composeSpecial(
    { ...web, isRehearsal: isRehearsal(web) },
    { newsletterId: newsletter.id, storyIds, actor: c.var.staff!.name },
  );
  await web.queues.enqueue('pictures', { editionId: edition.id });
  // News that breaks is sent at once: the page opens where this is done.
  return c.redirect(href(web.site, `/desk/editions/${edition.id}${only === undefined ? '' : '#start'}`), 303);
}
