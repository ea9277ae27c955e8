import { sql } from 'kysely';
import type { Db, Tx } from '../db/client.ts';
import type { EditionKind, EditionState } from '../domain/states.ts';
import type { Candidate } from './choose.ts';
import type { Snapshot, StoryItem } from './snapshot.ts';

/** Only stories whose newest item is at most this old are news. */
export const NEWS_WINDOW_HOURS = 36;
const REPEAT_DAYS = 7;

export type RankedStory = Candidate & { reasons: string[] };
export type EditionKey = { newsletterId: number; date: string; kind: EditionKind; number: number };
export type LockedEdition = { id: number; state: EditionState; flag: string | null; flagDetail: string | null };

/** Makes the edition's row where there is none, and locks it until the transaction ends. */
export async function lockEdition(tx: Tx, key: EditionKey): Promise<LockedEdition> {
  const { newsletterId, date, kind, number } = key;
  await tx
    .insertInto('editions')
    .values({ newsletter_id: newsletterId, date, kind, number })
    .onConflict((conflict) => conflict.columns(['newsletter_id', 'date', 'kind', 'number']).doNothing())
    .execute();
  return tx
    .selectFrom('editions')
    .select(['id', 'state', 'flag', 'flag_detail as flagDetail'])
    .where('newsletter_id', '=', newsletterId)
    .where('date', '=', date)
    .where('kind', '=', kind)
    .where('number', '=', number)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/**
 * The ranked stories of the last 36 hours that no other edition of the newsletter within a week of `date` has
 * carried. An edition that only went to the built-in inbox, or nowhere, has carried nothing.
 */
export async function loadCandidates(tx: Tx, key: EditionKey, editionId: number, now: Date): Promise<RankedStory[]> {
  const since = new Date(now.getTime() - NEWS_WINDOW_HOURS * 3_600_000);
  const { rows } = await sql<RankedStory>`
    select s.id as "storyId", i.id as "itemId", i.url, o.is_own as "isOwn", o.id as "outletId", s.score,
      s.last_published_at as "lastAt", s.reasons
    from stories s join items i on i.id = s.lead_item_id join outlets o on o.id = i.outlet_id
    where s.newsletter_id = ${key.newsletterId} and s.last_published_at >= ${since} and i.url is not null
      and not exists (
        select from edition_stories es join editions e on e.id = es.edition_id
        where e.newsletter_id = ${key.newsletterId} and e.id <> ${editionId} and not e.is_rehearsal
          and e.state in ('approved', 'preparing', 'submitting', 'paused', 'submitted')
          and abs(e.date - ${key.date}::date) <= ${REPEAT_DAYS}
          and (es.story_id = s.id or es.url = i.url))`.execute(tx);
  return rows;
}

/** All items of the given stories. */
export async function loadStoryItems(tx: Tx, storyIds: readonly number[]): Promise<Map<number, StoryItem[]>> {
  const { rows } = await sql<StoryItem>`
    select i.id, i.story_id as "storyId", i.title, i.summary, i.byline, i.dateline, i.agency, i.copyright,
      i.language, i.image,
      i.published_at as "publishedAt", coalesce(i.published_at, i.first_seen_at) as at, o.name as "outletName",
      o.is_own as "isOwn", o.rights
    from items i join outlets o on o.id = i.outlet_id
    where i.story_id = any(${storyIds}::int[]) order by i.id`.execute(tx);
  return Map.groupBy(rows, (item) => item.storyId);
}

/** Replaces what the edition says. Returns whether anything that a reader sees differs from before. */
export async function replaceStories(tx: Tx, editionId: number, stories: readonly Snapshot[]): Promise<boolean> {
  const seen = sql<{ text: string }>`
    select coalesce(jsonb_agg(to_jsonb(s) - 'score' - 'reasons' - 'story_id' - 'item_id' order by position), '[]')::text
      as text
    from edition_stories s where edition_id = ${editionId}`;
  const before = await seen.execute(tx);
  await tx.deleteFrom('edition_stories').where('edition_id', '=', editionId).execute();
  if (stories.length > 0)
    await tx
      .insertInto('edition_stories')
      .values(
        stories.map((story, at) => ({
          edition_id: editionId,
          position: at + 1,
          story_id: story.storyId,
          item_id: story.itemId,
          url: story.url,
          headline: story.headline,
          summary: story.summary,
          outlet_name: story.outletName,
          is_own: story.isOwn,
          byline: story.byline,
          dateline: story.dateline,
          agency: story.agency,
          copyright: story.copyright,
          language: story.language,
          image: story.image === null ? null : JSON.stringify(story.image),
          published_at: story.publishedAt,
          item_count: story.itemCount,
          also_reported_by: story.alsoReportedBy,
          score: story.score,
          reasons: JSON.stringify(story.reasons),
        })),
      )
      .execute();
  const after = await seen.execute(tx);
  return before.rows[0]?.text !== after.rows[0]?.text;
}

/** An edition and its newsletter's slug, or undefined. */
export function loadEdition(db: Db, editionId: number) {
  return db
    .selectFrom('editions as e')
    .innerJoin('newsletters as n', 'n.id', 'e.newsletter_id')
    .select([
      'e.id',
      'n.slug',
      'e.date',
      'e.state',
      'e.subject',
      'e.preheader',
      'e.flag',
      'e.flag_detail as flagDetail',
    ])
    .where('e.id', '=', editionId)
    .executeTakeFirst();
}
