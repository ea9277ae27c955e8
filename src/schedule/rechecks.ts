import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { Queues } from '../platform/queue/queue.ts';
import type { Daily } from './dailies.ts';
import { generation } from './deps.ts';
import type { Wave } from '../readers/waves.ts';
import { MAILING } from '../domain/states.ts';

/** The stories and readers of a wave are checked again this long before it. */
const RECHECK_LEAD_MINUTES = 10;

/** The stories of an edition are checked again this long before its first wave. */
const FIRST_LEAD_MINUTES = 5;

/** Adds a job that fetches the outlets again, for an edition that has not started and whose first wave is near. */
export async function recheckBeforeFirst(
  { queues }: { queues: Queues },
  { id, recheckedAt }: Pick<Daily, 'id' | 'recheckedAt'>,
  dueAt: Date,
  now: Date,
): Promise<void> {
  const fromMs = dueAt.getTime() - FIRST_LEAD_MINUTES * 60_000;
  if (now.getTime() < fromMs || (recheckedAt !== null && recheckedAt.getTime() >= fromMs)) return;
  await queues.enqueue('recheck', { editionId: id, dueAt: dueAt.toISOString() }, generation(now, 60));
}

/**
 * Creates rows for waves that are near and had no readers when the audience was frozen, because readers have moved
 * there or signed up since.
 */
export async function expectWaves(
  { db }: { db: Db },
  edition: Daily,
  waves: readonly Wave[],
  now: Date,
): Promise<void> {
  if (!edition.byReadersClock || !edition.isFrozen) return;
  const untilMs = now.getTime() + RECHECK_LEAD_MINUTES * 60_000;
  const near = waves.filter(({ dueAt }) => dueAt > now && dueAt.getTime() <= untilMs).map(({ dueAt }) => dueAt);
  if (near.length === 0) return;
  await sql`
    insert into waves (edition_id, is_rehearsal, due_at, readers)
    select distinct ${edition.id}::integer, ${edition.isRehearsal}::boolean, due_at, 0
    from unnest(${near}::timestamptz[]) as w (due_at)
    on conflict do nothing`.execute(db);
}

/**
 * Adds a job for each wave whose recheck is due: shortly before the wave, and again at its time for readers who were
 * added meanwhile. The wave that started the edition needs none, because it was composed and frozen at that moment.
 */
export async function sweepRechecks({ db, queues }: { db: Db; queues: Queues }, now: Date): Promise<void> {
  const { rows } = await sql<{ editionId: number; dueAt: Date }>`
    select w.edition_id as "editionId", w.due_at as "dueAt"
    from waves w join editions e on e.id = w.edition_id and e.is_rehearsal = w.is_rehearsal
    where e.state = any(${MAILING}::text[]) and e.by_readers_clock and e.frozen_at is not null
      and w.due_at > e.started_at
      and ${now}::timestamptz between w.due_at - ${RECHECK_LEAD_MINUTES} * interval '1 minute'
                                  and w.due_at + ${RECHECK_LEAD_MINUTES} * interval '1 minute'
      and (w.rechecked_at is null or (w.rechecked_at < w.due_at and w.due_at <= ${now}::timestamptz))`.execute(db);
  for (const { editionId, dueAt } of rows)
    await queues.enqueue('recheck', { editionId, dueAt: dueAt.toISOString() }, generation(now, 30));
}
