import { sql } from 'kysely';
import { pino } from 'pino';
import { recheckEdition } from '../../src/newsroom/compose/compose.ts';
import type { Relay } from '../../src/platform/config.ts';
import type { Db } from '../../src/platform/db/client.ts';
import { refreshWave } from '../../src/deliver/deliver.ts';
import type { JobName, JobPayload } from '../../src/platform/queue/jobs.ts';
import type { Queues } from '../../src/platform/queue/queue.ts';
import { openPlans } from '../../src/schedule/plans.ts';
import { sweep } from '../../src/schedule/sweep.ts';
import { joinWaves, wavesOf } from '../../src/readers/waves.ts';
import { addNewsletter, addOutlet } from '../newsroom/rank/newsroom.ts';

export type Job = { [N in JobName]: { name: N; payload: JobPayload<N> } }[JobName];
export type Copy = { email: string; date: string; state: string; at: Date | null };

/**
 * A system in one process, with a clock of the test's: the real sweep and rechecks; composing, rendering, freezing
 * and submitting are a statement each.
 */
export type Newsroom = {
  newsletterId: number;
  /** Sets the clock. */
  at: (instant: Date | string) => Date;
  /** Sweeps until nothing new happens, doing all jobs. Returns the jobs that were added. */
  tick: (instant?: Date | string) => Promise<Job[]>;
  addReader: (email: string, own?: { zone?: string | null; sendAt?: string | null }) => Promise<number>;
  moveReader: (email: string, own: { zone?: string | null; sendAt?: string | null }) => Promise<void>;
  copies: () => Promise<Copy[]>;
  /** Leaves nothing for the sweep of another newsroom in the same database. */
  close: () => Promise<void>;
  edition: (date: string) => Promise<{ id: number; state: string; flag: string | null; flag_detail: string | null }>;
};

/** One partition for all editions, made once a test database. */
export async function openLedger(db: Db): Promise<void> {
  await sql`create table if not exists deliveries_any partition of deliveries default`.execute(db);
}

export async function openNewsroom(
  db: Db,
  newsletter: Parameters<typeof addNewsletter>[1] = {},
  relays: readonly Relay[] = [],
): Promise<Newsroom> {
  const newsletterId = await addNewsletter(db, {
    created_at: '2026-01-01T00:00:00Z',
    compose_lead_minutes: 30,
    ...newsletter,
  });
  await addOutlet(db, newsletterId, { next_fetch_at: '2099-01-01T00:00:00Z' });
  let clock = new Date('2026-01-01T00:00:00Z');
  const now = (): Date => clock;
  let jobs: Job[] = [];
  const queues: Queues = {
    enqueue: async (name, payload) => void jobs.push({ name, payload } as Job),
    ping: async () => undefined,
    counts: () => Promise.reject(new Error('not asked for')),
    close: async () => undefined,
  };
  const log = pino({ level: 'silent' });
  const deps = {
    db,
    queues,
    log,
    now,
    plans: openPlans({ db, now }, 0),
    isRehearsal: false,
    config: { relays },
    outletsDue: async () => [],
  };

  const run = async (job: Job): Promise<void> => {
    if (job.name === 'compose') await compose(db, job.payload, clock);
    if (job.name === 'render') await freeze(db, newsletterId, job.payload.editionId, clock);
    if (job.name === 'recheck') {
      const wave = { editionId: job.payload.editionId, dueAt: new Date(job.payload.dueAt) };
      await refreshWave(deps, wave);
      await recheckEdition(deps, wave);
    }
  };
  const at = (instant: Date | string): Date => (clock = new Date(instant));
  const ofNewsletter = sql`select id from editions where newsletter_id = ${newsletterId}`;

  return {
    newsletterId,
    at,
    tick: async (instant = clock) => {
      at(instant);
      const done: Job[] = [];
      const known = new Set<string>();
      for (let isNew = true; isNew;) {
        isNew = false;
        jobs = [];
        await sweep(deps);
        for (const job of jobs) {
          const key = JSON.stringify(job);
          if (known.has(key)) continue;
          known.add(key);
          done.push(job);
          isNew = true;
          await run(job);
        }
        await submit(db, ofNewsletter, clock);
      }
      return done;
    },
    addReader: async (email, { zone = null, sendAt = null } = {}) => {
      const { id } = await db
        .insertInto('subscribers')
        .values({ email, email_key: `${newsletterId}:${email}`, address_hash: Buffer.from(`${newsletterId}:${email}`) })
        .returning('id')
        .executeTakeFirstOrThrow();
      await db
        .insertInto('subscriptions')
        .values({ subscriber_id: id, newsletter_id: newsletterId, status: 'active', zone, send_at: sendAt })
        .execute();
      return id;
    },
    moveReader: async (email, { zone = null, sendAt = null }) => {
      await sql`
        update subscriptions s set zone = ${zone}, send_at = ${sendAt}::time from subscribers p
        where p.id = s.subscriber_id and s.newsletter_id = ${newsletterId} and p.email = ${email}`.execute(db);
    },
    copies: async () => {
      const { rows } = await sql<Copy>`
        select p.email, e.date, d.state, d.submitted_at as at
        from deliveries d join editions e on e.id = d.edition_id join subscribers p on p.id = d.subscriber_id
        where e.newsletter_id = ${newsletterId} order by e.date, d.submitted_at, p.email`.execute(db);
      return rows;
    },
    close: async () => {
      await sql`delete from deliveries where edition_id in (${ofNewsletter})`.execute(db);
      await db.deleteFrom('newsletters').where('id', '=', newsletterId).execute();
    },
    edition: (date) =>
      db
        .selectFrom('editions')
        .select(['id', 'state', 'flag', 'flag_detail'])
        .where('newsletter_id', '=', newsletterId)
        .where('date', '=', date)
        .executeTakeFirstOrThrow(),
  };
}

async function compose(db: Db, { newsletterId, date, dueAt }: JobPayload<'compose'>, now: Date): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    insert into editions (newsletter_id, date, due_at, composed_at, subject)
    values (${newsletterId}, ${date}, ${dueAt}, ${now}, 'Ferries sail again')
    on conflict (newsletter_id, date, kind, number) do update
      set composed_at = excluded.composed_at, due_at = excluded.due_at where editions.state = 'draft'
    returning id`.execute(db);
  for (const { id } of rows)
    await sql`
      insert into edition_stories (edition_id, position, url, headline, outlet_name)
      values (${id}, 1, 'https://paper.example/1', 'Ferries sail again', 'Paper') on conflict do nothing`.execute(db);
}

/** As src/deliver/ledger/freeze.ts, by the test's clock. */
async function freeze(db: Db, newsletterId: number, editionId: number, now: Date): Promise<void> {
  const { rows } = await sql<{ date: string; zone: string; send_at: string }>`
    update editions e set state = 'submitting', started_at = ${now}, frozen_at = ${now}, by_readers_clock = true
    from newsletters n where n.id = e.newsletter_id and e.id = ${editionId} and e.state = 'preparing'
    returning e.date, n.zone, n.send_at`.execute(db);
  const edition = rows[0];
  if (!edition) return;
  const waves = await wavesOf({ db }, { id: newsletterId, ...edition }, edition.date);
  await sql`
    insert into deliveries (edition_id, is_rehearsal, subscriber_id, next_attempt_at, due_at)
    select ${editionId}::integer, false, s.subscriber_id, w.due_at, w.due_at
    from subscriptions s ${joinWaves(waves)}
    where s.newsletter_id = ${newsletterId} and s.status = 'active'`.execute(db);
  await sql`
    insert into waves (edition_id, is_rehearsal, due_at, readers)
    select edition_id, is_rehearsal, due_at, count(*) from deliveries where edition_id = ${editionId} group by 1, 2, 3
    on conflict (edition_id, is_rehearsal, due_at) do update set readers = excluded.readers`.execute(db);
}

/** Acts as the mailer: due deliveries are sent unless they are too late. An edition without further rows is over. */
async function submit(db: Db, editions: ReturnType<typeof sql>, now: Date): Promise<void> {
  await sql`
    update deliveries d
    set state = case when d.due_at + n.max_lateness_minutes * interval '1 minute' < ${now} then 'failed' else 'submitted' end,
        submitted_at = ${now}
    from editions e join newsletters n on n.id = e.newsletter_id
    where e.id = d.edition_id and e.id in (${editions}) and e.state = 'submitting'
      and d.state = 'pending' and d.next_attempt_at <= ${now}`.execute(db);
  await sql`
    update editions e set state = 'submitted', finished_at = ${now}
    where e.id in (${editions}) and e.state = 'submitting'
      and not exists (select from deliveries d where d.edition_id = e.id and d.state = 'pending')`.execute(db);
}
