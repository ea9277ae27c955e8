import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/client.ts';
import type { ClusterItem } from '../../domain/story.ts';
import { ReveilleError } from '../../domain/errors.ts';
import type { Log } from '../../platform/log.ts';
import { kindOf, rulesOf, type KindRules } from '../../domain/kinds.ts';
import { canLead, orderLeads } from '../lead.ts';
import { groupItems } from './cluster.ts';
import { acceptsLanguage } from '../../language/languages.ts';
import { findNews } from '../news.ts';
import { openWindows, placeArrivals, type Windows } from './place.ts';
import { lockRanking } from './placeRows.ts';
import { emptyOtherStories, emptyStories, loadCarried, loadItems, loadTexts, saveStories } from './itemRows.ts';
import type { RankItem, StoryRow } from './itemRows.ts';
import { scoreStory } from './score.ts';
import { matchTopic, parseTopic, type Topic } from './topic.ts';
import { countVoices } from './voices.ts';

export { holdAlone, holdJoined, holdSplit } from './hold.ts';
export { openWindows, type Windows } from './place.ts';
export { lockRanking } from './placeRows.ts';

/** Parses a time to milliseconds, or null. A time without a zone counts as UTC on every machine. */
function parseTime(text: string | null | undefined): number | null {
  if (!text) return null;
  const at = Date.parse(/T\d{2}:\d{2}(?::[\d.]+)?$/.test(text.trim()) ? `${text.trim()}Z` : text);
  return Number.isNaN(at) ? null : at;
}

/**
 * Groups items that report one event. Returns the story of each id: the id of the story's earliest item. Pure and
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
    })),
  );
  return new Map(groups.flatMap((ids) => ids.map((id) => [id, ids[0] ?? id] as const)));
}

type Texts = ReadonlyMap<number, { title: string; summary: string }>;
type Newsletter = {
  id: number;
  slug: string;
  languages: string[];
  topic: string;
  zone: string;
  kinds: Partial<KindRules>;
};

/** The items with news about a story since an edition had it. */
function findNewItems(items: readonly RankItem[], carriedAt: Date, texts: Texts): RankItem[] {
  const withText = items.map((item) => ({ item, ...(texts.get(item.id) ?? { title: item.title, summary: '' }) }));
  const earlier = withText.filter(({ item }) => item.knownAt <= carriedAt);
  const earlierIds = new Set(earlier.map(({ item }) => item.id));
  const later = withText.filter(
    ({ item }) => !earlierIds.has(item.id) && !(item.voice !== null && earlierIds.has(item.voice)),
  );
  return findNews(earlier, later).map(({ item }) => item);
}

function chooseLead(items: readonly RankItem[]): RankItem | null {
  const able = items.filter((item) => canLead(item) && !item.isWithdrawn);
  return orderLeads(able, (item) => item)[0] ?? null;
}

function buildStory(
  id: number,
  items: readonly RankItem[],
  {
    topic,
    texts,
    rules,
    carriedAt,
    now,
  }: { topic: Topic; texts: Texts; rules: KindRules; carriedAt: Date | undefined; now: Date },
): StoryRow {
  const times = items.map((item) => item.at.getTime());
  const newestAt = new Date(Math.max(...times));
  const news = carriedAt === undefined ? null : findNewItems(items, carriedAt, texts);
  const lead = (news && chooseLead(news)) ?? chooseLead(items);
  const voices = countVoices(items);
  const kind = lead && kindOf(lead);
  const { score, reasons } = scoreStory(
    {
      independentOutlets: voices.length,
      authority: voices.reduce((sum, { authority }) => sum + authority, 0),
      hasOwn: items.some((item) => item.isOwn),
      loweredKind: kind !== null && rules[kind] === 'down' ? kind : null,
      itemCount: items.length,
      newestAt,
      places: voices,
      topics: matchTopic(topic, texts.get(lead?.id ?? -1) ?? { title: lead?.title ?? '', summary: '' }),
    },
    now,
  );
  // A new report of the paper itself is always enough.
  const newVoices = news && countVoices(news).length + (news.some((item) => item.isOwn) ? 1 : 0);
  return {
    id,
    leadItemId: lead?.id ?? null,
    itemCount: items.length,
    outletCount: new Set(items.map((item) => item.outletId)).size,
    firstAt: new Date(Math.min(...times)),
    lastAt: newestAt,
    score,
    reasons,
    newVoices,
    section: lead?.section ?? items.find((item) => item.section !== null)?.section ?? null,
  };
}

async function loadNewsletter(db: Db, newsletterId: number): Promise<Newsletter> {
  const newsletter = await db
    .selectFrom('newsletters')
    .select(['id', 'slug', 'languages', 'topic', 'zone', 'kinds'])
    .where('id', '=', newsletterId)
    .executeTakeFirst();
  if (newsletter === undefined) throw new ReveilleError('NOT_FOUND', `There is no newsletter ${newsletterId}.`);
  return newsletter;
}

/** Scores the stories of the last 72 hours, or those of `only`, however old. */
async function scoreSome(
  tx: Tx,
  newsletter: Newsletter,
  now: Date,
  only: readonly number[] | null = null,
): Promise<{ stories: number; items: number }> {
  await lockRanking(tx, newsletter.id);
  const all = await loadItems(tx, newsletter.id, now, only);
  const items = all.filter((item) => item.isHeld || acceptsLanguage(newsletter.languages, item));
  const byStory = Map.groupBy(items, ({ storyId }) => storyId);
  const { rows } = await sql<{
    today: string;
  }>`select (${now}::timestamptz at time zone ${newsletter.zone})::date as today`.execute(tx);
  const carried = await loadCarried(tx, newsletter.id, rows[0]!.today);
  const topic = parseTopic(newsletter.topic);
  const read = [...byStory].flatMap(([id, members]) =>
    topic.length > 0 || carried.has(id) ? members.map((item) => item.id) : [],
  );
  const texts = await loadTexts(tx, read);
  const rules = rulesOf(newsletter.kinds);
  const stories = [...byStory].map(([id, members]) =>
    buildStory(id, members, { topic, texts, rules, carriedAt: carried.get(id), now }),
  );
  await saveStories(tx, stories, now);
  if (only === null) await emptyOtherStories(tx, newsletter.id, [...byStory.keys()], now);
  else
    await emptyStories(
      tx,
      only.filter((id) => !byStory.has(id)),
      now,
    );
  return { stories: stories.length, items: items.length };
}

/**
 * Places the new items of a newsletter without scoring. It costs little, so it can run after each fetch. `windows`
 * caches
 * items between calls. Throws NOT_FOUND.
 */
export function placeNewsletter(
  { db, now, windows }: { db: Db; now: () => Date; windows: Windows },
  newsletterId: number,
): Promise<number> {
  return placeArrivals({ db, now, windows }, newsletterId);
}

/**
 * Places the new items of a newsletter and scores its stories of the last 72 hours. A story that was shown to readers
 * is
 * never split or joined. Idempotent. Concurrent processes take turns. Returns the number of ranked stories and items.
 * Throws NOT_FOUND.
 */
export async function rankNewsletter(
  { db, log, now, windows = openWindows() }: { db: Db; log: Log; now: () => Date; windows?: Windows },
  newsletterId: number,
): Promise<{ stories: number; items: number }> {
  const newsletter = await loadNewsletter(db, newsletterId);
  await placeArrivals({ db, now, windows }, newsletterId);
  const counts = await db.transaction().execute((tx) => scoreSome(tx, newsletter, now()));
  log.info({ newsletter: newsletter.slug, ...counts }, 'stories were ranked');
  return counts;
}

/** Scores a few stories again, for example after staff changed their items. Throws NOT_FOUND. */
export async function scoreStories(tx: Tx, newsletterId: number, ids: readonly number[], now: Date): Promise<void> {
  await scoreSome(tx, await loadNewsletter(tx, newsletterId), now, ids);
}

/** Ranks the newsletter of an edition. Throws NOT_FOUND. */
export async function rankEdition(
  deps: { db: Db; log: Log; now: () => Date; windows?: Windows },
  editionId: number,
): Promise<void> {
  const edition = await deps.db
    .selectFrom('editions')
    .select('newsletter_id')
    .where('id', '=', editionId)
    .executeTakeFirst();
  if (edition === undefined) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  await rankNewsletter(deps, edition.newsletter_id);
}
