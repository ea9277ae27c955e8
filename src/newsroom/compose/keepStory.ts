import { sql } from 'kysely';
import type { Tx } from '../../platform/db/client.ts';
import { recordAudit } from '../../platform/audit.ts';
import { ReveilleError } from '../../domain/errors.ts';
import { isAnyOf, OPEN, UNDER_WAY } from '../../domain/states.ts';
import { countCharacters, flattenText } from '../../editions/text.ts';
import { placePick } from '../../editions/picks.ts';
import { openContext } from './context.ts';
import { fillDraft } from './fill.ts';
import { placeStory, type PlaceDeps } from './placeStory.ts';
import type { Context } from './pool.ts';
import { recordChanges } from './replace.ts';

const REASON_LENGTH = 300;

type Withdrawn = { itemId: number; storyId: number | null; title: string; outlet: string };

/** Throws INVALID_INPUT without a reason, or if it is too long. */
function checkReason(typed: string): string {
  const reason = flattenText(typed);
  if (reason === '') throw new ReveilleError('INVALID_INPUT', 'Say why the story is kept: the others will ask.');
  if (countCharacters(reason) > REASON_LENGTH)
    throw new ReveilleError('INVALID_INPUT', `A reason has at most ${REASON_LENGTH} characters.`);
  return reason;
}

async function loadWithdrawn({ tx, newsletter }: Context, itemId: number): Promise<Withdrawn> {
  const { rows } = await sql<Withdrawn>`
    select i.id as "itemId", i.story_id as "storyId", i.title, o.name as outlet
    from items i join outlets o on o.id = i.outlet_id
    where i.id = ${itemId} and o.newsletter_id = ${newsletter.id}`.execute(tx);
  if (!rows[0]) throw new ReveilleError('NOT_FOUND', 'There is no such report.');
  return rows[0];
}

/** The place of the item's story in the edition; in a draft also the one that staff gave it before it left. */
async function findPlace({ tx, edition }: Context, { itemId, storyId }: Withdrawn) {
  const { rows } = await sql<{ position: number | null; picked: number | null }>`
    select (select min(position) from edition_stories where edition_id = ${edition.id}
            and (item_id = ${itemId} or story_id = ${storyId}::int)) as position,
      (select position from edition_picks where edition_id = ${edition.id} and story_id = ${storyId}::int
       and not is_excluded) as picked`.execute(tx);
  return rows[0]!;
}

/** Holds the story at its place in the edition, or puts it back. Throws CONFLICT if it may not be shown for another reason. */
async function holdPlace(context: Context, deps: PlaceDeps, item: Withdrawn, { reason, actor }: KeepOrder) {
  const { tx, edition, now } = context;
  const { storyId } = item;
  const { position, picked } = await findPlace(context, item);
  const change = { what: 'kept' as const, headline: item.title, reason };
  if (position === null && storyId !== null && isAnyOf(OPEN, edition.state)) {
    const placed = await placeStory(tx, deps, {
      editionId: edition.id,
      storyId,
      place: picked,
      actor,
      what: 'kept',
      reason,
    });
    if (placed.kind === 'refused')
      throw new ReveilleError('CONFLICT', `The story cannot be put back: ${placed.reason}.`);
    if (edition.state !== 'draft') return;
  } else if (position === null) throw new ReveilleError('CONFLICT', 'The story is no longer in the edition.');
  else if (edition.state === 'draft' && storyId !== null) {
    await placePick(
      tx,
      { editionId: edition.id, storyId, position: picked ?? position, isExcluded: false, actor },
      now,
    );
    await fillDraft(context);
  }
  await recordChanges(tx, edition.id, [{ ...change, at: now.toISOString(), actor }]);
}

export type KeepOrder = { editionId: number; itemId: number; reason: string; actor: string };

/**
 * Keeps a story in an edition although its outlet withdrew it, by decision of staff, or puts it back if it has left a draft
 * or an approved edition. Embargoes and bars still hold. Throws NOT_FOUND, INVALID_INPUT (no reason), EDITION_STATE, CONFLICT.
 */
export async function keepWithdrawn(tx: Tx, deps: PlaceDeps, order: KeepOrder): Promise<void> {
  const { editionId, itemId, actor } = order;
  const reason = checkReason(order.reason);
  const context = await openContext(tx, deps, editionId);
  const { state } = context.edition;
  if (state !== 'draft' && !isAnyOf(UNDER_WAY, state))
    throw new ReveilleError('EDITION_STATE', `Edition ${editionId} is ${state}, so its stories can no longer change.`);
  const item = await loadWithdrawn(context, itemId);
  const values = { reason, actor, at: context.now };
  await tx
    .insertInto('edition_keeps')
    .values({ edition_id: editionId, item_id: itemId, ...values })
    .onConflict((conflict) => conflict.columns(['edition_id', 'item_id']).doUpdateSet(values))
    .execute();
  await holdPlace(context, deps, item, { ...order, reason });
  const detail = { story: item.storyId, headline: item.title, outlet: item.outlet, reason };
  await recordAudit(tx, { actor, action: 'keep', editionId, detail });
}

/**
 * Takes the decision to keep a withdrawn story back. A draft loses it at once, an approved edition at the last check before
 * the send. Throws NOT_FOUND.
 */
export async function letWithdrawnGo(
  tx: Tx,
  deps: PlaceDeps,
  { editionId, itemId, actor }: Omit<KeepOrder, 'reason'>,
): Promise<void> {
  const context = await openContext(tx, deps, editionId);
  const { numDeletedRows } = await tx
    .deleteFrom('edition_keeps')
    .where('edition_id', '=', editionId)
    .where('item_id', '=', itemId)
    .executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) throw new ReveilleError('NOT_FOUND', 'This story was not kept.');
  if (context.edition.state === 'draft') await fillDraft(context);
  const { title: headline, storyId: story } = await loadWithdrawn(context, itemId);
  await recordAudit(tx, { actor, action: 'unkeep', editionId, detail: { story, headline } });
}
