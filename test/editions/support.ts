import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import type { DeliveryState, EditionState } from '../../src/domain/states.ts';
import { createLog } from '../../src/platform/log.ts';
import type { JobName } from '../../src/platform/queue/jobs.ts';
import type { Queues } from '../../src/platform/queue/queue.ts';
import { buildPreheader, buildSubject } from '../../src/editions/text.ts';
import { formatLongDate } from '../../src/language/words.ts';
import { makeNewsletter } from '../support/edition.ts';
import { addOwnPicture } from '../support/pictures.ts';
import { picture } from '../render/support.ts';

export const log = createLog('test', 'silent');
export const now = (): Date => new Date('2026-11-24T06:00:00Z');

type Job = { name: JobName; payload: unknown };

/** Queues that only remember what was added. */
export function rememberJobs(): { queues: Queues; jobs: Job[] } {
  const jobs: Job[] = [];
  const queues: Queues = {
    enqueue: async (name, payload) => void jobs.push({ name, payload }),
    ping: async () => undefined,
    counts: () => Promise.reject(new Error('not counted here')),
    close: async () => undefined,
  };
  return { queues, jobs };
}

export const HEADLINES = ['Ferries sail again', 'Tram opens', 'Pie prize awarded'];
export const STORIES = HEADLINES.map((headline, index) => ({
  headline,
  summary: `What happened, part ${index + 1}.`,
}));

type EditionParts = { state?: EditionState; revision?: number; isRehearsal?: boolean; date?: string };

/** An edition of three stories, as composing leaves it, in the state given; returns its id. */
export async function makeEdition(db: Db, newsletterId: number, parts: EditionParts = {}): Promise<number> {
  const { state = 'draft', revision = 1, isRehearsal = false, date = '2026-11-24' } = parts;
  await addOwnPicture(db, 'ferry', newsletterId);
  const isMailed = ['submitting', 'paused', 'submitted', 'cancelled'].includes(state);
  const { id } = await db
    .insertInto('editions')
    .values({
      newsletter_id: newsletterId,
      date,
      state,
      revision,
      is_rehearsal: isRehearsal,
      subject: buildSubject(STORIES, 'en', 'Test Headlines'),
      preheader: buildPreheader(STORIES, 'en', `Test Headlines, ${formatLongDate(date, 'en')}`),
      composed_at: now(),
      started_at: isMailed ? new Date() : null,
      frozen_at: isMailed ? new Date() : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('edition_stories')
    .values(
      STORIES.map(({ headline, summary }, index) => ({
        edition_id: id,
        position: index + 1,
        url: `https://paper.example/${index + 1}`,
        headline,
        summary,
        outlet_name: 'The Harbour Post',
        image: JSON.stringify(picture),
        reasons: '[]',
      })),
    )
    .execute();
  await sql`create table ${sql.raw(`deliveries_${id}`)} partition of deliveries for values in (${sql.raw(String(id))})`.execute(
    db,
  );
  return id;
}

export type Row = {
  state: DeliveryState;
  revision?: number;
  verdict?: string;
  isInFlight?: boolean;
  attempts?: number;
  submittedAt?: Date;
};

/** One delivery for each row, for the newsletter's readers in their order; returns their ids. */
export async function addDeliveries(
  db: Db,
  editionId: number,
  rows: Row[],
  isRehearsal: boolean = false,
): Promise<number[]> {
  const readers = await sql<{ id: number }>`
    select s.subscriber_id as id from subscriptions s join editions e on e.newsletter_id = s.newsletter_id
    where e.id = ${editionId} order by 1`.execute(db);
  const ids = readers.rows.slice(0, rows.length).map(({ id }) => id);
  expect(ids).toHaveLength(rows.length);
  await db
    .insertInto('deliveries')
    .values(
      rows.map((row, index) => ({
        edition_id: editionId,
        is_rehearsal: isRehearsal,
        subscriber_id: ids[index]!,
        state: row.state,
        revision: row.revision ?? null,
        verdict: row.verdict ?? null,
        attempts: row.attempts ?? 0,
        submitted_at: row.submittedAt ?? null,
        data_at: row.isInFlight || row.state === 'unknown' ? new Date() : null,
      })),
    )
    .execute();
  return ids;
}

let newsletters = 0;

/** A newsletter with so many readers; returns its id. */
export function makePaper(db: Db, readers: number): Promise<number> {
  return makeNewsletter(db, `paper${++newsletters}`, readers);
}

export const editionRow = (db: Db, id: number) =>
  db.selectFrom('editions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
export const storiesOf = (db: Db, id: number) =>
  db.selectFrom('edition_stories').selectAll().where('edition_id', '=', id).orderBy('position').execute();
export const fixesOf = (db: Db, id: number) =>
  db.selectFrom('edition_fixes').selectAll().where('edition_id', '=', id).orderBy('id').execute();
export const deliveriesOf = (db: Db, id: number) =>
  db.selectFrom('deliveries').selectAll().where('edition_id', '=', id).orderBy('subscriber_id').execute();
export const auditOf = async (db: Db, id: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('audit_log')
    .select(['actor', 'action'])
    .where('edition_id', '=', id)
    .orderBy('id')
    .execute();
  return rows.map(({ actor, action }) => `${actor}: ${action}`);
};
