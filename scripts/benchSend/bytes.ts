import { sql } from 'kysely';
import type { Bench } from './bench.ts';
import { makeEdition, makeReaders } from './readers.ts';
import { sendOnce } from './send.ts';

async function sizeOf({ db }: Bench, table: string): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select (pg_total_relation_size(${table}::regclass)
            + coalesce((select sum(pg_total_relation_size(relid)) from pg_partition_tree(${table}::regclass)), 0))::float8
      as bytes`.execute(db);
  return rows[0]!.bytes;
}

async function logPosition({ db }: Bench): Promise<string> {
  const { rows } = await sql<{ at: string }>`select pg_current_wal_lsn()::text as at`.execute(db);
  return rows[0]!.at;
}

/** Measures what a reader and a delivery take on the disk with their indexes, and what a send writes to the WAL. */
export async function measureBytes(bench: Bench, { port, readers }: { port: number; readers: number }): Promise<void> {
  const { db } = bench;
  const newsletterId = await makeReaders(db, 'bytes', readers);
  await bench.startMailers(1, [port]);
  const editionId = await makeEdition(db, newsletterId, 1);
  const before = await logPosition(bench);
  await sendOnce(bench, editionId);
  const { rows } = await sql<{ bytes: number }>`
    select pg_wal_lsn_diff(pg_current_wal_lsn(), ${before}::pg_lsn)::float8 as bytes`.execute(db);
  const each = (bytes: number): string => (bytes / readers).toFixed(0);
  const reader = (await sizeOf(bench, 'subscribers')) + (await sizeOf(bench, 'subscriptions'));
  console.log(`\n| readers | bytes a reader | bytes a delivery | bytes of WAL a delivery |\n|---|---|---|---|`);
  console.log(
    `| ${readers} | ${each(reader)} | ${each(await sizeOf(bench, 'deliveries'))} | ${each(rows[0]!.bytes)} |`,
  );
}
