import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sql } from 'kysely';
import { ingestNewsletter } from '../../src/newsroom/ingest/ingest.ts';
import { createLog } from '../../src/platform/log.ts';
import { peakMegabytes, stop } from '../benchSend/processes.ts';
import type { Newsroom } from './bench.ts';

/**
 * Fetches, parses and stores the feeds of `outlets` twice (all new, then nothing new). Its items stay for the next
 * parts.
 */
export async function measureIngest(
  { db, newsletterId, cpu }: Newsroom,
  { outlets, items }: { outlets: number; items: number },
): Promise<void> {
  const stand = fork(join(import.meta.dirname, 'outlets.ts'), [String(outlets), String(items)]);
  try {
    const [port] = (await once(stand, 'message')) as [number];
    await sql`
      insert into outlets (newsletter_id, url, name, allow_private)
      select ${newsletterId}, ${`http://127.0.0.1:${port}/`} || n || '/feed.xml', 'Outlet ' || n, true
      from generate_series(0, ${outlets - 1}::integer) n`.execute(db);
    console.log(
      `\n| ${outlets} outlets × ${items} items | items | s | CPU s | CPU s of PostgreSQL | peak RSS MB |\n|---|---|---|---|---|---|`,
    );
    for (const round of ['all new', 'nothing new']) {
      const before = cpu();
      const startedAt = performance.now();
      const results = await ingestNewsletter(
        { db, log: createLog('bench', 'error'), now: () => new Date() },
        newsletterId,
      );
      const after = cpu();
      const failed = results.filter(({ status }) => status === 'failed');
      if (failed.length > 0) throw new Error(`${failed.length} outlets failed: ${failed[0]?.errorMessage}`);
      const figures = [
        results.reduce((sum, result) => sum + result.items, 0),
        ((performance.now() - startedAt) / 1000).toFixed(1),
        (after.ownSeconds - before.ownSeconds).toFixed(1),
        (after.postgresSeconds - before.postgresSeconds).toFixed(1),
        peakMegabytes(process.pid).toFixed(0),
      ];
      console.log(`| ${round} | ${figures.join(' | ')} |`);
    }
  } finally {
    await stop(stand);
  }
}
