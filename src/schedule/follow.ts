import { sql } from 'kysely';
import { SCHEDULER, triggerSend } from '../editions/control.ts';
import { UNAPPROVED } from '../editions/approval.ts';
import { audienceCheck } from '../editions/guard.ts';
import { keepDue } from '../editions/openDue.ts';
import { countAudience } from '../editions/status.ts';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';
import { findDailies, flagOverdue, saveFirstDue, type Daily } from './dailies.ts';
import { generation, type SweepDeps } from './deps.ts';
import { datesAround } from '../domain/due.ts';
import { SENDER_INCOMPLETE, sendOrFlag } from './incomplete.ts';
import type { Scheduled } from './load.ts';
import type { Plan } from './plans.ts';
import { askOutlets, ASK_LEAD_MINUTES } from './outlets.ts';
import { expectWaves, recheckBeforeFirst } from './rechecks.ts';
import type { Wave } from '../readers/waves.ts';
import { mayGo } from './unattended.ts';
import { FLAGGABLE } from '../domain/states.ts';

/** The edition of a newsletter and a date, at one instant. */
type Case = { newsletter: Newsletter; date: string; edition: Daily | undefined; waves: Wave[]; plan: Plan; now: Date };

/**
 * Follows the schedule of one newsletter. It has the outlets fetched and the edition of each date composed before the
 * first wave, starts the send at that wave (readers of later waves get it at their own time), and flags late editions.
 * It also corrects the hours of editions that are not near, such as one of a day that has become a holiday.
 */
export async function followSchedule(deps: SweepDeps, { newsletter, schedule }: Scheduled, now: Date): Promise<void> {
  const plan = await deps.plans(newsletter, schedule);
  const leadMs = (newsletter.compose_lead_minutes + ASK_LEAD_MINUTES) * 60_000;
  const around = datesAround(schedule.zone, now);
  const dates = around.flatMap((date) => {
    // Waves before the creation of the newsletter were promised to nobody.
    const waves = plan.wavesOn(date).filter(({ dueAt }) => dueAt >= newsletter.created_at);
    const first = waves[0];
    return first && first.dueAt.getTime() - leadMs <= now.getTime() ? [{ date, waves }] : [];
  });
  const near = new Set(dates.map(({ date }) => date));
  await keepDue(deps, newsletter, { from: around[0]!, now, wavesOn: plan.wavesOn, except: near });
  const editions = await findDailies(deps.db, newsletter.id, [...near]);
  for (const { date, waves } of dates) {
    const edition = editions.get(date);
    if (edition?.state === 'submitting' || edition?.state === 'paused') await expectWaves(deps, edition, waves, now);
    else await followDate(deps, { newsletter, date, edition, waves, plan, now });
  }
  await plan.markSeen();
}

const isOpen = (edition: Daily | undefined): boolean =>
  !edition || edition.state === 'draft' || edition.state === 'approved';

function isTooLate({ newsletter, now }: Case, { dueAt }: Wave): boolean {
  return now.getTime() - dueAt.getTime() > newsletter.max_lateness_minutes * 60_000;
}

/**
 * True if readers were promised this wave. A wave that passed without readers was not missed, even if a reader moved
 * into it later: such a reader gets the edition with its first wave.
 */
function isPromised(of: Case, wave: Wave): boolean {
  if (!isTooLate(of, wave) || (wave.ownZone === null && wave.ownSendAt === null)) return true;
  const { edition, plan } = of;
  if (edition?.dueAt && edition.dueAt <= wave.dueAt) return true;
  return plan.seenAt === null || plan.seenAt < wave.dueAt;
}

/** Flags that hold an edition only while their reason exists. */
const LOOKED_AT: ReadonlySet<string> = new Set(['audience_unusual', SENDER_INCOMPLETE, UNAPPROVED]);

/**
 * Follows one date until its edition is being sent. Lateness counts for each wave. If the first waves are later than
 * the newsletter allows, the edition is flagged for them and starts with the next wave that is in time. After the last
 * wave, it waits for a person.
 */
async function followDate(deps: SweepDeps, of: Case): Promise<void> {
  const { newsletter, date, edition, now } = of;
  const promised = of.waves.filter((wave) => isPromised(of, wave));
  const first = promised[0];
  const next = promised.find((wave) => !isTooLate(of, wave));
  // The day before yesterday only matters for its last time zones.
  const isOver = !next && datesAround(newsletter.zone, now).indexOf(date) === 0;
  if (!first || isOver) return;
  const isMissed = first !== next;
  if (isOpen(edition) && (edition || first.dueAt <= now) && edition?.dueAt?.getTime() !== first.dueAt.getTime())
    await saveFirstDue(deps.db, newsletter.id, date, first.dueAt);
  const isToldOf = next ? Boolean(edition?.flag) : edition?.flag === 'overdue';
  if (isMissed && isOpen(edition) && !isToldOf)
    await flagOverdue(deps.db, newsletter, { date, dueAt: first.dueAt, isWhole: !next });
  const untilMs = next ? next.dueAt.getTime() - now.getTime() : Infinity;
  if (next && untilMs > 0 && (!edition || edition.state === 'draft'))
    await askOutlets(deps, newsletter, next.dueAt, now);
  if (untilMs > newsletter.compose_lead_minutes * 60_000) return;
  const compose = (everySeconds: number): Promise<void> =>
    deps.queues.enqueue(
      'compose',
      { newsletterId: newsletter.id, date, dueAt: first.dueAt.toISOString() },
      generation(now, everySeconds),
    );
  if (untilMs > 0) {
    if (!edition || edition.state === 'draft') await compose(300);
    if (edition?.composedAt && isOpen(edition) && next) await recheckBeforeFirst(deps, edition, next.dueAt, now);
    return;
  }
  if (!edition?.composedAt) return compose(15);
  // A missed wave does not hold the edition back for the waves that are due now.
  const isHeld = edition.flag !== null && !LOOKED_AT.has(edition.flag) && !(edition.flag === 'overdue' && isMissed);
  if (isHeld) return edition.state === 'draft' ? compose(300) : undefined;
  await send(deps, of, edition, isMissed ? first : null);
}

async function send(deps: SweepDeps, { newsletter, date }: Case, edition: Daily, missed: Wave | null): Promise<void> {
  const isRehearsedOnly = edition.state === 'submitted' && edition.isRehearsal && !deps.isRehearsal;
  if (!isOpen(edition) && !isRehearsedOnly) return;
  if (isOpen(edition) && !(await mayGo(deps, newsletter, edition.id))) return;
  if (!deps.isRehearsal && (await isUnusual(deps, newsletter, edition))) return;
  const order = { editionId: edition.id, actor: SCHEDULER, isRehearsal: deps.isRehearsal, byReadersClock: true };
  const isSent = await sendOrFlag(deps, edition.id, () => triggerSend(deps, order));
  if (isSent && missed) await flagOverdue(deps.db, newsletter, { date, dueAt: missed.dueAt, isWhole: false });
}

// The audience changes between the confirmation of its count and the send.
const CONFIRMED_SHARE = 0.01;
const CONFIRMED_READERS = 10;

/** Holds an edition with an unusual recipient count, unless a person confirmed about that number. */
async function isUnusual({ db, log }: SweepDeps, newsletter: Newsletter, edition: Daily): Promise<boolean> {
  if (edition.flag === 'audience_unusual') return true;
  const readers = await countAudience(
    { db },
    { newsletterId: newsletter.id, kind: 'daily', date: edition.date },
    { isRehearsal: false },
  );
  const { median, isUnusual: isFarOff } = await audienceCheck({ db }, edition.id, readers);
  const confirmed = edition.audienceConfirmed;
  const isConfirmed =
    confirmed !== null && Math.abs(confirmed - readers) <= Math.max(CONFIRMED_READERS, readers * CONFIRMED_SHARE);
  if (!isFarOff || isConfirmed) return false;
  const detail = `It has ${readers} readers, but recent editions had about ${median}. Type the number of readers to send it.`;
  await sql`
    update editions set flag = 'audience_unusual', flag_detail = ${detail}
    where id = ${edition.id} and state = any(${FLAGGABLE}::text[])`.execute(db);
  log.warn({ edition: edition.id, readers, median }, 'an edition is held: its audience is unusual');
  return true;
}
