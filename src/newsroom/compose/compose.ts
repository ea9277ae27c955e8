import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/client.ts';
import type { RefusedStory } from '../../platform/db/tables/editions.ts';
import type { EditionKind, EditionState } from '../../domain/states.ts';
import { dateIn } from '../../domain/due.ts';
import { savePick } from '../../editions/picks.ts';
import { recordAudit } from '../../platform/audit.ts';
import { ReveilleError } from '../../domain/errors.ts';
import type { Log } from '../../platform/log.ts';
import { fillDraft } from './fill.ts';
import { loadNewsletter } from './context.ts';
import { loadEdition, lockEdition } from './editionRows.ts';

export { listAddedItems, showAddedPictures } from './addedPictures.ts';
export { listPictureItems } from './editionPictures.ts';
export { followJoin, findPair } from './joined.ts';
export { keepWithdrawn, letWithdrawnGo } from './keepStory.ts';
export { keepOwnStories } from './ownOnly.ts';
export { listMostRead } from './mostRead.ts';
export { applyChange, recheckEdition } from './recheck.ts';
export { listPictureChoices, type PictureChoice, type PictureChoices } from './pictureChoices.ts';
export { placeStory, type Place, type Placed } from './placeStory.ts';
export { dropStory, promoteStandby } from './replace.ts';
export { findStory, followSplit } from './splitOff.ts';
export { recheckBeforeSend } from './unfit.ts';

/**
 * A composed edition. `date` is YYYY-MM-DD; `newsletter` is the slug; `items` is the number of items about the story.
 */
export type ComposedEdition = {
  id: number;
  newsletter: string;
  date: string;
  state: EditionState;
  subject: string;
  preheader: string;
  flag: string | null;
  flagDetail: string | null;
  stories: ComposedStory[];
  /** In the order in which they replace a dropped story. */
  standbys: ComposedStory[];
  /** Stories that would have been chosen, with the reason for the refusal. */
  refused: RefusedStory[];
};

export type ComposedStory = {
  position: number;
  /** The number by which people name it. */
  story: number | null;
  title: string;
  url: string;
  outlet: string;
  items: number;
  score: number;
  reasons: string[];
  /** The earlier edition that carried the story, if it returns because it has developed. */
  updateOf: number | null;
};

/** Throws INVALID_INPUT if the text is not a valid date. */
function assertDate(date: string): void {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(date) && Temporal.PlainDate.from(date, { overflow: 'reject' })) return;
  } catch (cause) {
    throw new ReveilleError('INVALID_INPUT', `${date} does not exist in the calendar.`, { cause });
  }
  throw new ReveilleError('INVALID_INPUT', `"${date}" is not a date; write it as in 2026-01-31.`);
}

type Deps = { db: Db; log: Log; now: () => Date; isRehearsal?: boolean };
/** Which edition. `date` is YYYY-MM-DD: today in the newsletter's zone unless given; a daily one, number 1, unless told. */
export type EditionOrder = {
  newsletterId: number;
  date?: string;
  kind?: EditionKind;
  number?: number;
  dueAt?: Date | null;
};

/** Creates or finds the row, and fills it while it is a draft. */
async function fillOne(
  tx: Tx,
  deps: Deps,
  order: EditionOrder & { named?: readonly number[]; actor?: string },
): Promise<number> {
  const now = deps.now();
  const newsletter = await loadNewsletter(tx, order.newsletterId);
  const date = order.date ?? dateIn(newsletter.zone, now);
  assertDate(date);
  const key = { newsletterId: newsletter.id, date, kind: order.kind ?? 'daily', number: order.number ?? 1 };
  const edition = await lockEdition(tx, key);
  if (edition.state !== 'draft') return edition.id;
  if (order.dueAt !== undefined) {
    edition.dueAt = order.dueAt;
    await tx.updateTable('editions').set({ due_at: order.dueAt }).where('id', '=', edition.id).execute();
  }
  for (const [at, storyId] of (order.named ?? []).entries())
    await savePick(
      tx,
      { editionId: edition.id, storyId, position: at + 1, isExcluded: false, actor: order.actor ?? '' },
      now,
    );
  const countsRehearsals = deps.isRehearsal ?? false;
  const stories = await fillDraft({ tx, newsletter, key, edition, now, countsRehearsals });
  deps.log.info({ newsletter: newsletter.slug, edition: edition.id, date, stories }, 'the edition was composed');
  return edition.id;
}

/**
 * Composes an edition: a daily one from the ranked stories, a weekly one from the stories sent in the seven days up to
 * its date. It creates one row per (newsletter, date, kind, number). While that is a draft, each call chooses the
 * stories
 * again and keeps the decisions of staff; later the row is returned unchanged. `date` defaults to today in the
 * newsletter's zone. `dueAt` is stored if given, and rights are checked for that instant. With too few stories the
 * draft
 * stays and is flagged (no_stories, too_few_stories). `isRehearsal`: there is no relay, so editions in the built-in
 * inbox
 * count as sent. Concurrent calls run one after another with the same result. Throws NOT_FOUND, INVALID_INPUT.
 */
export async function composeEdition(deps: Deps, order: EditionOrder): Promise<ComposedEdition> {
  const editionId = await deps.db.transaction().execute((tx) => fillOne(tx, deps, order));
  return loadComposedEdition(deps, editionId);
}

/** Composes an existing draft again. Throws NOT_FOUND. */
export async function recomposeEdition(deps: Deps, editionId: number): Promise<ComposedEdition> {
  const edition = await deps.db
    .selectFrom('editions')
    .select(['newsletter_id as newsletterId', 'date', 'kind', 'number'])
    .where('id', '=', editionId)
    .executeTakeFirst();
  if (edition === undefined) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  return composeEdition(deps, edition);
}

/**
 * Composes a special edition at once from the stories that a person named, in that order, even if an earlier edition
 * carried them. Stories that may not be shown are left out with the reason; if none is left it throws INVALID_INPUT.
 * Each
 * call creates an edition with the date's next number. Throws NOT_FOUND if a story is not the newsletter's.
 */
export async function composeSpecial(
  deps: Deps,
  { newsletterId, storyIds, actor }: { newsletterId: number; storyIds: readonly number[]; actor: string },
): Promise<ComposedEdition> {
  const named = [...new Set(storyIds)];
  const editionId = await deps.db.transaction().execute(async (tx) => {
    const { id, zone } = await loadNewsletter(tx, newsletterId);
    await sql`select from newsletters where id = ${id} for no key update`.execute(tx);
    const known = await tx
      .selectFrom('stories')
      .select('id')
      .where('newsletter_id', '=', id)
      .where('id', 'in', named.length > 0 ? named : [-1])
      .execute();
    const missing = named.filter((story) => !known.some((each) => each.id === story));
    if (named.length === 0 || missing.length > 0)
      throw new ReveilleError('NOT_FOUND', `There is no story ${missing.join(', ')} in this newsletter.`);
    const date = dateIn(zone, deps.now());
    const { number } = await tx
      .selectFrom('editions')
      .select(({ fn }) => fn.max('number').as('number'))
      .where('newsletter_id', '=', id)
      .where('date', '=', date)
      .where('kind', '=', 'special')
      .executeTakeFirstOrThrow();
    const order = { newsletterId, date, kind: 'special', number: (number ?? 0) + 1, named, actor } as const;
    const special = await fillOne(tx, deps, order);
    await recordAudit(tx, { actor, action: 'special', newsletterId, editionId: special });
    return special;
  });
  return loadComposedEdition(deps, editionId);
}

/** Loads an edition with its stories in order. Throws NOT_FOUND. */
export async function loadComposedEdition({ db }: { db: Db }, editionId: number): Promise<ComposedEdition> {
  const edition = await loadEdition(db, editionId);
  if (edition === undefined) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const { slug, kind: _kind, ...rest } = edition;
  const [stories, standbys] = await Promise.all([
    listStories(db, 'edition_stories', editionId),
    listStories(db, 'edition_standbys', editionId),
  ]);
  return { ...rest, newsletter: slug, stories, standbys };
}

function listStories(
  db: Db,
  table: 'edition_stories' | 'edition_standbys',
  editionId: number,
): Promise<ComposedStory[]> {
  return db
    .selectFrom(table)
    .select([
      'position',
      'story_id as story',
      'headline as title',
      'url',
      'outlet_name as outlet',
      'item_count as items',
      'score',
      'reasons',
      'update_of as updateOf',
    ])
    .where('edition_id', '=', editionId)
    .orderBy('position')
    .execute();
}
