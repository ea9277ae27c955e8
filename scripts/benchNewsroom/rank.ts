import { sql } from 'kysely';
import { createLog } from '../../src/platform/log.ts';
import { openWindows, placeNewsletter, rankNewsletter } from '../../src/newsroom/rank/rank.ts';
import { peakMegabytes } from '../benchSend/processes.ts';
import type { Newsroom } from './bench.ts';
import { makeItems } from './items.ts';

const ARRIVALS = 200;
const HOURS = 30;

/** Stores artificial items if the part before left none. */
async function fill({ db, newsletterId }: Newsroom, outlets: number, count: number, seed: number): Promise<void> {
  await sql`
    insert into outlets (newsletter_id, url, name)
    select ${newsletterId}, 'https://bench.example/' || n, 'Bench ' || n from generate_series(1, ${outlets}::int) n
    on conflict do nothing`.execute(db);
  const ids = await db
    .selectFrom('outlets')
    .select('id')
    .where('newsletter_id', '=', newsletterId)
    .orderBy('id')
    .execute();
  const now = Date.now();
  const items = makeItems(count, outlets, seed).map(({ title, summary, outlet }, at) => ({
    outlet: ids[outlet]!.id,
    key: `${seed}-${at}`,
    title,
    summary,
    at: new Date(now - ((count - at) / count) * HOURS * 3_600_000).toISOString(),
    position: Math.floor(at / outlets),
  }));
  await sql`
    insert into items (outlet_id, guid, url, title, summary, published_at, position)
    select outlet, key, 'https://bench.example/' || key, title, summary, at, position
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb)
      as t(outlet int, key text, title text, summary text, at timestamptz, position int)`.execute(db);
}

/**
 * Places and scores the stored items: one whole round, the same round again, then single arrivals, including the work
 * of
 * the database.
 */
export async function measureRank(
  newsroom: Newsroom,
  { outlets, items }: { outlets: number; items: number },
): Promise<void> {
  const { db, newsletterId, cpu } = newsroom;
  const { count } = await db
    .selectFrom('items as i')
    .innerJoin('outlets as o', 'o.id', 'i.outlet_id')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('o.newsletter_id', '=', newsletterId)
    .executeTakeFirstOrThrow();
  if (count === 0) await fill(newsroom, outlets, outlets * items, 1);
  const windows = openWindows();
  const deps = { db, log: createLog('bench', 'error'), now: () => new Date(), windows };
  console.log(
    '\n| placing and scoring | stories | s | CPU s | CPU s of PostgreSQL | peak RSS MB |\n|---|---|---|---|---|---|',
  );
  for (const round of ['all new', 'nothing new']) {
    const before = cpu();
    const startedAt = performance.now();
    const ranked = await rankNewsletter(deps, newsletterId);
    const after = cpu();
    const figures = [
      ranked.stories,
      ((performance.now() - startedAt) / 1_000).toFixed(1),
      (after.ownSeconds - before.ownSeconds).toFixed(1),
      (after.postgresSeconds - before.postgresSeconds).toFixed(1),
      peakMegabytes(process.pid).toFixed(0),
    ];
    console.log(`| ${ranked.items} items, ${round} | ${figures.join(' | ')} |`);
  }
  // With this many new rows, autovacuum would do the same within a minute.
  await sql`vacuum analyze items, stories`.execute(db);
  const times: number[] = [];
  let ownMs = 0;
  for (let at = 0; at < ARRIVALS; at++) {
    await fill(newsroom, 1, 1, 1_000 + at);
    const before = process.cpuUsage();
    const startedAt = performance.now();
    await placeNewsletter(deps, newsletterId);
    times.push(performance.now() - startedAt);
    const { user, system } = process.cpuUsage(before);
    ownMs += (user + system) / 1_000 / ARRIVALS;
  }
  const sorted = times.toSorted((a, b) => a - b);
  console.log(
    `\none item more, stored and placed: ${sorted[ARRIVALS / 2]!.toFixed(1)} ms (median), ` +
      `${sorted[Math.floor(ARRIVALS * 0.95)]!.toFixed(1)} ms (95th of 100); ${ownMs.toFixed(1)} ms CPU of this process`,
  );
}
