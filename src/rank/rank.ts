import type { Db } from '../db/client.ts';
import type { ClusterItem } from '../domain/story.ts';
import { ReveilleError } from '../errors.ts';
import type { Log } from '../log.ts';
import { groupItems, type GroupItem } from './cluster.ts';
import { acceptsLanguage } from './languages.ts';
import { chooseLead, countIndependentOutlets, type RankItem } from './lead.ts';
import { emptyOtherStories, loadItems, lockRanking, saveMembership, saveStories, takeStoryIds } from './rows.ts';
import type { StoryRow } from './rows.ts';
import { scoreStory } from './score.ts';

const BODY_LENGTH = 300;

/** A time in milliseconds, or null. Without a zone it is taken as UTC, wherever the program runs. */
function parseTime(text: string | null | undefined): number | null {
  if (!text) return null;
  const at = Date.parse(/T\d{2}:\d{2}(?::[\d.]+)?$/.test(text.trim()) ? `${text.trim()}Z` : text);
  return Number.isNaN(at) ? null : at;
}

/**
 * Groups items that report one event: each id's story, which is the id of the story's earliest item. Pure and
 * deterministic; the order of `items` does not matter.
 */
export function clusterItems(items: readonly ClusterItem[]): Map<string, string> {
  const groups = groupItems(
    items.map((item) => ({
      id: item.id,
      title: item.title,
      summary: item.summary ?? '',
      at: parseTime(item.publishedAt),
      outlet: item.outlet ?? null,
      story: null,
    })),
  );
  return new Map(groups.flatMap(({ ids }) => ids.map((id) => [id, ids[0] ?? id] as const)));
}

function toGroupItem(item: RankItem): GroupItem {
  return {
    id: String(item.id).padStart(10, '0'),
    title: item.title,
    summary: item.summary || item.body.slice(0, BODY_LENGTH),
    at: item.at.getTime(),
    outlet: String(item.outletId),
    story: item.storyId,
  };
}

function buildStory(id: number, items: readonly RankItem[], now: Date): StoryRow {
  const times = items.map((item) => item.at.getTime());
  const newestAt = new Date(Math.max(...times));
  const best = items.toSorted((a, b) => a.feedPosition - b.feedPosition || a.outletId - b.outletId)[0];
  const independentOutlets = countIndependentOutlets(items);
  const { score, reasons } = scoreStory(
    {
      independentOutlets,
      hasOwn: items.some((item) => item.isOwn),
      itemCount: items.length,
      newestAt,
      top: best === undefined ? null : { feedPosition: best.feedPosition, outletName: best.outletName },
    },
    now,
  );
  return {
    id,
    leadItemId: chooseLead(items)?.id ?? null,
    itemCount: items.length,
    outletCount: new Set(items.map((item) => item.outletId)).size,
    firstAt: new Date(Math.min(...times)),
    lastAt: newestAt,
    score,
    reasons,
  };
}

/**
 * Groups a newsletter's items of the last 72 hours into stories and scores these. An item that has a story keeps it;
 * new ones join a story or make one; stories are never split or joined. Idempotent, and safe in several processes at
 * once: they take turns. Returns how many stories and items were ranked. Throws NOT_FOUND.
 */
export async function rankNewsletter(
  { db, log, now }: { db: Db; log: Log; now: () => Date },
  newsletterId: number,
): Promise<{ stories: number; items: number }> {
  const at = now();
  return db.transaction().execute(async (tx) => {
    await lockRanking(tx, newsletterId);
    const newsletter = await tx
      .selectFrom('newsletters')
      .select(['slug', 'languages'])
      .where('id', '=', newsletterId)
      .executeTakeFirst();
    if (newsletter === undefined) throw new ReveilleError('NOT_FOUND', `There is no newsletter ${newsletterId}.`);
    const items = (await loadItems(tx, newsletterId, at)).filter((item) => acceptsLanguage(newsletter.languages, item));
    const groups = groupItems(items.map(toGroupItem));
    const freshIds = await takeStoryIds(tx, groups.filter(({ story }) => story === null).length);
    const byId = new Map(items.map((item) => [item.id, item]));
    const placed = groups.map(({ story, ids }) => ({
      storyId: story ?? freshIds.shift()!,
      items: ids.flatMap((id) => byId.get(Number(id)) ?? []),
    }));
    const stories = placed.map(({ storyId, items: members }) => buildStory(storyId, members, at));
    await saveStories(tx, newsletterId, stories, at);
    await saveMembership(
      tx,
      placed.flatMap(({ storyId, items: members }) =>
        members.filter((item) => item.storyId === null).map((item) => ({ itemId: item.id, storyId })),
      ),
    );
    await emptyOtherStories(
      tx,
      newsletterId,
      stories.map(({ id }) => id),
      at,
    );
    log.info({ newsletter: newsletter.slug, stories: stories.length, items: items.length }, 'stories were ranked');
    return { stories: stories.length, items: items.length };
  });
}
