import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/db/client.ts';
import { CARRYING } from '../../domain/states.ts';
import { findSection, type Section } from '../../domain/sections.ts';
import { isRewritten, type Text } from '../news.ts';
import type { EditionKey } from './editionRows.ts';
import type { Chosen } from './snapshot.ts';

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
/** `isEdit`: only the paper's own edit of its report brings the story back. `sentText`: as the edition had it. */
type CandidateRow = StoryRow & { isEdit: boolean; sentText: Text | null; text: Text };

/** Adds the newsletter's own section name, if it has one. */
const withSection =
  (sections: readonly Section[]) =>
  <T extends { labels: string[] }>({ labels, ...story }: T) => ({
    ...story,
    section: findSection(labels, sections) ?? labels[0] ?? null,
  });

/** SQL: true for an edition `e` that was sent. A send to the built-in inbox counts only if there is no relay. */
const wasSent = (countsRehearsals: boolean): RawBuilder<unknown> => sql`
  e.state = any(${CARRYING}::text[])
  and (${countsRehearsals}::boolean or not e.is_rehearsal)`;

/**
 * Loads the ranked stories of the last 36 hours, best first. A story that another edition of the newsletter within a week
 * of `date` has carried (or an earlier draft that may still be sent) returns only if it has developed since, with a lead
 * that no edition carried, or if the paper has rewritten its own report in place. `updateOf` is the latest of those editions.
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
  const { rows } = await sql<CandidateRow>`
    with carried as (
      select es.story_id, es.item_id, es.url, e.id, e.composed_at, es.headline, es.summary
      from edition_stories es join editions e on e.id = es.edition_id join newsletters n on n.id = e.newsletter_id
      where e.newsletter_id = ${key.newsletterId} and e.id <> ${editionId} and e.kind <> 'correction'
        and abs(e.date - ${key.date}::date) <= ${REPEAT_DAYS}
        and ((${wasSent(countsRehearsals)})
             or (e.state = 'draft' and e.date < ${key.date}::date and e.kind = 'daily'
                 and (e.due_at is null or e.due_at + n.max_lateness_minutes * interval '1 minute' > ${now})))
    )
    select s.id as "storyId", i.id as "itemId", i.url, o.is_own as "isOwn", o.id as "outletId",
      array_remove(array[i.section, s.section, o.section], null) as labels, s.score, s.last_published_at as "lastAt", s.reasons,
      c.id as "updateOf", c.composed_at as "carriedAt", t.text as "sentText",
      jsonb_build_object('title', i.title, 'summary', i.summary) as text,
      not (s.last_published_at >= ${since} and (c.id is null or s.new_voices >= ${MIN_NEW_VOICES})
           and not exists (select from carried where carried.url = i.url)) as "isEdit"
    from stories s join items i on i.id = s.lead_item_id join outlets o on o.id = i.outlet_id
    left join lateral (
      select id, composed_at from carried where story_id = s.id order by composed_at desc nulls last limit 1
    ) c on true
    left join lateral (
      select jsonb_build_object('title', headline, 'summary', summary) as text from carried
      where carried.item_id = i.id order by composed_at desc nulls last limit 1
    ) t on o.is_own and i.updated_at > c.composed_at and i.updated_at >= ${since}
    where s.newsletter_id = ${key.newsletterId} and i.url is not null
      and (t.text is not null
           or (s.last_published_at >= ${since} and (c.id is null or s.new_voices >= ${MIN_NEW_VOICES})
               and not exists (select from carried where carried.url = i.url)))
    order by s.score desc, s.last_published_at desc, s.id`.execute(tx);
  return (
    rows
      .filter(({ isEdit, sentText, text }) => !isEdit || (sentText !== null && isRewritten(sentText, text)))
      // An edited report leads its story again, although it was known before.
      .map(({ isEdit, sentText: _sentText, text: _text, carriedAt, ...story }) =>
        Object.assign(story, { carriedAt: isEdit ? null : carriedAt }),
      )
      .map(withSection(sections))
  );
}

/**
 * The stories that a person named, even if an earlier edition carried them. `kept`: items that may lead a story that no
 * other item leads.
 */
export async function loadNamed(
  tx: Tx,
  { id: newsletterId, sections }: { id: number; sections: Section[] },
  storyIds: readonly number[],
  kept: ReadonlySet<number> = new Set(),
): Promise<RankedStory[]> {
  const { rows } = await sql<StoryRow>`
    select s.id as "storyId", i.id as "itemId", i.url, o.is_own as "isOwn", o.id as "outletId",
      array_remove(array[i.section, s.section, o.section], null) as labels, s.score, s.last_published_at as "lastAt", s.reasons,
      null::integer as "updateOf", null::timestamptz as "carriedAt"
    from stories s
    join items i on i.id = coalesce(s.lead_item_id,
      (select min(k.id) from items k where k.story_id = s.id and k.id = any(${[...kept]}::int[])))
    join outlets o on o.id = i.outlet_id
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
