import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { EditionChange, RefusedStory } from '../platform/db/tables/editions.ts';
import { keepWithdrawn, letWithdrawnGo } from './compose/compose.ts';

type Deps = { db: Db; now: () => Date; isRehearsal?: boolean };

/** The decision of staff to keep a withdrawn story. */
type Keep = { reason: string; actor: string; at: Date };

/**
 * A report that its outlet withdrew. `position`: its place in the edition; null if its story has left it, or was not taken.
 */
export type Withdrawal = {
  itemId: number;
  outlet: string;
  headline: string;
  position: number | null;
  keep: Keep | null;
};

type Row = Omit<Withdrawal, 'keep'> & {
  storyId: number | null;
  reason: string | null;
  actor: string | null;
  keptAt: Date | null;
};

type Edition = { id: number; changes: readonly EditionChange[]; refused: readonly RefusedStory[] };

/** The withdrawn reports of an edition: those that it still has, by place, then those that have left. One for each story. */
export async function listWithdrawals({ db }: { db: Db }, edition: Edition): Promise<Withdrawal[]> {
  const left = edition.changes.flatMap(({ what, itemId }) => (what === 'dropped' && itemId ? [itemId] : []));
  const refused = edition.refused.flatMap(({ storyId }) => storyId ?? []);
  const { rows } = await sql<Row>`
    select i.id as "itemId", i.story_id as "storyId", o.name as outlet, coalesce(es.headline, i.title) as headline,
      es.position, k.reason, k.actor, k.at as "keptAt"
    from items i join outlets o on o.id = i.outlet_id
    left join edition_stories es on es.edition_id = ${edition.id} and es.item_id = i.id
    left join edition_keeps k on k.edition_id = ${edition.id} and k.item_id = i.id
    where i.is_withdrawn
      and (es.position is not null or k.at is not null or i.id = any(${left}::int[])
           or i.story_id = any(${refused}::int[]))
      -- a story that another report leads now has not left
      and (es.position is not null or not exists (
        select from edition_stories other where other.edition_id = ${edition.id} and other.story_id = i.story_id))
    order by es.position, i.id`.execute(db);
  const seen = new Set<number>();
  return rows.flatMap(({ storyId, reason, actor, keptAt, ...row }) => {
    if (storyId !== null && seen.has(storyId)) return [];
    if (storyId !== null) seen.add(storyId);
    const keep = reason !== null && actor !== null && keptAt !== null ? { reason, actor, at: keptAt } : null;
    return [{ ...row, keep }];
  });
}

/**
 * Keeps a story in an edition although its outlet withdrew it, or puts it back. Throws NOT_FOUND, INVALID_INPUT (no reason),
 * EDITION_STATE, CONFLICT.
 */
export async function keepStory(
  deps: Deps,
  order: { editionId: number; itemId: number; reason: string; actor: string },
): Promise<void> {
  await deps.db.transaction().execute((tx) => keepWithdrawn(tx, deps, order));
}

/** Takes that decision back. Throws NOT_FOUND. */
export async function letGo(deps: Deps, order: { editionId: number; itemId: number; actor: string }): Promise<void> {
  await deps.db.transaction().execute((tx) => letWithdrawnGo(tx, deps, order));
}
