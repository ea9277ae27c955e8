import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/client.ts';
import type { EditionKind, EditionState } from '../../domain/states.ts';
import type { Snapshot } from './snapshot.ts';

export type EditionKey = { newsletterId: number; date: string; kind: EditionKind; number: number };
export type LockedEdition = {
  id: number;
  state: EditionState;
  flag: string | null;
  flagDetail: string | null;
  dueAt: Date | null;
};
/** A decision of staff about a story. `isStandby`: it stands by, first. */
export type Pick = { storyId: number; position: number | null; isExcluded: boolean; isStandby: boolean };

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

/** The decisions of staff about an edition's stories. */
export async function loadPicks(tx: Tx, editionId: number): Promise<Pick[]> {
  return tx
    .selectFrom('edition_picks')
    .select(['story_id as storyId', 'position', 'is_excluded as isExcluded', 'is_standby as isStandby'])
    .where('edition_id', '=', editionId)
    .execute();
}

/** A story as a row of an edition's stories or standbys, at place `at` + 1. */
export function toRow(editionId: number, story: Snapshot, at: number) {
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
