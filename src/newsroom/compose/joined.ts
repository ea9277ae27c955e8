import { sql } from 'kysely';
import type { Tx } from '../../platform/db/client.ts';
import { ReveilleError } from '../../domain/errors.ts';
import { loadEdition } from '../../editions/load.ts';
import { openContext } from './context.ts';
import { toRow } from './editionRows.ts';
import { fillDraft } from './fill.ts';
import { assertOpen, type PlaceDeps } from './placeStory.ts';
import { showNamed, type Context } from './pool.ts';
import { append, finish, remove, usableStandbys } from './replace.ts';

/** The stories of an edition: `position` is null for a standby. */
export type Line = { storyId: number; itemId: number | null; headline: string; position: number | null };

/** Locks an edition and finds two of its stories or standbys, the one that stands higher first. Throws CONFLICT, EDITION_STATE. */
export async function findPair(
  tx: Tx,
  deps: PlaceDeps,
  { editionId, storyIds }: { editionId: number; storyIds: readonly [number, number] },
): Promise<{ newsletterId: number; kept: Line; joined: Line }> {
  const context = await openContext(tx, deps, editionId);
  assertOpen(context);
  const { rows } = await sql<Line>`
    select story_id as "storyId", item_id as "itemId", headline, position, 0 as rank, position as place
    from edition_stories where edition_id = ${editionId} and story_id = any(${storyIds}::int[])
    union all select story_id, item_id, headline, null, 1, position
    from edition_standbys where edition_id = ${editionId} and story_id = any(${storyIds}::int[])
    order by rank, place`.execute(tx);
  const [kept, joined] = rows;
  if (!kept || !joined || kept.storyId === joined.storyId)
    throw new ReveilleError(
      'CONFLICT',
      'One of the two stories is no longer in the edition. It may have been joined or withdrawn.',
    );
  return { newsletterId: context.newsletter.id, kept, joined };
}

/** Lets the records of staff and of other editions follow a story that was joined into another. */
async function followStory(tx: Tx, editionId: number, { from, into }: { from: number; into: number }): Promise<void> {
  await sql`
    update edition_picks p set story_id = ${into}
    where story_id = ${from} and edition_id <> ${editionId}
      and not exists (select from edition_picks o where o.edition_id = p.edition_id and o.story_id = ${into})`.execute(
    tx,
  );
  await sql`delete from edition_picks where story_id = ${from}`.execute(tx);
  // A later edition must know that this one carried the event.
  await sql`
    update edition_stories set story_id = ${into} where story_id = ${from} and edition_id <> ${editionId}`.execute(tx);
  await sql`
    update edition_standbys set story_id = ${into} where story_id = ${from} and edition_id <> ${editionId}`.execute(tx);
}

/** Shows a story of an approved edition as it is now, at its place. It stays as it is if nothing of it may be shown. */
export async function showAgain(context: Context, storyId: number): Promise<void> {
  const { tx, edition } = context;
  const [shown] = await showNamed(context, [storyId]);
  if (!shown?.snapshot) return;
  const { edition_id: _edition, position: _position, ...row } = toRow(edition.id, shown.snapshot, 0);
  await tx
    .updateTable('edition_stories')
    .set(row)
    .where('edition_id', '=', edition.id)
    .where('story_id', '=', storyId)
    .execute();
}

/**
 * Makes an edition follow the joining of two of its stories, whose items are one story now: the other one leaves, and its
 * place goes to the next story or to a standby.
 */
export async function followJoin(
  tx: Tx,
  deps: PlaceDeps,
  { editionId, kept, joined, actor }: { editionId: number; kept: Line; joined: Line; actor: string },
): Promise<void> {
  const context = await openContext(tx, deps, editionId);
  await followStory(tx, editionId, { from: joined.storyId, into: kept.storyId });
  if (context.edition.state === 'draft') {
    await fillDraft(context);
    return;
  }
  const loaded = (await loadEdition({ db: tx }, editionId))!;
  if (joined.position === null)
    await sql`
      delete from edition_standbys where edition_id = ${editionId} and story_id = ${joined.storyId}`.execute(tx);
  else await remove(tx, editionId, joined.position);
  await showAgain(context, kept.storyId);
  const standby = joined.position === null ? undefined : (await usableStandbys(tx, loaded, context.now))[0];
  if (standby) await append(tx, editionId, standby);
  await finish(tx, loaded, { actor, at: context.now }, [
    { what: 'joined', headline: joined.headline, reason: `the same event as “${kept.headline}”` },
    ...(standby ? [{ what: 'promoted' as const, headline: standby.headline, reason: 'replaced a joined story' }] : []),
  ]);
}
