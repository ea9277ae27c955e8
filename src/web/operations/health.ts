import { sql } from 'kysely';
import { listOverdue } from '../../editions/load.ts';
import type { Web, WebContext } from '../web.ts';

/** The process answers; nothing else is asked. */
export function showHealth(_web: Web, c: WebContext): Response {
  return c.text('ok');
}

type Check = { ok: boolean; detail?: unknown };

/** What failed is in the log, not on a page that anybody may read. */
async function check(web: Web, name: string, run: () => Promise<Check>): Promise<[string, Check]> {
  try {
    return [name, await run()];
  } catch (error) {
    web.log.warn({ err: error, check: name }, 'a readiness check failed');
    return [name, { ok: false, detail: 'does not answer' }];
  }
}

/**
 * `{ready, checks}`: 503 while the database does not answer, or an edition is overdue or was kept back.
 */
export async function showReadiness(web: Web, c: WebContext): Promise<Response> {
  const checks = Object.fromEntries(
    await Promise.all([
      check(web, 'database', async () => {
        await sql`select 1`.execute(web.db);
        return { ok: true };
      }),
      check(web, 'editions', async () => {
        const overdue = await listOverdue(web, web.now());
        const named = overdue.map(({ slug, date, flag }) => ({ newsletter: slug, date, reason: flag ?? 'overdue' }));
        return overdue.length === 0 ? { ok: true } : { ok: false, detail: named };
      }),
    ]),
  );
  const ready = Object.values(checks).every(({ ok }) => ok);
  return c.json({ ready, checks }, ready ? 200 : 503);
}
