import { sql } from 'kysely';
import { recordAudit } from '../../platform/audit.ts';
import type { Db, Tx } from '../../platform/db/client.ts';
import type { EditionChange } from '../../platform/db/tables/editions.ts';
import { isAnyOf, UNDER_WAY } from '../../domain/states.ts';
import { recordAct } from '../../editions/acts.ts';
import { loadArrangement, outlineOf, type Arrangement } from '../../editions/arrangement.ts';
import { loadEdition, type LoadedEdition } from '../../editions/load.ts';
import { enqueueRevision, followHeadlines, takeRevision } from '../../editions/revise.ts';
import { ReveilleError } from '../../domain/errors.ts';
import type { Queues } from '../../platform/queue/queue.ts';
import { refuseItem } from '../rights/grants.ts';
import { loadItemsById, loadUse } from './storyItems.ts';
import { choosePicture } from './snapshot.ts';

type Deps = { db: Db; queues: Queues; now: () => Date };
type DropOrder = {
  editionId: number;
  position: number;
  /** The expected lead item of the story, if the caller has checked it before. */
  itemId?: number | null;
  reason: string;
  actor: string;
  /** The instant for which the standby's rights are checked. Defaults to now. */
  sendAt?: Date;
};
/** The result of a drop. `promoted`: the headline of the promoted standby, or null. */
type Dropped = { revision: number; dropped: string; promoted: string | null };

const MAX_CHANGES = 200;
// Positions must be unique at each step, so rows move through numbers that no edition uses.
const ASIDE = 10_000;

/** Adds to the changes that the desk shows for an edition. */
export async function recordChanges(tx: Tx, editionId: number, changes: readonly EditionChange[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    update editions set changes = (
      select jsonb_agg(c order by n) from (
        select c, n from jsonb_array_elements(changes || ${JSON.stringify(changes)}::jsonb) with ordinality as t(c, n)
        order by n desc limit ${MAX_CHANGES}
      ) latest)
    where id = ${editionId}`.execute(tx);
}

async function lock(tx: Tx, editionId: number): Promise<LoadedEdition> {
  await sql`select from editions where id = ${editionId} for no key update`.execute(tx);
  const loaded = await loadEdition({ db: tx }, editionId);
  if (!loaded) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  const { state } = loaded.edition;
  if (state === 'draft')
    throw new ReveilleError('EDITION_STATE', `Edition ${editionId} is a draft. Exclude the story and compose again.`);
  if (!isAnyOf(UNDER_WAY, state))
    throw new ReveilleError('EDITION_STATE', `Edition ${editionId} is ${state}, so its stories can no longer change.`);
  return loaded;
}

/** Moves the stories of an approved edition from a place on down by one, with the records about their positions. */
export async function openPlace(tx: Tx, editionId: number, position: number): Promise<void> {
  await sql`
    update edition_stories set position = position + ${ASIDE}
    where edition_id = ${editionId} and position >= ${position}`.execute(tx);
  await sql`
    update edition_stories set position = position - ${ASIDE} + 1
    where edition_id = ${editionId} and position > ${ASIDE}`.execute(tx);
  await sql`
    update edition_fixes set position = position + 1
    where edition_id = ${editionId} and position >= ${position}`.execute(tx);
}

/** Removes a story and moves up those below it, with the records about their positions. */
export async function remove(tx: Tx, editionId: number, position: number): Promise<void> {
  await sql`delete from edition_stories where edition_id = ${editionId} and position = ${position}`.execute(tx);
  await sql`
    update edition_stories set position = position + ${ASIDE}
    where edition_id = ${editionId} and position > ${position}`.execute(tx);
  await sql`
    update edition_stories set position = position - ${ASIDE} - 1
    where edition_id = ${editionId} and position > ${ASIDE}`.execute(tx);
  await sql`
    update edition_fixes set position = case when position = ${position} then 0 else position - 1 end
    where edition_id = ${editionId} and position >= ${position}`.execute(tx);
  await sql`
    update waves set changes = (
      select coalesce(jsonb_agg(
        case when (c->>'position')::int > ${position} and not (c->>'applied')::boolean
          then jsonb_set(c, '{position}', to_jsonb((c->>'position')::int - 1)) else c end), '[]')
      from jsonb_array_elements(changes) c
      where (c->>'applied')::boolean or (c->>'position')::int <> ${position})
    where edition_id = ${editionId}`.execute(tx);
}

/** The positions of the standbys that may be shown at `sendAt`, in the order of promotion. */
export async function usableStandbys(
  tx: Tx,
  { edition, newsletter }: LoadedEdition,
  sendAt: Date,
): Promise<{ position: number; headline: string; picture: string | null }[]> {
  const standbys = await tx
    .selectFrom('edition_standbys')
    .select(['position', 'headline', 'item_id', 'image'])
    .where('edition_id', '=', edition.id)
    .orderBy('position')
    .execute();
  const items = await loadItemsById(
    tx,
    standbys.flatMap(({ item_id }) => item_id ?? []),
  );
  const use = await loadUse(tx, newsletter, sendAt);
  return standbys.flatMap(({ position, headline, item_id, image }) => {
    const item = item_id === null ? undefined : items.get(item_id);
    if (item === undefined || refuseItem(item, use) !== null) return [];
    const keeps = image !== null && choosePicture(item, [item], use) !== null;
    return [{ position, headline, picture: keeps ? JSON.stringify(image) : null }];
  });
}

/** Adds a standby after the edition's stories. */
export async function append(
  tx: Tx,
  editionId: number,
  { position, picture }: { position: number; picture: string | null },
): Promise<void> {
  await sql`
    with gone as (
      delete from edition_standbys where edition_id = ${editionId} and position = ${position} returning *
    )
    insert into edition_stories (edition_id, position, story_id, item_id, url, headline, summary, outlet_name, is_own,
      byline, dateline, agency, copyright, language, image, published_at, item_count, also_reported_by, score, reasons,
      section, update_of)
    select edition_id, (select coalesce(max(position), 0) + 1 from edition_stories where edition_id = ${editionId}),
      story_id, item_id, url, headline, summary, outlet_name, is_own, byline, dateline, agency, copyright, language,
      ${picture}::jsonb, published_at, item_count, also_reported_by, score, reasons, section, update_of
    from gone`.execute(tx);
}

/**
 * Gives an edition's changed stories a revision, and records the changes. With the arrangement `before`, the person can
 * undo them. Returns the revision.
 */
export async function finish(
  tx: Tx,
  loaded: LoadedEdition,
  { actor, at, before }: { actor: string; at: Date; before?: Arrangement },
  changes: readonly Omit<EditionChange, 'at' | 'actor'>[],
): Promise<number> {
  const editionId = loaded.edition.id;
  const { rows } = await sql<{ headline: string; summary: string }>`
    select headline, summary from edition_stories where edition_id = ${editionId} order by position`.execute(tx);
  const revision = await takeRevision(tx, editionId, followHeadlines(loaded, rows));
  await recordChanges(
    tx,
    editionId,
    changes.map((change) => ({ ...change, at: at.toISOString(), actor })),
  );
  await recordAudit(tx, { actor, action: 'replace', editionId, detail: { revision, changes } });
  if (before)
    await recordAct(tx, {
      editionId,
      kind: 'stories',
      actor,
      at,
      said: changes.map(({ what, headline }) => `${what === 'dropped' ? 'Dropped' : 'Added'} “${headline}”.`).join(' '),
      before,
      after: outlineOf(await loadArrangement(tx, editionId)),
    });
  return revision;
}

/**
 * Removes a story from an edition that is approved or running. The first approved standby that may still be shown is
 * added at the end. Readers who were not mailed yet get the new text, in a revision of its own. The last story is never
 * removed. Concurrent calls run one after another. Null if the story's item is no longer `itemId`. Throws NOT_FOUND,
 * EDITION_STATE, EDITION_TOO_FEW_STORIES.
 */
export async function dropStory(deps: Deps, order: DropOrder): Promise<Dropped | null> {
  const { editionId, position, reason, actor } = order;
  const at = deps.now();
  const dropped = await deps.db.transaction().execute(async (tx) => {
    const loaded = await lock(tx, editionId);
    const story = loaded.stories.find((each) => each.position === position);
    if (order.itemId !== undefined && story?.item_id !== order.itemId) return null;
    if (!story) throw new ReveilleError('NOT_FOUND', `Edition ${editionId} has no story ${position}.`);
    const standby = (await usableStandbys(tx, loaded, order.sendAt ?? at))[0];
    if (loaded.stories.length === 1 && !standby)
      throw new ReveilleError(
        'EDITION_TOO_FEW_STORIES',
        `This is the only story of edition ${editionId}. Cancel the edition instead.`,
      );
    const before = await loadArrangement(tx, editionId);
    await remove(tx, editionId, position);
    if (standby) await append(tx, editionId, standby);
    const promoted = standby?.headline ?? null;
    const revision = await finish(tx, loaded, { actor, at, before }, [
      { what: 'dropped', headline: story.headline, reason, itemId: story.item_id },
      ...(promoted === null
        ? []
        : [{ what: 'promoted' as const, headline: promoted, reason: 'replaced a dropped story' }]),
    ]);
    return { revision, dropped: story.headline, promoted };
  });
  if (dropped) await enqueueRevision(deps, editionId);
  return dropped;
}

/** Adds a standby after an edition's stories by decision of staff. Throws NOT_FOUND, EDITION_STATE. */
export async function promoteStandby(
  deps: Deps,
  { editionId, position, actor }: { editionId: number; position: number; actor: string },
): Promise<{ revision: number; promoted: string }> {
  const at = deps.now();
  const done = await deps.db.transaction().execute(async (tx) => {
    const loaded = await lock(tx, editionId);
    const standby = (await usableStandbys(tx, loaded, at)).find((each) => each.position === position);
    if (!standby)
      throw new ReveilleError('NOT_FOUND', `Edition ${editionId} has no standby ${position} that may be shown.`);
    const before = await loadArrangement(tx, editionId);
    await append(tx, editionId, standby);
    const change = { what: 'promoted' as const, headline: standby.headline, reason: 'staff added it' };
    return { revision: await finish(tx, loaded, { actor, at, before }, [change]), promoted: standby.headline };
  });
  await enqueueRevision(deps, editionId);
  return done;
}
