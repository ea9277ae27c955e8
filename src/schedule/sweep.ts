import { sql } from 'kysely';
import type { Db } from '../db/client.ts';
import { isReveilleError } from '../errors.ts';
import { triggerSend } from '../editions/control.ts';
import type { Log } from '../log.ts';
import type { Newsletter } from '../newsletters/newsletters.ts';
import type { Queues } from '../queue/queue.ts';
import { duesAround, type Due } from './due.ts';
import { loadSchedules } from './load.ts';

export type SweepDeps = {
  db: Db;
  queues: Queues;
  log: Log;
  now: () => Date;
  /** Without a relay, what the schedule sends is a rehearsal. */
  isRehearsal: boolean;
  /** Outlets whose next fetch is due (the ingest stage's door). */
  outletsDue: (deps: { db: Db; now: () => Date }) => Promise<number[]>;
};

/**
 * A job's generation: schedulers that sweep within the same `seconds` add it once between them, and a job that
 * was lost is added again after them.
 */
export function generation(now: Date, seconds: number): string {
  return String(Math.floor(now.getTime() / (seconds * 1000)));
}

/**
 * One look at the rows, adding a job for whatever lacks one: outlets to fetch, editions to compose, to send by
 * the schedule, to render, to submit; mails of the outbox. Safe to run anywhere, at any time, any number of
 * times: what it starts is started by a state change that only one can make.
 */
export async function sweep(deps: SweepDeps): Promise<void> {
  await sweepSchedule(deps);
  await sweepOutlets(deps);
  await sweepEditions(deps);
  await sweepOutbox(deps);
}

async function sweepSchedule(deps: SweepDeps): Promise<void> {
  const now = deps.now();
  for (const { newsletter, schedule } of await loadSchedules(deps))
    for (const due of duesAround(schedule, now)) {
      // What was due before the newsletter existed is nobody's promise.
      if (due.dueAt < newsletter.created_at) continue;
      await followSchedule(deps, newsletter, due, now);
    }
}

type EditionRow = { id: number; state: string; flag: string | null; is_rehearsal: boolean; composed_at: Date | null };

async function findDaily(db: Db, newsletterId: number, date: string): Promise<EditionRow | undefined> {
  return db
    .selectFrom('editions')
    .select(['id', 'state', 'flag', 'is_rehearsal', 'composed_at'])
    .where('newsletter_id', '=', newsletterId)
    .where('date', '=', date)
    .where('kind', '=', 'daily')
    .where('number', '=', 1)
    .executeTakeFirst();
}

/** One newsletter, one date: compose before the hour, send at it, flag what is too late. */
async function followSchedule(deps: SweepDeps, newsletter: Newsletter, due: Due, now: Date): Promise<void> {
  const { db, queues } = deps;
  const lateMs = now.getTime() - due.dueAt.getTime();
  if (lateMs < -newsletter.compose_lead_minutes * 60_000) return;
  const edition = await findDaily(db, newsletter.id, due.date);
  const isOpen = !edition || edition.state === 'draft' || edition.state === 'approved';
  if (lateMs > newsletter.max_lateness_minutes * 60_000) {
    if (isOpen && edition?.flag !== 'overdue') await flagOverdue(db, newsletter, due);
    return;
  }
  const compose = (everySeconds: number): Promise<void> =>
    queues.enqueue(
      'compose',
      { newsletterId: newsletter.id, date: due.date, dueAt: due.dueAt.toISOString() },
      generation(now, everySeconds),
    );
  if (lateMs < 0) {
    if (!edition || edition.state === 'draft') await compose(300);
    return;
  }
  if (!edition?.composed_at) return compose(15);
  if (edition.flag) return edition.state === 'draft' ? compose(300) : undefined;
  const isRehearsedOnly = edition.state === 'submitted' && edition.is_rehearsal && !deps.isRehearsal;
  if (!isOpen && !isRehearsedOnly) return;
  try {
    await triggerSend(deps, { editionId: edition.id, actor: 'scheduler', isRehearsal: deps.isRehearsal });
  } catch (error) {
    // Another scheduler was faster, or staff were.
    if (!isReveilleError(error, 'EDITION_STATE', 'EDITION_TOO_FEW_STORIES')) throw error;
  }
}

/** Too late to go by itself: a person decides. The row is made where nothing ran at the hour at all. */
async function flagOverdue(db: Db, newsletter: Newsletter, due: Due): Promise<void> {
  const detail = `It was due at ${due.dueAt.toISOString()} and was not sent within ${newsletter.max_lateness_minutes} minutes.`;
  await sql`
    insert into editions (newsletter_id, date, due_at, flag, flag_detail)
    values (${newsletter.id}, ${due.date}, ${due.dueAt}, 'overdue', ${detail})
    on conflict (newsletter_id, date, kind, number) do update
      set flag = 'overdue', flag_detail = excluded.flag_detail, due_at = coalesce(editions.due_at, excluded.due_at)
      where editions.state in ('draft', 'approved')`.execute(db);
}

async function sweepOutlets({ db, queues, now, outletsDue }: SweepDeps): Promise<void> {
  for (const outletId of await outletsDue({ db, now }))
    await queues.enqueue('ingest', { outletId }, generation(now(), 60));
}

async function sweepEditions({ db, queues, now }: SweepDeps): Promise<void> {
  const { rows } = await sql<{ id: number; state: string; wanted: number }>`
    select e.id, e.state,
      -- as many deliver jobs as there are mailers without one
      greatest(1, (select count(*) from leases l where l.role = 'process:mailer' and l.until > now()))
        - (select count(*) from leases l where l.role = 'delivery' and l.edition_id = e.id and l.until > now())
        as wanted
    from editions e
    where e.state = 'preparing'
       or (e.state = 'submitting' and (
            exists (select from deliveries d where d.edition_id = e.id and d.is_rehearsal = e.is_rehearsal
                    and d.state = 'pending' and d.next_attempt_at <= now())
            or exists (select from deliveries d where d.edition_id = e.id and d.state = 'submitting'
                       and not exists (select from leases l where l.id = d.owner and l.until > now()))
            or not exists (select from deliveries d where d.edition_id = e.id and d.is_rehearsal = e.is_rehearsal
                           and d.state in ('pending', 'submitting'))))`.execute(db);
  for (const { id: editionId, state, wanted } of rows) {
    if (state === 'preparing') await queues.enqueue('render', { editionId }, generation(now(), 5));
    const slots = state === 'submitting' ? wanted : 0;
    for (let slot = 0; slot < slots; slot++) await queues.enqueue('deliver', { editionId, slot }, generation(now(), 3));
  }
}

const OUTBOX_ROWS = 100;

async function sweepOutbox({ db, queues, now }: SweepDeps): Promise<void> {
  const { rows } = await sql<{ id: number; state: string }>`
    select id, state from outbox
    where state in ('pending', 'ready', 'submitting') and next_attempt_at <= now()
      and (state <> 'submitting' or not exists (select from leases l where l.id = owner and l.until > now()))
    order by next_attempt_at limit ${OUTBOX_ROWS}`.execute(db);
  for (const row of rows)
    if (row.state === 'pending') await queues.enqueue('renderOutbox', { outboxId: row.id }, generation(now(), 10));
  if (rows.some((row) => row.state !== 'pending')) await queues.enqueue('deliverOutbox', {}, generation(now(), 2));
}
