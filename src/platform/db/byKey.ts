import { sql } from 'kysely';
import type { Db, Tx } from './client.ts';

/**
 * From here to its end, the transaction finds rows by key, and the first of many without the others. Otherwise, the planner
 * reads a whole table, or a whole index into a bitmap, where its statistics say that most rows match: those of a ledger
 * that was full of pending rows a minute ago say so until the last is sent.
 */
export async function readByKey(tx: Db): Promise<void> {
  await sql`select set_config(name, 'off', true) from unnest(array['enable_seqscan', 'enable_bitmapscan']) name`.execute(
    tx,
  );
}

/** Runs statements that find a handful of rows by key, in a transaction of their own. */
export function byKey<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await readByKey(tx);
    return work(tx);
  });
}
