import { sql, type RawBuilder } from 'kysely';
import type { Db, Tx } from '../../platform/db/client.ts';
import { CARRYING, type EditionKind, type EditionState } from '../../domain/states.ts';
import { findSection, type Section } from '../../domain/sections.ts';
import { listAgencies } from '../rights/agencies.ts';
import type { Use } from '../rights/grants.ts';
import type { Chosen, Snapshot, StoryItem } from './snapshot.ts';

/** A story is news if its newest item is at most this old. */
export const NEWS_WINDOW_HOURS = 36;
const REPEAT_DAYS = 7;
// With this many outlets reporting something new, a story may return.
const MIN_NEW_VOICES = 2;

/**
 * A ranked story. `carriedAt`: when the edition that it updates was composed. `sent`: the text with which it was sent,
 * for an edition that sums up others.
 */
export type RankedStory = Chosen & { carriedAt: Date | null; sent?: { headline: string; summary: string } };
/** `labels`: the section names of its lead, its items and its outlet, closest first. */
type StoryRow = Omit<RankedStory, 'section'> & { labels: string[] };

/** Adds the newsletter's own section name, if it has one. */
const withSection =
  (sections: readonly Section[]) =>
  <T extends { labels: string[] }>({ labels, ...story }: T) => ({
    ...story,
    section: findSection(labels, sections) ?? labels[0] ?? null,
  });
export type EditionKey = { newsletterId: number; date: string; kind: EditionKind; number: number };
export type LockedEdition = {
  id: number;
  state: EditionState;
  flag: string | null;
  flagDetail: string | null;
  dueAt: Date | null;
};
export type Pick = { storyId: number; position: number | null; isExcluded: boolean };

/** Creates the edition's row if necessary, and locks it until the transaction ends. */
export async function lockEdition(tx: Tx, key: EditionKey): Promise<LockedEdition> {
  const { newsletterId, date, kind, number } = key;
  await tx
    .insertInto('editions')
    .values({ newsletter_id: newsletterId, date, kind, number })
    .onConflict((conflict) => conflict.columns(['newsletter_id', 'date', 'kind', 'number']).doNothing())
    .execute();
  return tx
    .selectFrom('editions')
    .select(['id', 'state', 'flag', 'flag_detail as flagDetail', 'due_at as dueAt'])
    .where('newsletter_id', '=', newsletterId)
    .where('date', '=', date)
    .where('kind', '=', kind)
    .where('number', '=', number)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** SQL: true for an edition `e` that was sent. A send to the built-in inbox counts only if there is no relay. */
const wasSent = (countsRehearsals: boolean): RawBuilder<unknown> => sql`
  e.state = any(${CARRYING}::text[])
  and (${countsRehearsals}::boolean or not e.is_rehearsal)`;

/**
 * Loads the ranked stories of the last 36 hours, best first. A story that another edition of the newsletter within a week
 * of `date` has carried (or an earlier draft that may still be sent) returns only if it has developed since, with a lead
 * that no edition carried. `updateOf` is the latest of those editions.
 */
export async function loadCandidates(
  tx: Tx,
  key: EditionKey,
  {
    editionId,
    now,
    countsRehearsals,
    sections,
  }: { editionId: number; now: Date; countsRehearsals: boolean; sections: Section[] },
): Promise<RankedStory[]> {
  const since = new Date(now.getTime() - NEWS_WINDOW_HOURS * 3_600_000);
  const { rows } = await sql<StoryRow>`
    with carried as (
      select es.story_id, es.url, e.id, e.composed_at
      from edition_stories es join editions e on e.id = es.edition_id join newsletters n on n.id = e.newsletter_id
      where e.newsletter_id = ${key.newsletterId} and e.id <> ${editionId} and e.kind <> 'correction'
        and abs(e.date - ${key.date}::date) <= ${REPEAT_DAYS}
        and ((${wasSent(countsRehearsals)})
             or (e.state = 'draft' and e.date < ${key.date}::date and e.kind = 'daily'
                 and (e.due_at is null or e.due_at + n.max_lateness_minutes * interval '1 minute' > ${now})))
    )
    select s.id as "storyId", i.id as "itemId", i.url, o.is_own as "isOwn", o.id as "outletId",
      array_remove(array[i.section, s.section, o.section], null) as labels, s.score, s.last_published_at as "lastAt", s.reasons,
      c.id as "updateOf", c.composed_at as "carriedAt"
    from stories s join items i on i.id = s.lead_item_id join outlets o on o.id = i.outlet_id
    left join lateral (
      select id, composed_at from carried where story_id = s.id order by composed_at desc nulls last limit 1
    ) c on true
    where s.newsletter_id = ${key.newsletterId} and s.last_published_at >= ${since} and i.url is not null
      and (c.id is null or s.new_voices >= ${MIN_NEW_VOICES})
      and not exists (select from carried where carried.url = i.url)
    order by s.score desc, s.last_published_at desc, s.id`.execute(tx);
  return rows.map(withSection(sections));
}

/** The stories that a person named, even if an earlier edition carried them. */
export async function loadNamed(
  tx: Tx,
  { id: newsletterId, sections }: { id: number; sections: Section[] },
  storyIds: readonly number[],
): Promise<RankedStory[]> {
  const { rows } = await sql<StoryRow>`
    select s.id as "storyId", i.id as "itemId", i.url, o.is_own as "isOwn", o.id as "outletId",
      array_remove(array[i.section, s.section, o.section], null) as labels, s.score, s.last_published_at as "lastAt", s.reasons,
      null::integer as "updateOf", null::timestamptz as "carriedAt"
    from stories s join items i on i.id = s.lead_item_id join outlets o on o.id = i.outlet_id
    where s.newsletter_id = ${newsletterId} and s.id = any(${storyIds}::int[]) and i.url is not null`.execute(tx);
  return rows.map(withSection(sections));
}

/** The stories that were sent in the seven days up to `date`: each once, as in its latest edition. */
export async function loadSent(
  tx: Tx,
  { newsletterId, date }: EditionKey,
  { countsRehearsals, sections }: { countsRehearsals: boolean; sections: Section[] },
): Promise<RankedStory[]> {
  const { rows } = await sql<StoryRow>`
    select distinct on (es.story_id) es.story_id as "storyId", es.item_id as "itemId", es.url, es.is_own as "isOwn",
      i.outlet_id as "outletId", array_remove(array[es.section, i.section], null) as labels, es.score, coalesce(es.published_at, e.composed_at) as "lastAt",
      jsonb_build_array(format('number %s in the edition of %s', es.position, e.date)) as reasons,
      null::integer as "updateOf", null::timestamptz as "carriedAt", 
      jsonb_build_object('headline', es.headline, 'summary', es.summary) as sent
    from edition_stories es join editions e on e.id = es.edition_id join items i on i.id = es.item_id
    where e.newsletter_id = ${newsletterId} and e.kind in ('daily', 'special') and es.story_id is not null
      and e.date > ${date}::date - 7 and e.date <= ${date}::date and ${wasSent(countsRehearsals)}
    order by es.story_id, e.date desc, e.id desc`.execute(tx);
  return rows.map(withSection(sections));
}

const ITEM_COLUMNS = sql`
  i.id, i.story_id as "storyId", i.url, i.title, i.summary, i.description, length(i.body) as "bodyLength", i.byline, i.dateline,
  i.agency, i.copyright, i.language,
  case when i.picture_fault like 'PICTURE_%' and i.picture_url = i.image ->> 'url' then null else i.image end as image,
  case when p.hash is not null then jsonb_build_object('hash', p.hash, 'width', p.width, 'height', p.height,
    'widths', p.widths) end as stored,
  p.credit as "fileCredit", i.published_at as "publishedAt", coalesce(i.published_at, i.first_seen_at) as at,
  least(i.published_at, i.first_seen_at) as "knownAt", i.updated_at as "updatedAt",
  i.section, i.editors_note as "editorsNote", i.embargo_until as "embargoUntil", i.is_withdrawn as "isWithdrawn",
  o.id as "outletId", o.name as "outletName", o.is_own as "isOwn",
  jsonb_build_object('rights', o.rights, 'barred', o.barred, 'notIn', o.not_in,
    'isCreditMandatory', o.credit_mandatory, 'until', o.rights_until) as outlet`;

// Without failed pictures, and without items that may not be shown at this instant.
const ITEM_TABLES = sql`
  items i join outlets o on o.id = i.outlet_id
  left join showable_pictures p on p.hash = i.picture_hash and i.picture_url = i.image ->> 'url'`;

// In jsonb an instant is text.
type ItemRow = Omit<StoryItem, 'outlet'> & {
  outlet: Omit<StoryItem['outlet'], 'until'> & { until: string | null };
};

function toItem({ outlet, ...item }: ItemRow): StoryItem {
  return { ...item, outlet: { ...outlet, until: outlet.until === null ? null : new Date(outlet.until) } };
}

/** All items of the given stories. */
export async function loadStoryItems(db: Db, storyIds: readonly number[]): Promise<Map<number, StoryItem[]>> {
  const { rows } = await sql<ItemRow>`
    select ${ITEM_COLUMNS} from ${ITEM_TABLES}
    where i.story_id = any(${storyIds}::int[]) order by i.id`.execute(db);
  return Map.groupBy(rows.map(toItem), (item) => item.storyId);
}

/** Items by their ids. */
export async function loadItemsById(db: Db, ids: readonly number[]): Promise<Map<number, StoryItem>> {
  const { rows } = await sql<ItemRow>`
    select ${ITEM_COLUMNS} from ${ITEM_TABLES}
    where i.id = any(${ids}::int[])`.execute(db);
  return new Map(rows.map((row) => [row.id, toItem(row)]));
}

/** The data that decides about rights in a newsletter's send at `sendAt`. */
export async function loadUse(
  db: Db,
  { id, territories }: { id: number; territories: string[] },
  sendAt: Date,
): Promise<Use> {
  return { sendAt, territories, agencies: await listAgencies({ db }, id) };
}

/** The decisions of staff about an edition's stories. */
export async function loadPicks(tx: Tx, editionId: number): Promise<Pick[]> {
  return tx
    .selectFrom('edition_picks')
    .select(['story_id as storyId', 'position', 'is_excluded as isExcluded'])
    .where('edition_id', '=', editionId)
    .execute();
}

function toRow(editionId: number, story: Snapshot, at: number) {
  return {
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
    section: story.section,
    update_of: story.updateOf,
  };
}

/** Replaces an edition's stories and standbys. Returns whether readers would see a difference. */
export async function replaceStories(
  tx: Tx,
  editionId: number,
  stories: readonly Snapshot[],
  standbys: readonly Snapshot[],
): Promise<boolean> {
  const seen = sql<{ text: string }>`
    select coalesce(jsonb_agg(to_jsonb(s) - 'score' - 'reasons' - 'story_id' - 'item_id' order by position), '[]')::text
      as text
    from edition_stories s where edition_id = ${editionId}`;
  const before = await seen.execute(tx);
  for (const [table, rows] of [
    ['edition_stories', stories],
    ['edition_standbys', standbys],
  ] as const) {
    await tx.deleteFrom(table).where('edition_id', '=', editionId).execute();
    if (rows.length > 0)
      await tx
        .insertInto(table)
        .values(rows.map((story, at) => toRow(editionId, story, at)))
        .execute();
  }
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
      'e.kind',
      'e.state',
      'e.subject',
      'e.preheader',
      'e.flag',
      'e.flag_detail as flagDetail',
      'e.refused',
    ])
    .where('e.id', '=', editionId)
    .executeTakeFirst();
}
