import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db, Tx } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';

/**
 * A decision of staff about a draft's story. `position` from 1: its place. Null: its score decides. `isStandby`: it stands
 * by, before the others.
 */
type Pick = {
  editionId: number;
  storyId: number;
  position: number | null;
  isExcluded: boolean;
  isStandby?: boolean;
  actor: string;
};

/** Saves a decision. The latest one for a story counts. */
export async function savePick(tx: Tx, pick: Pick, at: Date): Promise<void> {
  const { editionId, storyId, position, isExcluded, isStandby = false, actor } = pick;
  const values = { position, is_excluded: isExcluded, is_standby: isStandby, actor, at };
  await tx
    .insertInto('edition_picks')
    .values({ edition_id: editionId, story_id: storyId, ...values })
    .onConflict((conflict) => conflict.columns(['edition_id', 'story_id']).doUpdateSet(values))
    .execute();
}

/** Saves a decision. Another story that was put at that place moves down by one, and so on. */
export async function placePick(tx: Tx, pick: Pick, at: Date): Promise<void> {
  const { editionId, storyId, position } = pick;
  await savePick(tx, pick, at);
  for (let place = position, moved = storyId; place !== null; place++) {
    const next = await tx
      .updateTable('edition_picks')
      .set({ position: place + 1 })
      .where('edition_id', '=', editionId)
      .where('position', '=', place)
      .where('story_id', '<>', moved)
      .where('is_excluded', '=', false)
      .returning('story_id')
      .executeTakeFirst();
    if (!next) break;
    moved = next.story_id;
  }
}

/** Locks a draft: picks apply only to drafts. Throws NOT_FOUND, EDITION_STATE. */
async function lockDraft(tx: Tx, editionId: number): Promise<number> {
  const { rows } = await sql<{ state: string; newsletterId: number }>`
    select state, newsletter_id as "newsletterId" from editions where id = ${editionId} for no key update`.execute(tx);
  const edition = rows[0];
  if (!edition) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  if (edition.state !== 'draft')
    throw new ReveilleError(
      'EDITION_STATE',
      `Edition ${editionId} is ${edition.state}, so its stories can no longer be chosen. You can still drop a story or add a standby story.`,
    );
  return edition.newsletterId;
}

async function assertStory(tx: Tx, newsletterId: number, storyId: number): Promise<void> {
  const story = await tx
    .selectFrom('stories')
    .select('id')
    .where('id', '=', storyId)
    .where('newsletter_id', '=', newsletterId)
    .executeTakeFirst();
  if (!story) throw new ReveilleError('NOT_FOUND', `The newsletter has no story ${storyId}.`);
}

/**
 * Gives a story of a draft a place, or leaves it out. Composing again keeps the decision. Another story that was put at
 * that place moves down by one, and so on. Throws NOT_FOUND, EDITION_STATE, INVALID_INPUT.
 */
export async function pickStory({ db, now }: { db: Db; now: () => Date }, pick: Pick): Promise<void> {
  const { editionId, storyId, position, isExcluded, actor } = pick;
  if (position !== null && (!Number.isSafeInteger(position) || position < 1 || position > 40))
    throw new ReveilleError('INVALID_INPUT', 'A place is a number from 1 to 40.');
  await db.transaction().execute(async (tx) => {
    await assertStory(tx, await lockDraft(tx, editionId), storyId);
    await placePick(tx, pick, now());
    await recordAudit(tx, { actor, action: 'pick', editionId, detail: { storyId, position, isExcluded } });
  });
}

/** Returns a draft's story to automatic ranking. Throws NOT_FOUND, EDITION_STATE. */
export async function unpickStory(
  { db }: { db: Db },
  { editionId, storyId, actor }: Omit<Pick, 'position' | 'isExcluded'>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockDraft(tx, editionId);
    await tx.deleteFrom('edition_picks').where('edition_id', '=', editionId).where('story_id', '=', storyId).execute();
    await recordAudit(tx, { actor, action: 'unpick', editionId, detail: { storyId } });
  });
}
