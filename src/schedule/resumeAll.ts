import { sql } from 'kysely';
import { datesAround, instantOf } from '../domain/due.ts';
import { OPEN } from '../domain/states.ts';
import { recordAudit } from '../platform/audit.ts';
import type { Db } from '../platform/db/client.ts';
import { loadHold, removeHold, RESTORED, type Hold } from '../platform/hold.ts';
import { loadReaderHours, planWaves } from '../readers/waves.ts';
import { loadSchedules, type Scheduled } from './load.ts';
import { hasWeeklyReaders } from './weekly.ts';

type Dated = { newsletterId: number; date: string; kind: 'daily' | 'weekly'; dueAt: Date };

/** The scheduled editions whose hours, or some of them, lie between the two instants, and which a sweep could still send. */
async function listBetween(db: Db, { newsletter, schedule }: Scheduled, from: Date, to: Date): Promise<Dated[]> {
  const hours = await loadReaderHours({ db }, newsletter.id);
  const hasWeekly = await hasWeeklyReaders({ db }, newsletter.id);
  const isBetween = (at: Date): boolean => at > from && at <= to;
  return datesAround(newsletter.zone, to).flatMap((date) => {
    const waves = planWaves(schedule, hours, date);
    const first = waves[0];
    const found: Dated[] = [];
    if (first && waves.some(({ dueAt }) => isBetween(dueAt)))
      found.push({ newsletterId: newsletter.id, date, kind: 'daily', dueAt: first.dueAt });
    if (hasWeekly && newsletter.weekly_weekday === Temporal.PlainDate.from(date).dayOfWeek) {
      const dueAt = instantOf(date, newsletter.weekly_at, newsletter.zone);
      if (isBetween(dueAt)) found.push({ newsletterId: newsletter.id, date, kind: 'weekly', dueAt });
    }
    return found;
  });
}

const detailOf = ({ backupAt }: Hold): string =>
  `The backup of ${backupAt.toISOString()} is older than its hour: it may have been sent since.`;

/**
 * Flags every edition that may have been sent after the backup: those that the schedule had until now, also where no draft
 * exists yet, and those that staff had prepared.
 */
async function flagPassed(tx: Db, hold: Hold, now: Date): Promise<void> {
  const detail = detailOf(hold);
  for (const scheduled of await loadSchedules({ db: tx }))
    for (const { newsletterId, date, kind, dueAt } of await listBetween(tx, scheduled, hold.backupAt, now))
      await sql`
        insert into editions (newsletter_id, date, kind, due_at, flag, flag_detail)
        values (${newsletterId}, ${date}, ${kind}, ${dueAt}, ${RESTORED}, ${detail})
        on conflict (newsletter_id, date, kind, number) do update set flag = excluded.flag, flag_detail = excluded.flag_detail
        where editions.state = any(${OPEN}::text[])`.execute(tx);
  await sql`
    update editions set flag = ${RESTORED}, flag_detail = ${detail}
    where state = any(${OPEN}::text[]) and created_at <= ${hold.backupAt} and (due_at is null or due_at <= ${now})`.execute(
    tx,
  );
}

/** An edition about which a person decides: whether its readers have it. */
export type ToDecide = { edition: number; newsletter: string; date: string; kind: string; state: string };

/** Editions that a restore left to a person. */
async function listToDecide({ db }: { db: Db }): Promise<ToDecide[]> {
  const { rows } = await sql<ToDecide>`
    select e.id as edition, n.slug as newsletter, e.date, e.kind, e.state
    from editions e join newsletters n on n.id = e.newsletter_id
    where e.flag = ${RESTORED} and e.state <> 'cancelled' order by e.date, e.id`.execute(db);
  return rows;
}

/**
 * Ends the pause that a restore began. Editions whose hour passed since the backup are flagged first: they may have been
 * sent by the system that is gone, so that nobody of them is mailed unless a person says so. Editions with an hour ahead
 * are sent as ever. Null: sending was not held.
 */
export async function resumeAll(
  { db, now }: { db: Db; now: () => Date },
  actor: string,
): Promise<{ hold: Hold; toDecide: ToDecide[] } | null> {
  return db.transaction().execute(async (tx) => {
    await sql`lock table editions in share row exclusive mode`.execute(tx);
    const hold = await loadHold({ db: tx });
    if (!hold) return null;
    await flagPassed(tx, hold, now());
    await removeHold({ db: tx });
    await recordAudit(tx, { actor, action: 'resume all', detail: { backupAt: hold.backupAt.toISOString() } });
    return { hold, toDecide: await listToDecide({ db: tx }) };
  });
}
