import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { fail, pass, warn, type Finding } from './preflightFinding.ts';
import type { Answer } from './visit.ts';

const WARN_MS = 60_000;
const FAIL_MS = 5 * 60_000;
// A Date header has whole seconds.
const DATE_STEP_MS = 1000;

/** How far `at` is outside the time of its request. */
function skewMs(at: number, startedAt: Date, endedAt: Date): number {
  return Math.max(0, startedAt.getTime() - at, at - endedAt.getTime());
}

/** Compares this machine's clock with the database's and, if PUBLIC_URL answered, with its Date header. */
export async function checkClock(
  { db, machineNow = () => new Date() }: { db: Db; machineNow?: () => Date },
  answer: Extract<Answer, { kind: 'answered' }> | null,
): Promise<Finding> {
  const startedAt = machineNow();
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  const skews = [{ from: 'the database', ms: skewMs(rows[0]!.at.getTime(), startedAt, machineNow()) }];
  const date = Date.parse(answer?.headers.get('date') ?? '');
  if (answer && !Number.isNaN(date)) {
    const since = new Date(answer.startedAt.getTime() - DATE_STEP_MS);
    skews.push({ from: 'PUBLIC_URL', ms: skewMs(date, since, answer.endedAt) });
  }
  const found = `This machine’s clock is ${skews.map(({ from, ms }) => `${Math.round(ms / 1000)} s from ${from}’s`).join(', ')}.`;
  const most = Math.max(...skews.map(({ ms }) => ms));
  const todo =
    'Synchronise the clocks (NTP). Certificates depend on this machine’s clock, and everything else on the database’s.';
  if (most > FAIL_MS) return fail('clock', found, todo);
  return most > WARN_MS ? warn('clock', found, todo) : pass('clock', found);
}
