import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import type { StoryChange } from '../../platform/db/tables/editions.ts';
import { fixStory, RECHECK } from '../../editions/fix.ts';
import { loadEdition } from '../../editions/load.ts';
import { isReveilleError, ReveilleError } from '../../domain/errors.ts';
import type { Log } from '../../platform/log.ts';
import type { Queues } from '../../platform/queue/queue.ts';
import { grantedSummary } from '../rights/grants.ts';
import { loadItemsById, loadUse } from './storyItems.ts';
import { describeItem } from './snapshot.ts';
import { dropUnfit } from './unfit.ts';
import { loadWritten } from './written.ts';
import { MAILING } from '../../domain/states.ts';

type Deps = { db: Db; queues: Queues; now: () => Date };
type WaveKey = { editionId: number; dueAt: Date };

type WaveRow = { changes: StoryChange[]; recheckedAt: Date | null; policy: 'staff' | 'auto' };

async function loadWave(db: Db, { editionId, dueAt }: WaveKey): Promise<WaveRow | null> {
  const { rows } = await sql<WaveRow>`
    select w.changes, w.rechecked_at as "recheckedAt", n.late_copy as policy
    from waves w
    join editions e on e.id = w.edition_id and e.is_rehearsal = w.is_rehearsal
    join newsletters n on n.id = e.newsletter_id
    where w.edition_id = ${editionId} and w.due_at = ${dueAt} and e.state = any(${MAILING}::text[])`.execute(db);
  return rows[0] ?? null;
}

/** Adds to a wave's changes, safely with concurrent calls. `at` marks the wave as checked. */
async function saveChanges(
  db: Db,
  { editionId, dueAt }: WaveKey,
  at: Date | null,
  merge: (before: StoryChange[]) => StoryChange[],
): Promise<StoryChange[]> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ isRehearsal: boolean; changes: StoryChange[] }>`
      select w.is_rehearsal as "isRehearsal", w.changes
      from waves w join editions e on e.id = w.edition_id and e.is_rehearsal = w.is_rehearsal
      where w.edition_id = ${editionId} and w.due_at = ${dueAt}
      for update of w`.execute(tx);
    const row = rows[0];
    if (!row) return [];
    const changes = merge(row.changes);
    await sql`
      update waves set changes = ${JSON.stringify(changes)}::jsonb, rechecked_at = coalesce(${at}, rechecked_at)
      where edition_id = ${editionId} and is_rehearsal = ${row.isRehearsal} and due_at = ${dueAt}`.execute(tx);
    return changes;
  });
}

/** Finds the outlets' newer text that may be shown, and whether the policy may apply it. */
async function compareStories(
  db: Db,
  { editionId, dueAt }: WaveKey,
): Promise<{ change: StoryChange; isStaffs: boolean }[]> {
  const loaded = await loadEdition({ db }, editionId);
  if (!loaded) return [];
  const { stories, newsletter } = loaded;
  const use = await loadUse(db, newsletter, dueAt);
  const ids = stories.flatMap(({ item_id }) => item_id ?? []);
  const items = await loadItemsById(db, ids);
  const written = await loadWritten(db, ids);
  return stories.flatMap((story) => {
    const { position } = story;
    const item = items.get(story.item_id ?? -1);
    if (item === undefined) return [];
    const staffs = written.get(item.id);
    const now = describeItem({ title: item.title, summary: grantedSummary(item, use) });
    return (
      (['headline', 'summary'] as const)
        // An emptied text is not newer copy. A text that staff changed differs from an unchanged item.
        .filter((field) => now[field] !== '' && now[field] !== story[field])
        .filter((field) => !staffs?.known.some((text) => text[field] === now[field]))
        .map((field) => {
          const change: StoryChange = { position, field, before: story[field], after: now[field], applied: false };
          return { change, isStaffs: staffs !== undefined };
        })
    );
  });
}

/** Applies newer copy to the edition. False if the edition no longer accepts any. */
async function takeOver(
  deps: Deps,
  editionId: number,
  changes: readonly StoryChange[],
  actor: string,
): Promise<boolean> {
  const position = changes[0]!.position;
  const texts = Object.fromEntries(changes.map(({ field, after }) => [field, after]));
  try {
    await fixStory(deps, { editionId, position, changes: texts, actor });
    return true;
  } catch (error) {
    if (isReveilleError(error, 'EDITION_STATE')) return false;
    throw error;
  }
}

const isSame = (a: StoryChange, b: StoryChange): boolean =>
  a.position === b.position && a.field === b.field && a.after === b.after;

/**
 * Checks the stories of an edition again before one of its waves. A story that was withdrawn, barred or embargoed past
 * the wave is dropped and a standby promoted. A picture whose rights have ended is removed. Other newer copy is stored
 * with the wave for the desk. If the newsletter's policy is `auto`, newer headlines and summaries are applied at once,
 * except where staff changed the story. A wave is not checked after its hour. Returns the wave's changes, or null if
 * the
 * edition is not running or has no such wave. Repeated and concurrent calls have the same result as one: the same fix
 * again changes nothing.
 */
export async function recheckEdition(deps: Deps & { log: Log }, wave: WaveKey): Promise<StoryChange[] | null> {
  const row = await loadWave(deps.db, wave);
  if (!row) return null;
  const at = deps.now();
  if (row.recheckedAt !== null && at >= wave.dueAt) return saveChanges(deps.db, wave, at, (before) => before);
  const dropped = await dropUnfit(deps, wave.editionId, wave.dueAt);
  const found = await compareStories(deps.db, wave);
  const mayTake = found.filter(({ isStaffs }) => !isStaffs);
  if (row.policy === 'auto')
    for (const group of Map.groupBy(mayTake, ({ change }) => change.position).values()) {
      const changes = group.map(({ change }) => change);
      if (await takeOver(deps, wave.editionId, changes, RECHECK)) for (const change of changes) change.applied = true;
    }
  const fresh = [...dropped, ...found.map(({ change }) => change)];
  if (fresh.length > 0) {
    const applied = fresh.filter((change) => change.applied).length;
    deps.log.info({ edition: wave.editionId, changes: fresh.length, applied }, 'stories have newer versions');
  }
  return saveChanges(deps.db, wave, at, (before) => {
    const applied = before.filter((change) => change.applied);
    return [...applied, ...fresh.filter((change) => !applied.some((known) => isSame(known, change)))];
  });
}

/**
 * Applies the newer copy of one story by decision of staff. Throws NOT_FOUND if none is waiting (a withdrawn story has
 * no
 * newer copy), and EDITION_STATE if the edition no longer accepts any.
 */
export async function applyChange(
  deps: Deps,
  { position, actor, ...wave }: WaveKey & { position: number; actor: string },
): Promise<void> {
  const row = await loadWave(deps.db, wave);
  const waits = (row?.changes ?? []).filter(
    (change) => !change.applied && change.field !== 'withdrawn' && change.position === position,
  );
  if (waits.length === 0)
    throw new ReveilleError('NOT_FOUND', `Edition ${wave.editionId} has no newer version of story ${position}.`);
  if (!(await takeOver(deps, wave.editionId, waits, actor)))
    throw new ReveilleError(
      'EDITION_STATE',
      `Edition ${wave.editionId} no longer accepts newer versions of its stories.`,
    );
  await saveChanges(deps.db, wave, null, (before) => {
    for (const change of before) if (waits.some((each) => isSame(each, change))) change.applied = true;
    return before;
  });
}
