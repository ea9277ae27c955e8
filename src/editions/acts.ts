import type { Selectable } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { EditionActs } from '../platform/db/tables/editions.ts';

/** A change of an edition, with the sentence that describes it. `undoneAt`: when its actor undid it. */
export type Act = {
  id: number;
  kind: EditionActs['kind'];
  actor: string;
  at: Date;
  said: string;
  undoneAt: Date | null;
};

export type StoredAct = Selectable<EditionActs>;

type NewAct = Pick<Act, 'kind' | 'actor' | 'at' | 'said'> & {
  editionId: number;
  /** What undoes it. */
  before?: Record<string, unknown>;
  /** The result of the change: an undo requires that it is unchanged. */
  after?: Record<string, unknown>;
};

const MAX_ACTS = 100;

/** Records a change in its own transaction, and returns its number. */
export async function recordAct(tx: Db, act: NewAct): Promise<number> {
  const { editionId, before = {}, after = {}, ...rest } = act;
  const { id } = await tx
    .insertInto('edition_acts')
    .values({ edition_id: editionId, ...rest, before: JSON.stringify(before), after: JSON.stringify(after) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The latest changes of an edition, the latest first. `after`: only those with a higher number. */
export function listActs({ db }: { db: Db }, editionId: number, after: number = 0): Promise<Act[]> {
  return db
    .selectFrom('edition_acts')
    .select(['id', 'kind', 'actor', 'at', 'said', 'undone_at as undoneAt'])
    .where('edition_id', '=', editionId)
    .where('id', '>', after)
    .orderBy('id', 'desc')
    .limit(MAX_ACTS)
    .execute();
}

/** The latest change of a person that is not undone; undefined if there is none. */
export function findLastAct(db: Db, editionId: number, actor: string): Promise<StoredAct | undefined> {
  return db
    .selectFrom('edition_acts')
    .selectAll()
    .where('edition_id', '=', editionId)
    .where('actor', '=', actor)
    .where('kind', '<>', 'undo')
    .where('undone_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
