import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/client.ts';
import { recordAudit } from '../../platform/audit.ts';
import { isAnyOf, OPEN } from '../../domain/states.ts';
import { loadEdition } from '../../editions/load.ts';
import { followHeadlines, takeRevision } from '../../editions/revise.ts';
import { recordChanges } from './replace.ts';

async function removeOthers(tx: Tx, editionId: number): Promise<void> {
  await sql`delete from edition_standbys where edition_id = ${editionId} and not is_own`.execute(tx);
  await sql`delete from edition_stories where edition_id = ${editionId} and not is_own`.execute(tx);
  await sql`
    update edition_fixes f set position = coalesce((
      select 1 + count(*) from edition_stories s
      where s.edition_id = f.edition_id and s.position < f.position)
      * (select count(*) from edition_stories s where s.edition_id = f.edition_id and s.position = f.position), 0)
    where f.edition_id = ${editionId}`.execute(tx);
  // Downward one after another, no place is taken twice.
  const { rows } = await sql<{ position: number }>`
    select position from edition_stories where edition_id = ${editionId} order by position`.execute(tx);
  for (const [index, { position }] of rows.entries())
    await sql`
      update edition_stories set position = ${index + 1}
      where edition_id = ${editionId} and position = ${position}`.execute(tx);
}

/**
 * Leaves only the newsletter's own stories in an edition that has not started, if there are at least as many as the
 * newsletter wants. Returns how many own stories it has, and whether it now has no others.
 */
export async function keepOwnStories(
  { db, now }: { db: Db; now: () => Date },
  { editionId, actor, reason }: { editionId: number; actor: string; reason: string },
): Promise<{ own: number; isOwnOnly: boolean }> {
  return db.transaction().execute(async (tx) => {
    await sql`select from editions where id = ${editionId} for no key update`.execute(tx);
    const loaded = await loadEdition({ db: tx }, editionId);
    if (!loaded || !isAnyOf(OPEN, loaded.edition.state)) return { own: 0, isOwnOnly: false };
    const own = loaded.stories.filter((story) => story.is_own);
    const others = loaded.stories.filter((story) => !story.is_own);
    const wanted = Math.max(1, Math.min(loaded.newsletter.min_stories, loaded.newsletter.story_count));
    if (own.length < wanted) return { own: own.length, isOwnOnly: false };
    if (others.length === 0) return { own: own.length, isOwnOnly: true };
    await removeOthers(tx, editionId);
    const revision = await takeRevision(tx, editionId, followHeadlines(loaded, own));
    const at = now().toISOString();
    await recordChanges(
      tx,
      editionId,
      others.map(({ headline }) => ({ at, actor, what: 'dropped' as const, headline, reason })),
    );
    await recordAudit(tx, { actor, action: 'own stories only', editionId, detail: { revision, left: own.length } });
    return { own: own.length, isOwnOnly: true };
  });
}
