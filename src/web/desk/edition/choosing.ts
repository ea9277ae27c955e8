import { composeSpecial, dropStory, promoteStandby, recomposeEdition } from '../../../newsroom/compose/compose.ts';
import { pickStory, unpickStory } from '../../../editions/picks.ts';
import { ReveilleError } from '../../../domain/errors.ts';
import { readFields, readList } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';
import { href } from '../../site.ts';
import { rankingPage, type StoryLine } from '../rankingPage.ts';
import type { Web, WebContext } from '../../web.ts';
import { backToEdition, namedEdition } from './showEdition.ts';

const LISTED = 60;
const WINDOW_HOURS = 36;

const isRehearsal = ({ config }: Web): boolean => config.relays.length === 0;

function parseNumber(what: string, text: string | undefined): number {
  if (!/^\d{1,9}$/.test(text ?? '')) throw new ReveilleError('NOT_FOUND', `There is no such ${what}.`);
  return Number(text);
}

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
  await recomposeEdition({ ...web, isRehearsal: isRehearsal(web) }, edition.id);
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

/** The current stories, highest score first. */
export async function showRanking(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const since = new Date(web.now().getTime() - WINDOW_HOURS * 3_600_000);
  const stories: StoryLine[] = await web.db
    .selectFrom('stories as s')
    .innerJoin('items as i', 'i.id', 's.lead_item_id')
    .innerJoin('outlets as o', 'o.id', 'i.outlet_id')
    .select(['s.id', 'i.title as headline', 'i.url', 'o.name as outlet', 's.section', 's.item_count as items'])
    .select(['s.score', 's.reasons'])
    .where('s.newsletter_id', '=', newsletter.id)
    .where('s.last_published_at', '>=', since)
    .orderBy('s.score', 'desc')
    .orderBy('s.id')
    .limit(LISTED)
    .execute();
  setPolicy(c, 'desk');
  return c.html(rankingPage(web.site, c.var.staff!, { newsletter, stories, hasInbox: isRehearsal(web) }));
}

/** Composes a special edition from the selected stories. */
export async function composeSpecialNow(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const storyIds = (await readList(c, 'story')).map((text) => parseNumber('story', text));
  if (storyIds.length === 0) throw new ReveilleError('INVALID_INPUT', 'Select at least one story.');
  const edition = await composeSpecial(
    { ...web, isRehearsal: isRehearsal(web) },
    { newsletterId: newsletter.id, storyIds, actor: c.var.staff!.name },
  );
  await web.queues.enqueue('pictures', { editionId: edition.id });
  return c.redirect(href(web.site, `/desk/editions/${edition.id}`), 303);
}
