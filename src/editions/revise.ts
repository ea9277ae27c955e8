import { sql } from 'kysely';
import type { Db, Tx } from '../platform/db/client.ts';
import { OPEN, STARTED } from '../domain/states.ts';
import type { Queues } from '../platform/queue/queue.ts';
import type { LoadedEdition } from './load.ts';
import { buildPreheader, buildSubject, type Headlined, leadOfSubject, nameOfDay } from './text.ts';

/** The words that the subject already has for its lead, if that is still the lead. */
function currentLead({ edition, newsletter, stories }: LoadedEdition, first: Headlined | undefined): string[] {
  if (first === undefined || stories[0]?.headline !== first.headline) return [];
  const { language } = newsletter;
  const lead = leadOfSubject(edition.subject, { count: stories.length - 1, language, kind: edition.kind });
  return lead === null ? [] : [lead];
}

/**
 * Subject and preheader for an edition's changed stories. Those that staff wrote stay. `loaded`: the edition before the
 * change.
 */
export function followHeadlines(
  loaded: LoadedEdition,
  stories: readonly Headlined[],
): { subject: string; preheader: string } {
  const { edition, newsletter } = loaded;
  const [first, ...more] = stories;
  const named = first ? [{ ...first, others: currentLead(loaded, first) }, ...more] : [];
  return {
    subject:
      edition.subject_by === null
        ? buildSubject(named, newsletter.language, newsletter.name, edition.kind)
        : edition.subject,
    preheader:
      edition.preheader_by === null
        ? buildPreheader(stories, newsletter.language, nameOfDay(newsletter, edition.date))
        : edition.preheader,
  };
}

/**
 * Assigns a revision to an edition's changed text and returns its number. It is current at once if no reader was mailed;
 * otherwise a renderer makes it. The edition's state does not change. A draft that is composed again keeps what staff
 * wrote (src/newsroom/compose/written.ts).
 */
export async function takeRevision(
  tx: Tx,
  editionId: number,
  { subject, preheader }: { subject: string; preheader: string },
): Promise<number> {
  const { rows } = await sql<{ revision: number }>`
    update editions
    set subject = ${subject}, preheader = ${preheader},
        revision = case when state = any(${OPEN}::text[]) then greatest(revision, coalesce(next_revision, 0)) + 1
                        else revision end,
        next_revision = case when state = any(${OPEN}::text[]) then null
                             else greatest(revision, coalesce(next_revision, 0)) + 1 end
    where id = ${editionId} and state = any(${[...OPEN, ...STARTED]}::text[])
    returning coalesce(next_revision, revision) as revision`.execute(tx);
  return rows[0]!.revision;
}

/** Enqueues the rendering of a waiting revision. If the job is lost, the sweep enqueues it again. */
export async function enqueueRevision({ db, queues }: { db: Db; queues: Queues }, editionId: number): Promise<void> {
  const waiting = await db
    .selectFrom('editions')
    .select('next_revision')
    .where('id', '=', editionId)
    .executeTakeFirst();
  if (waiting?.next_revision) await queues.enqueue('renderRevision', { editionId });
}
