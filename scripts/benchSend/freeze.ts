import { sql } from 'kysely';
import { freezeAudience } from '../../src/deliver/deliver.ts';
import type { Bench } from './bench.ts';
import { makeEdition, makeReaders } from './readers.ts';

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The minimum that any program needs: one insert statement into a table of the ledger's shape. */
async function insertBare({ db }: Bench, newsletterId: number): Promise<void> {
  await sql`
    insert into bare (edition_id, is_rehearsal, subscriber_id)
    select 1, false, subscriber_id from subscriptions
    where newsletter_id = ${newsletterId} and status = 'active'`.execute(db);
}

/** Compares freezing an audience with the bare statement, alternating, without other load. */
export async function measureFreeze(
  bench: Bench,
  { sizes, rounds }: { sizes: readonly number[]; rounds: number },
): Promise<void> {
  const { db } = bench;
  console.log(`\n| readers | bare INSERT … SELECT ms | frozen in ms | ratio |\n|---|---|---|---|`);
  for (const readers of sizes) {
    const newsletterId = await makeReaders(db, `freeze-${readers}`, readers);
    for (let round = 1; round <= rounds; round++) {
      const editionId = await makeEdition(db, newsletterId, round);
      await sql`update editions set state = 'preparing' where id = ${editionId}`.execute(db);
      await sql`create table bare (like deliveries including all)`.execute(db);
      await sql`checkpoint`.execute(db);
      const bareMs = await timeMs(() => insertBare(bench, newsletterId));
      await sql`drop table bare`.execute(db);
      await sql`checkpoint`.execute(db);
      const frozenMs = await timeMs(() => freezeAudience({ db }, editionId));
      await sql`update editions set state = 'cancelled' where id = ${editionId}`.execute(db);
      console.log(`| ${readers} | ${bareMs.toFixed(0)} | ${frozenMs.toFixed(0)} | ${(frozenMs / bareMs).toFixed(2)} |`);
    }
  }
}
