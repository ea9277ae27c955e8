import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** The tables that an import fills, in the order of their foreign keys. */
const TABLES = ['subscribers', 'subscriptions', 'consent_events'] as const;

const fileOf = (folder: string, table: string): string => join(folder, `${table}.copy`);

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Writes the rows of an import to files in the format of COPY. */
export async function saveRows(client: pg.Client, folder: string): Promise<void> {
  for (const table of TABLES)
    await pipeline(client.query(copyTo(`copy ${table} to stdout`)), createWriteStream(fileOf(folder, table)));
}

/** Empties the list, and completes all background writes. */
export async function clearList(client: pg.Client): Promise<void> {
  // As a replica, because a trigger prevents the deletion of consent records.
  await client.query('set session_replication_role = replica');
  await client.query('truncate subscribers, subscriptions, consent_events, suppressions cascade');
  await client.query('reset session_replication_role');
  await client.query('checkpoint');
}

async function copyIn(client: pg.Client, sql: string, path: string): Promise<void> {
  await pipeline(createReadStream(path), client.query(copyFrom(sql)));
}

/** Measures COPY of the rows that `saveRows` wrote, back into the same tables: milliseconds for each table. */
export async function timeCopyOfRows(client: pg.Client, folder: string): Promise<Record<string, number>> {
  await clearList(client);
  const times: Record<string, number> = {};
  for (const table of TABLES)
    times[table] = await timeMs(() => copyIn(client, `copy ${table} from stdin`, fileOf(folder, table)));
  return times;
}

/** Measures COPY of the CSV file itself into a table of text columns without a key: milliseconds. */
export async function timeCopyOfFile(client: pg.Client, path: string): Promise<number> {
  await client.query(
    'create table bare (email text, first text, last text, rating text, a text, b text, c text, d text, e text)',
  );
  await client.query('checkpoint');
  const ms = await timeMs(() => copyIn(client, 'copy bare from stdin (format csv, header)', path));
  await client.query('drop table bare');
  return ms;
}
