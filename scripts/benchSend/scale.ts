import { sql } from 'kysely';
import { freezeAudience } from '../../src/deliver/deliver.ts';
import type { Bench } from './bench.ts';
import { currentMegabytes, peakMegabytes } from './processes.ts';
import { makeEdition, makeReaders } from './readers.ts';
import { sendOnce } from './send.ts';

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The statement that nobody can do without, on a table of the ledger's shape. */
async function insertBare({ db }: Bench, newsletterId: number): Promise<void> {
  await sql`create table bare (like deliveries including all)`.execute(db);
  await sql`
    insert into bare (edition_id, is_rehearsal, subscriber_id)
    select 1, false, subscriber_id from subscriptions
    where newsletter_id = ${newsletterId} and status = 'active'`.execute(db);
}

/** What grows with the number of readers, and what must not. */
export async function measureScale(
  bench: Bench,
  { port, sizes }: { port: number; sizes: readonly number[] },
): Promise<void> {
  const { db } = bench;
  console.log(
    `\n| readers | first message after ms | bare INSERT ms | frozen in ms | ratio | messages/s | CPU ms a message | mailer RSS MB (peak) |\n|---|---|---|---|---|---|---|---|`,
  );
  for (const [index, readers] of sizes.entries()) {
    const newsletterId = await makeReaders(db, `scale-${readers}`, readers);
    const alone = await makeEdition(db, newsletterId, 2 * index + 1);
    await sql`update editions set state = 'preparing' where id = ${alone}`.execute(db);
    await sql`checkpoint`.execute(db);
    const bareMs = await timeMs(() => insertBare(bench, newsletterId));
    await sql`drop table bare`.execute(db);
    await sql`checkpoint`.execute(db);
    const frozenMs = await timeMs(() => freezeAudience({ db }, alone));
    await sql`update editions set state = 'cancelled' where id = ${alone}`.execute(db);
    // A fresh mailer for each size: its peak is its own.
    const mailers = await bench.startMailers(1, [port]);
    const warmUp = await makeEdition(db, await makeReaders(db, `warm-${readers}`, 200), 1);
    await sendOnce(bench, { editionId: warmUp, mailers });
    const editionId = await makeEdition(db, newsletterId, 2 * index + 2);
    const ours = await sendOnce(bench, { editionId, mailers });
    const memory = `${currentMegabytes(mailers[0]!).toFixed(0)} (${peakMegabytes(mailers[0]!).toFixed(0)})`;
    await bench.stopMailers();
    console.log(
      `| ${readers} | ${ours.firstAfterMs} | ${bareMs.toFixed(0)} | ${frozenMs.toFixed(0)} | ${(frozenMs / bareMs).toFixed(2)} | ${ours.perSecond.toFixed(0)} | ${ours.cpuMs.toFixed(3)} | ${memory} |`,
    );
  }
}
