import { sql } from 'kysely';
import { SCHEDULER, triggerSend } from '../editions/control.ts';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';
import { generation, type SweepDeps } from './deps.ts';
import { dateIn, instantOf } from '../domain/due.ts';
import { SENDER_INCOMPLETE, sendOrFlag } from './incomplete.ts';
import { UNAPPROVED } from '../editions/approval.ts';
import { mayGo } from './unattended.ts';
import { isAnyOf, OPEN } from '../domain/states.ts';

type Weekly = { id: number; state: string; flag: string | null; composedAt: Date | null };

async function findWeekly({ db }: SweepDeps, newsletterId: number, date: string): Promise<Weekly | undefined> {
  const { rows } = await sql<Weekly>`
    select id, state, flag, composed_at as "composedAt" from editions
    where newsletter_id = ${newsletterId} and date = ${date} and kind = 'weekly' and number = 1`.execute(db);
  return rows[0];
}

/** True if any reader chose the weekly edition. */
export async function hasWeeklyReaders({ db }: Pick<SweepDeps, 'db'>, newsletterId: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from subscriptions
    where newsletter_id = ${newsletterId} and status = 'active' and frequency = 'weekly' limit 1`.execute(db);
  return rows.length > 0;
}

/**
 * Follows the weekly edition of a newsletter: composes it before its time on its weekday, and sends it then. Without
 * readers, it is not composed. If it is flagged, or later than the newsletter allows, a person must send it.
 */
export async function followWeekly(deps: SweepDeps, newsletter: Newsletter, now: Date): Promise<void> {
  if (newsletter.weekly_weekday === null) return;
  // Composing may begin on the day before the send time.
  const today = Temporal.PlainDate.from(dateIn(newsletter.zone, now));
  for (const day of [today, today.add({ days: 1 })]) {
    if (day.dayOfWeek !== newsletter.weekly_weekday) continue;
    const date = day.toString();
    const dueAt = instantOf(date, newsletter.weekly_at, newsletter.zone);
    const untilMs = dueAt.getTime() - now.getTime();
    const isNear = untilMs <= newsletter.compose_lead_minutes * 60_000;
    if (!isNear || untilMs < -newsletter.max_lateness_minutes * 60_000 || dueAt < newsletter.created_at) continue;
    if (!(await hasWeeklyReaders(deps, newsletter.id))) continue;
    const edition = await findWeekly(deps, newsletter.id, date);
    const isDraft = !edition || edition.state === 'draft';
    if (isDraft && (untilMs > 0 || !edition?.composedAt || edition.flag !== null))
      await deps.queues.enqueue(
        'compose',
        { newsletterId: newsletter.id, date, dueAt: dueAt.toISOString(), kind: 'weekly' },
        generation(now, 300),
      );
    const isFree = edition?.flag === null || edition?.flag === SENDER_INCOMPLETE || edition?.flag === UNAPPROVED;
    const isReady = edition?.composedAt && isFree && isAnyOf(OPEN, edition.state);
    if (untilMs <= 0 && isReady && (await mayGo(deps, newsletter, edition.id))) await sendWeekly(deps, edition.id);
  }
}

async function sendWeekly(deps: SweepDeps, editionId: number): Promise<void> {
  const order = { editionId, actor: SCHEDULER, isRehearsal: deps.isRehearsal };
  await sendOrFlag(deps, editionId, () => triggerSend(deps, order));
}
