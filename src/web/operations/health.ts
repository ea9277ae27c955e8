import { sql } from 'kysely';
import { warnUnlessAway } from '../../platform/db/away.ts';
import { takesWrites } from '../../platform/db/inspect.ts';
import { describeHold, loadHold } from '../../platform/hold.ts';
import { listOverdue } from '../../editions/load.ts';
import { listUnfollowed } from '../../schedule/unfollowed.ts';
import type { Web, WebContext } from '../web.ts';

/** Answers that the process runs. It checks nothing else. */
export function showHealth(c: WebContext): Response {
  return c.text('ok');
}

type Check = { ok: boolean; detail?: unknown };

/** Runs a check. The reason of a failure is logged, because anybody can read the page. */
async function check(web: Web, name: string, run: () => Promise<Check>): Promise<[string, Check]> {
  try {
    return [name, await run()];
  } catch (error) {
    warnUnlessAway(web.log, error, 'a readiness check failed', { check: name });
    return [name, { ok: false, detail: 'does not answer' }];
  }
}

/** Fails while every relay is known to be down. One working relay is enough. */
async function checkRelays({ db, config }: Web): Promise<Check> {
  const names = config.relays.map(({ host, port }) => `${host}:${port}`);
  if (names.length === 0) return { ok: true };
  const down = await db
    .selectFrom('relay_states')
    .select('relay')
    .where('relay', 'in', names)
    .where('down_until', '>', sql<Date>`now()`)
    .execute();
  const isAnyUp = names.some((name) => !down.some(({ relay }) => relay === name));
  return isAnyUp ? { ok: true } : { ok: false, detail: 'no relay can be reached' };
}

/** Fails while no scheduler lives and a send hour passed that none of them kept. */
async function checkScheduler(web: Web): Promise<Check> {
  const unfollowed = await listUnfollowed(web, web.now());
  const detail = unfollowed.map(({ slug, date, dueAt }) => ({
    newsletter: slug,
    date,
    reason: `no scheduler lives, and its hour of ${dueAt.toISOString()} passed`,
  }));
  return detail.length === 0 ? { ok: true } : { ok: false, detail };
}

/** Fails while a restore holds all sending. */
async function checkSending(web: Web): Promise<Check> {
  const hold = await loadHold(web);
  return hold ? { ok: false, detail: describeHold(hold) } : { ok: true };
}

/**
 * `{ready, checks}`: 503 while the database or the queue does not answer, or the database takes no writes, an edition is overdue or was kept back, no
 * relay can be reached, no scheduler keeps a send hour, or a restore holds all sending.
 */
export async function showReadiness(web: Web, c: WebContext): Promise<Response> {
  const checks = Object.fromEntries(
    await Promise.all([
      check(web, 'database', async () =>
        (await takesWrites(web)) ? { ok: true } : { ok: false, detail: 'takes no writes' },
      ),
      check(web, 'editions', async () => {
        const overdue = await listOverdue(web, web.now());
        const named = overdue.map(({ slug, date, flag }) => ({ newsletter: slug, date, reason: flag ?? 'overdue' }));
        return overdue.length === 0 ? { ok: true } : { ok: false, detail: named };
      }),
      check(web, 'queue', async () => {
        await web.queues.ping();
        return { ok: true };
      }),
      check(web, 'relays', () => checkRelays(web)),
      check(web, 'scheduler', () => checkScheduler(web)),
      check(web, 'sending', () => checkSending(web)),
    ]),
  );
  const ready = Object.values(checks).every(({ ok }) => ok);
  return c.json({ ready, checks }, ready ? 200 : 503);
}
