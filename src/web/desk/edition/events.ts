import { z } from 'zod';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isReveilleError, ReveilleError } from '../../../domain/errors.ts';
import { listStandbys } from '../../../editions/load.ts';
import { joinStories, splitStory } from '../../../newsroom/storyEvents.ts';
import { listReports } from '../../../newsroom/storyReports.ts';
import { readForm, text } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { namedId } from '../../namedId.ts';
import type { Web, WebContext } from '../../web.ts';
import { eventsPage, type EventsView } from './eventsPart.ts';
import { backToEdition, namedEdition } from './showEdition.ts';

const MOVED = 'The story is no longer in this edition. It may have been joined with another one, or withdrawn.';

/** The page for one story of the edition. Throws CONFLICT if the story has left it. */
async function answerEvents(
  web: Web,
  c: WebContext,
  storyId: number,
  { typed = {}, faults = {} }: Partial<Pick<EventsView, 'typed' | 'faults'>> = {},
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const { edition, newsletter, stories } = await namedEdition(web, c);
  const story = stories.find((each) => each.story_id === storyId);
  if (!story) throw new ReveilleError('CONFLICT', faults.form ?? MOVED);
  const others = stories.filter((each) => each.story_id !== storyId);
  const [standbys, reports] = await Promise.all([listStandbys(web, edition.id), listReports(web, storyId)]);
  setPolicy(c, 'desk');
  const desk = { site: web.site, staff: c.var.staff! };
  const view = { edition, zone: newsletter.zone, story, others, standbys, reports, typed, faults };
  return c.html(eventsPage(desk, view), status);
}

export function showEvents(web: Web, c: WebContext): Promise<Response> {
  return answerEvents(web, c, namedId('story', c.req.query('story')));
}

const isRehearsal = ({ config }: Web): boolean => config.relays.length === 0;

/** Answers what kept the stories as they are: on the same page, with what was chosen. */
function refuse(web: Web, c: WebContext, error: unknown, storyId: number, typed: EventsView['typed']) {
  if (!isReveilleError(error, 'CONFLICT', 'EDITION_STATE')) throw error;
  return answerEvents(web, c, storyId, { typed, faults: { form: error.message } }, 409);
}

const JoinForm = z.object({ story: text, other: text });

/** Joins a story of the edition with another one or a standby. */
export async function join(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { story, other } = await readForm(c, JoinForm);
  const storyId = namedId('story', story);
  if (other === '')
    return answerEvents(web, c, storyId, { faults: { form: 'Choose the story of the same event.' } }, 422);
  try {
    const { position } = await joinStories(
      { ...web, isRehearsal: isRehearsal(web) },
      { editionId: edition.id, storyIds: [storyId, namedId('story', other)], actor: c.var.staff!.name },
    );
    await web.queues.enqueue('pictures', { editionId: edition.id });
    return backToEdition(
      web,
      c,
      edition.id,
      `?said=stories-joined#${position === null ? 'stories' : `story-${position}`}`,
    );
  } catch (error) {
    return refuse(web, c, error, storyId, { other });
  }
}

const SplitForm = z.object({
  story: text,
  item: text,
  place: text.pipe(z.enum(['next', 'standby'], 'A report becomes the next story, or a standby.')),
});

/** Makes one report of a story a story of its own. */
export async function split(web: Web, c: WebContext): Promise<Response> {
  const { edition } = await namedEdition(web, c);
  const { story, item, place } = await readForm(c, SplitForm);
  const storyId = namedId('story', story);
  if (item === '')
    return answerEvents(web, c, storyId, { faults: { form: 'Choose the report of another event.' } }, 422);
  try {
    const { position } = await splitStory(
      { ...web, isRehearsal: isRehearsal(web) },
      { editionId: edition.id, storyId, itemId: namedId('report', item), place, actor: c.var.staff!.name },
    );
    await web.queues.enqueue('pictures', { editionId: edition.id });
    return backToEdition(
      web,
      c,
      edition.id,
      `?said=story-split#${position === null ? 'choosing' : `story-${position}`}`,
    );
  } catch (error) {
    return refuse(web, c, error, storyId, { item, place });
  }
}
