import { sql } from 'kysely';
import type { IngestDeps } from './deps.ts';
import type { ParsedPage } from './story.ts';

/** The page of an item after a new reading. Null: the page is gone. */
export type Reread = { id: number; page: ParsedPage | null };

const NOTE_LENGTH = 2000;

// A consent page or a bot check may be served instead of the article. Its headline must not be used.
const sharesWord = sql`
  exists (
    select from unnest(tsvector_to_array(to_tsvector('simple', n.title))) as w (word)
    where length(word) > 3
      and word = any(tsvector_to_array(to_tsvector('simple', concat_ws(' ', i.title, i.summary, i.body)))))`;

/**
 * Stores new readings of pages. The words of a page replace those of an item only if three conditions are met: the page
 * has changed since its last reading (feed and page often have different headlines); two parts of the page agree; and
 * the
 * page is marked as an article or shares words with the item. Embargoes and notes to editors are only added. A
 * withdrawal
 * stays until the feed says otherwise. Returns the number of changed items.
 */
export async function saveReread({ db, now }: IngestDeps, found: readonly Reread[]): Promise<number> {
  if (found.length === 0) return 0;
  const at = now();
  const rows = found.map(({ id, page }) => ({
    id,
    withdrawn: page === null || page.story.isWithdrawn,
    isArticle: page?.isArticle ?? false,
    isConfirmed: page?.isConfirmed ?? false,
    title: page?.story.title ?? null,
    summary: page?.story.summary ?? null,
    note: page?.story.editorsNote ?? null,
    embargo: page?.story.embargoUntil ?? null,
    modified: page?.story.modifiedAt ?? null,
  }));
  const { rows: counted } = await sql<{ count: number }>`
    with pages as (
      select n.*, n."isConfirmed" and (n."isArticle" or ${sharesWord}) as "isSame"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(
        id integer, withdrawn boolean, "isArticle" boolean, "isConfirmed" boolean, title text, summary text, note text, embargo timestamptz,
        modified timestamptz)
      join items i on i.id = n.id
    ), news as (
      select n.*,
        "isSame" and coalesce(n.title <> i.page_title and n.title <> i.title, false) as "newTitle",
        "isSame" and coalesce(n.summary <> i.page_summary and n.summary not in ('', i.summary), false) as "newSummary",
        coalesce(position(n.note in coalesce(i.editors_note, '')) = 0, false) as "newNote",
        n.withdrawn and not i.is_withdrawn as "newlyWithdrawn",
        coalesce(n.embargo > coalesce(i.embargo_until, '-infinity'), false) as "newEmbargo"
      from pages n join items i on i.id = n.id
    ), saved as (
      update items i set
        title = case when n."newTitle" then n.title else i.title end,
        feed_title = case when n."newTitle" then coalesce(i.feed_title, i.title) else i.feed_title end,
        summary = case when n."newSummary" then n.summary else i.summary end,
        feed_summary = case when n."newSummary" then coalesce(i.feed_summary, i.summary) else i.feed_summary end,
        page_title = case when n."isSame" then coalesce(n.title, i.page_title) else i.page_title end,
        page_summary = case when n."isSame" then coalesce(n.summary, i.page_summary) else i.page_summary end,
        editors_note = case when n."newNote" then left(concat_ws(E'\n', n.note, i.editors_note), ${NOTE_LENGTH})
          else i.editors_note end,
        embargo_until = greatest(i.embargo_until, n.embargo),
        is_withdrawn = i.is_withdrawn or n.withdrawn,
        modified_at = greatest(i.modified_at, n.modified),
        updated_at = case when n."newTitle" or n."newSummary" or n."newNote" or n."newlyWithdrawn" or n."newEmbargo"
          then ${at}::timestamptz else i.updated_at end
      from news n where i.id = n.id
      returning n."newTitle" or n."newSummary" or n."newNote" or n."newlyWithdrawn" or n."newEmbargo" as changed
    )
    select count(*) filter (where changed) as count from saved`.execute(db);
  return counted[0]?.count ?? 0;
}
