import type { Db } from '../../platform/db/client.ts';
import type { EditionChange, StoryChange } from '../../platform/db/tables/editions.ts';
import { fixStory, RECHECK } from '../../editions/fix.ts';
import { loadEdition } from '../../editions/load.ts';
import { isReveilleError } from '../../domain/errors.ts';
import { isUpload } from '../../domain/pictures.ts';
import type { Log } from '../../platform/log.ts';
import type { Queues } from '../../platform/queue/queue.ts';
import { refuseItem } from '../rights/grants.ts';
import { loadKept, overlookWithdrawal } from './keeps.ts';
import { dropStory, recordChanges } from './replace.ts';
import { loadItemsById, loadStoryItems, loadUse } from './storyItems.ts';
import { pictureOf, type StoryItem } from './snapshot.ts';

type Deps = { db: Db; queues: Queues; now: () => Date };

/** A story that may not be shown at a send. */
type Unfit = { position: number; itemId: number | null; headline: string; reason: string };

async function findUnfit(
  db: Db,
  editionId: number,
  sendAt: Date,
): Promise<{ unfit: Unfit[]; withoutPicture: { position: number; headline: string }[] }> {
  const loaded = await loadEdition({ db }, editionId);
  if (!loaded) return { unfit: [], withoutPicture: [] };
  const { stories, newsletter } = loaded;
  const kept = await loadKept(db, editionId);
  const found = await loadItemsById(
    db,
    stories.flatMap(({ item_id }) => item_id ?? []),
  );
  const leads = new Map(overlookWithdrawal([...found.values()], kept).map((item) => [item.id, item]));
  const others = await loadStoryItems(
    db,
    stories.flatMap(({ story_id }) => story_id ?? []),
  );
  const use = await loadUse(db, newsletter, sendAt);
  const unfit: Unfit[] = [];
  const withoutPicture: { position: number; headline: string }[] = [];
  for (const { position, item_id: itemId, story_id: storyId, headline, image } of stories) {
    const lead = itemId === null ? undefined : leads.get(itemId);
    const reason = lead === undefined ? 'its outlet or its item no longer exists' : refuseItem(lead, use);
    if (lead === undefined || reason !== null) unfit.push({ position, itemId, headline, reason: reason ?? '' });
    else if (
      image !== null &&
      !isUpload(image) &&
      !keepsPicture(image.url, [lead, ...overlookWithdrawal(others.get(storyId ?? -1) ?? [], kept)])
    )
      withoutPicture.push({ position, headline });
  }
  return { unfit, withoutPicture };

  /** True if the picture may still be shown. If its item is missing, another item may grant it. */
  function keepsPicture(url: string, items: readonly StoryItem[]): boolean {
    const usable = items.filter((item) => refuseItem(item, use) === null);
    const owners = usable.filter((item) => item.image?.url === url);
    return (owners.length > 0 ? owners : usable).some((item) => pictureOf(item, use) !== null);
  }
}

/**
 * Removes from an edition that is approved or running what may not be shown at `sendAt`: stories that were withdrawn,
 * embargoed or barred, each replaced by a standby, and pictures whose rights have ended. Returns the changes, by each
 * story's position. `applied` is false for the last story, which stays for a person to decide.
 */
export async function dropUnfit(deps: Deps, editionId: number, sendAt: Date): Promise<StoryChange[]> {
  const { unfit, withoutPicture } = await findUnfit(deps.db, editionId, sendAt);
  for (const { position, headline } of withoutPicture) {
    await fixStory(deps, { editionId, position, changes: { image: null }, actor: RECHECK });
    await deps.db.transaction().execute((tx) =>
      recordChanges(tx, editionId, [
        {
          at: deps.now().toISOString(),
          actor: RECHECK,
          what: 'updated',
          headline,
          reason: 'its picture may no longer be shown',
        },
      ]),
    );
  }
  const changes: StoryChange[] = [];
  // From the last one, so that the positions of those above do not change.
  for (const { position, itemId, headline, reason } of unfit.toReversed()) {
    const change: StoryChange = { position, field: 'withdrawn', before: headline, after: reason, applied: false };
    try {
      const order = { editionId, position, itemId, reason, actor: RECHECK, sendAt };
      if (await dropStory(deps, order)) changes.push({ ...change, applied: true });
    } catch (error) {
      if (!isReveilleError(error, 'EDITION_TOO_FEW_STORIES', 'EDITION_STATE')) throw error;
      changes.push(change);
    }
  }
  return changes.toReversed();
}

type Line = { item: number | null; headline: string };

/** Why stories left a draft, by item, where their outlets withdrew them. */
async function explainWithdrawn(db: Db, lines: readonly Line[]): Promise<Map<number | null, string>> {
  const items = await loadItemsById(
    db,
    lines.flatMap(({ item }) => item ?? []),
  );
  const gone = [...items.values()].filter(({ isWithdrawn }) => isWithdrawn);
  return new Map(gone.map(({ id, outletName }) => [id, `${outletName} has withdrawn it`]));
}

async function listLines(db: Db, editionId: number): Promise<Line[]> {
  return db
    .selectFrom('edition_stories')
    .select(['item_id as item', 'headline'])
    .where('edition_id', '=', editionId)
    .orderBy('position')
    .execute();
}

/** The changes after a draft was composed again. */
function compareLines(
  before: readonly Line[],
  after: readonly Line[],
  withdrawn: ReadonlyMap<number | null, string>,
): Omit<EditionChange, 'at' | 'actor'>[] {
  const reason = 'its outlets were read again before the send';
  const was = new Map(before.map(({ item, headline }) => [item, headline]));
  const is = new Map(after.map(({ item, headline }) => [item, headline]));
  return [
    ...before
      .filter(({ item }) => !is.has(item))
      .map(({ item, headline }) => ({
        what: 'dropped' as const,
        headline,
        reason: withdrawn.get(item) ?? reason,
        itemId: item,
      })),
    ...after
      .filter(({ item }) => !was.has(item))
      .map(({ headline }) => ({ what: 'promoted' as const, headline, reason })),
    ...after
      .filter(({ item, headline }) => was.has(item) && was.get(item) !== headline)
      .map(({ headline }) => ({ what: 'updated' as const, headline, reason })),
  ];
}

/**
 * Checks an edition's stories again before its first hour. A draft is composed again (`compose`), and the changes are
 * noted for the desk. In an approved edition, stories that may not be shown are dropped and approved standbys promoted;
 * nothing else changes. recheckEdition handles running editions. Safe to run twice.
 */
export async function recheckBeforeSend(
  deps: Deps & { log: Log; compose: (editionId: number) => Promise<unknown> },
  editionId: number,
): Promise<void> {
  const edition = await deps.db
    .selectFrom('editions')
    .select(['state', 'due_at'])
    .where('id', '=', editionId)
    .executeTakeFirst();
  if (edition?.state !== 'draft' && edition?.state !== 'approved') return;
  const at = deps.now();
  if (edition.state === 'draft') {
    const before = await listLines(deps.db, editionId);
    await deps.compose(editionId);
    const withdrawn = await explainWithdrawn(deps.db, before);
    const changed = compareLines(before, await listLines(deps.db, editionId), withdrawn);
    await deps.db.transaction().execute((tx) =>
      recordChanges(
        tx,
        editionId,
        changed.map((change) => ({ ...change, at: at.toISOString(), actor: RECHECK })),
      ),
    );
    deps.log.info({ edition: editionId, changes: changed.length }, 'a draft was checked again before its send');
  } else {
    const sendAt = new Date(Math.max(at.getTime(), edition.due_at?.getTime() ?? 0));
    const changes = await dropUnfit(deps, editionId, sendAt);
    deps.log.info({ edition: editionId, changes: changes.length }, 'an edition was checked again before its send');
  }
  await deps.db.updateTable('editions').set({ rechecked_at: at }).where('id', '=', editionId).execute();
}
