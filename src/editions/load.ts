import { sql, type Selectable } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { Editions, EditionStories } from '../platform/db/tables/editions.ts';
import type { Newsletter } from './newsletters/newsletters.ts';
import type { EditionName } from './address.ts';
import { findNextDue } from './nextDue.ts';
import { loadSlots } from './slots.ts';
import type { Slots } from '../domain/slots.ts';
import { DROPPED, ENDED } from '../domain/states.ts';

export type Edition = Selectable<Editions>;
export type EditionStory = Selectable<EditionStories>;
export type LoadedEdition = {
  edition: Edition;
  newsletter: Newsletter;
  stories: EditionStory[];
  /** The running number of a daily edition within its newsletter. */
  serial: number;
  /** When the next daily edition is due. Null: none is planned. */
  nextAt: Date | null;
  /** What stands beside the stories. */
  slots: Slots;
};

/** Loads an edition with its newsletter and its stories in order. Null if there is none. */
export async function loadEdition({ db }: { db: Db }, editionId: number): Promise<LoadedEdition | null> {
  const edition = await db.selectFrom('editions').selectAll().where('id', '=', editionId).executeTakeFirst();
  if (!edition) return null;
  const [newsletter, stories, earlier] = await Promise.all([
    db.selectFrom('newsletters').selectAll().where('id', '=', edition.newsletter_id).executeTakeFirstOrThrow(),
    db.selectFrom('edition_stories').selectAll().where('edition_id', '=', editionId).orderBy('position').execute(),
    db
      .selectFrom('editions')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('newsletter_id', '=', edition.newsletter_id)
      .where('kind', '=', 'daily')
      .where('date', '<', edition.date)
      .where('state', 'not in', DROPPED)
      .executeTakeFirstOrThrow(),
  ]);
  const [nextAt, slots] = await Promise.all([
    findNextDue({ db }, newsletter, edition),
    loadSlots({ db }, edition, newsletter),
  ]);
  return { edition, newsletter, stories, serial: Number(earlier.count) + 1, nextAt, slots };
}

/** The standby stories of an edition, in the order of promotion. */
export function listStandbys({ db }: { db: Db }, editionId: number): Promise<EditionStory[]> {
  return db
    .selectFrom('edition_standbys')
    .selectAll()
    .where('edition_id', '=', editionId)
    .orderBy('position')
    .execute();
}

/** The lead items of an edition's stories and standbys. */
export async function listItemIds({ db }: { db: Db }, editionId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select item_id as id from edition_stories where edition_id = ${editionId} and item_id is not null
    union select item_id from edition_standbys where edition_id = ${editionId} and item_id is not null`.execute(db);
  return rows.map(({ id }) => id);
}

/** Finds the edition of that name, or null. */
export async function findEdition(
  { db }: { db: Db },
  slug: string,
  { date, kind, number }: EditionName,
): Promise<LoadedEdition | null> {
  const row = await db
    .selectFrom('editions')
    .innerJoin('newsletters', 'newsletters.id', 'editions.newsletter_id')
    .select('editions.id')
    .where('newsletters.slug', '=', slug)
    .where('editions.date', '=', date)
    .where('editions.kind', '=', kind)
    .where('editions.number', '=', number)
    .executeTakeFirst();
  return row ? loadEdition({ db }, row.id) : null;
}

/** A newsletter's editions, latest first. */
export function listEditions({ db }: { db: Db }, newsletterId: number, limit: number): Promise<Edition[]> {
  return db
    .selectFrom('editions')
    .selectAll()
    .where('newsletter_id', '=', newsletterId)
    .orderBy('date', 'desc')
    .orderBy('kind')
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
}

/** The newest editions of all newsletters, newest first. */
export async function listLatestIds({ db }: { db: Db }, limit: number): Promise<number[]> {
  const rows = await db.selectFrom('editions').select('id').orderBy('id', 'desc').limit(limit).execute();
  return rows.map(({ id }) => id);
}

/**
 * Lists editions that should be out by now. They are past their hour (by the readers' clock: past some reader's hour)
 * by more than the newsletter allows, or they are held back with a reason. Editions older than three days are omitted.
 */
export async function listOverdue(
  { db }: { db: Db },
  now: Date,
): Promise<{ id: number; slug: string; date: string; flag: string | null }[]> {
  const { rows } = await sql<{ id: number; slug: string; date: string; flag: string | null }>`
    select e.id, n.slug, e.date, e.flag
    from editions e join newsletters n on n.id = e.newsletter_id
    where e.due_at between ${now}::timestamptz - interval '3 days' and ${now}::timestamptz
      and not e.state = any(${ENDED}::text[])
      -- a waiting canary, or readers who were late, do not keep the edition from the others
      and ((e.flag is not null and not (e.state = 'submitting' and e.flag in ('canary', 'late')))
           or case when e.by_readers_clock and e.frozen_at is not null
              then exists (
                select from deliveries d
                where d.edition_id = e.id and d.is_rehearsal = e.is_rehearsal and d.state = 'pending'
                  and d.next_attempt_at < ${now}::timestamptz - n.max_lateness_minutes * interval '1 minute')
              else e.due_at + n.max_lateness_minutes * interval '1 minute' < ${now}::timestamptz end)
    order by e.due_at`.execute(db);
  return rows;
}
