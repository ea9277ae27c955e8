import {
  composeEdition,
  composeSpecial,
  listAddedItems,
  listPictureItems,
  loadComposedEdition,
  recomposeEdition,
  showAddedPictures,
  type ComposedEdition,
  type EditionOrder,
} from './compose/compose.ts';
import type { Db } from '../platform/db/client.ts';
import { listItemIds } from '../editions/load.ts';
import { fetchPictures, readFirstPages } from './ingest/ingest.ts';
import { rankEdition, rankNewsletter, type Windows } from './rank/rank.ts';
import type { Log } from '../platform/log.ts';

type Deps = { db: Db; log: Log; now: () => Date; publicUrl?: string; isRehearsal?: boolean };
type RankDeps = Deps & { windows?: Windows };

async function isDraft({ db }: { db: Db }, editionId: number): Promise<boolean> {
  const edition = await db.selectFrom('editions').select('state').where('id', '=', editionId).executeTakeFirst();
  return edition?.state === 'draft';
}

/**
 * Makes or refreshes the draft of a day: ranks the newsletter's stories, composes the edition, and completes it. An edition
 * that is no draft any more is returned unchanged. Returns the edition with the numbers that were ranked. Throws
 * NOT_FOUND, INVALID_INPUT.
 */
export async function draftEdition(
  deps: RankDeps,
  order: EditionOrder,
): Promise<{ ranked: { stories: number; items: number }; edition: ComposedEdition }> {
  const ranked = await rankNewsletter(deps, order.newsletterId);
  const { id } = await composeEdition(deps, order);
  await completeDraft(deps, id);
  return { ranked, edition: await loadComposedEdition(deps, id) };
}

/** The same for an edition that exists. Throws NOT_FOUND. */
export async function redraftEdition(deps: RankDeps, editionId: number): Promise<ComposedEdition> {
  if (!(await isDraft(deps, editionId))) return loadComposedEdition(deps, editionId);
  await rankEdition(deps, editionId);
  await recomposeEdition(deps, editionId);
  await completeDraft(deps, editionId);
  return loadComposedEdition(deps, editionId);
}

/** The same for a special edition of the stories that a person named. Each call makes an edition. Throws NOT_FOUND, INVALID_INPUT. */
export async function draftSpecial(
  deps: RankDeps,
  order: { newsletterId: number; storyIds: readonly number[]; actor: string },
): Promise<ComposedEdition> {
  await rankNewsletter(deps, order.newsletterId);
  const { id } = await composeSpecial(deps, order);
  await completeDraft(deps, id);
  return loadComposedEdition(deps, id);
}

/**
 * Reads the pages and pictures of a draft's stories that were not read yet, and composes it again if that changed
 * anything. So only what is shown is fetched, and the edition exists with text alone for as long as that takes. An edition
 * that is no draft (any more) is left as it is. Returns whether it was composed again.
 */
export async function completeDraft(deps: Deps, editionId: number): Promise<boolean> {
  if (!(await isDraft(deps, editionId))) return false;
  const changed = await readFirstPages(deps, await listItemIds(deps, editionId));
  if (changed > 0) await recomposeEdition(deps, editionId);
  const { stored } = await fetchPictures(deps, await listPictureItems(deps, editionId));
  if (stored > 0) await recomposeEdition(deps, editionId);
  return changed > 0 || stored > 0;
}

/**
 * Fetches the pictures of the stories that staff added to an approved edition, and shows them. An edition in another state is
 * left as it is. Returns whether it changed.
 */
export async function completeApproved(deps: Deps, editionId: number): Promise<boolean> {
  const wanted = await listAddedItems(deps, editionId);
  if (wanted.length === 0) return false;
  await fetchPictures(deps, wanted);
  return (await deps.db.transaction().execute((tx) => showAddedPictures(tx, deps, editionId))) > 0;
}
