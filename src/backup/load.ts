import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import { sql } from 'kysely';
import { codeOf, messageOf, ReveilleError } from '../domain/errors.ts';
import type { Db } from '../platform/db/client.ts';
import { listMigrations, readMigration } from '../platform/db/migrate.ts';
import { tableOf, type Manifest } from './manifest.ts';
import { columnList, LEFT_OUT, listOwn, quoted } from './tables.ts';
import { unreadable, type Entry } from './tar.ts';

type Migration = Manifest['migrations'][number];

// As kysely's Migrator creates them.
const MIGRATION_TABLES = `
  create table migrations (name varchar(255) not null primary key, timestamp varchar(255) not null);
  create table migrations_lock (id varchar(255) not null primary key, is_locked integer default 0 not null);
  insert into migrations_lock (id, is_locked) values ('migration_lock', 0)`;

async function apply(tx: Db, { name, timestamp }: Migration): Promise<void> {
  await sql
    .raw(await readMigration(name))
    .execute(tx)
    .catch((cause: unknown) => {
      const why = `The migration ${name}.sql failed: ${messageOf(cause)}. Nothing was restored, and the database is as it was.`;
      throw new ReveilleError('MIGRATION_FAILED', why, { cause });
    });
  await sql`insert into migrations (name, timestamp) values (${name}, ${timestamp})`.execute(tx);
}

/** Creates the tables in the version of the backup, because its rows fit these. */
export async function createTables(tx: Db, { migrations, tables }: Manifest): Promise<void> {
  await sql.raw(MIGRATION_TABLES).execute(tx);
  for (const migration of migrations)
    await apply(tx, migration).catch((cause: unknown) => {
      // Of the database's classes "syntax error or access rule": another migration is missing before this one.
      throw codeOf(cause)?.startsWith('42')
        ? unreadable(`its migration ${migration.name} does not apply`, cause)
        : cause;
    });
  for (const { name, edition } of tables)
    if (edition !== null)
      await sql
        .raw(`create table ${quoted(name)} partition of deliveries for values in (${Math.trunc(edition)})`)
        .execute(tx);
}

/** Applies the migrations that came after the backup, to the rows that it has. */
export async function applyLater(tx: Db, { migrations }: Manifest, now: Date): Promise<string[]> {
  const later = (await listMigrations()).filter((name) => !migrations.some((applied) => applied.name === name));
  for (const name of later) await apply(tx, { name, timestamp: now.toISOString() });
  return later;
}

/**
 * Gives the partitions of deliveries the triggers that keep their counts, and counts their rows again. Old editions
 * without deliveries keep their counts, which cannot be computed again.
 */
export async function keepCounts(client: pg.Client, { tables }: Manifest): Promise<void> {
  if (!tables.some(({ name }) => name === 'counted_ledgers')) return;
  const isRetired = tables.some(({ name }) => name === 'retired_ledgers')
    ? 'edition_id in (select edition_id from retired_ledgers)'
    : 'false';
  const { rows } = await client.query<{ edition_id: number }>(
    `delete from counted_ledgers
     where to_regclass('deliveries_' || edition_id) is not null and not ${isRetired} returning edition_id`,
  );
  if (isRetired !== 'false')
    await client.query(`select add_ledger_triggers(ledger) from (
      select to_regclass('deliveries_' || edition_id) as ledger from retired_ledgers) r where ledger is not null`);
  for (const { edition_id: edition } of rows) await client.query('select keep_delivery_counts($1)', [edition]);
}

type Constraint = { table: string; name: string; definition: string; target: string };

/**
 * Removes foreign keys, some of which are circular, and triggers, so that rows can be loaded in any order. Returns the
 * function that restores them; the foreign keys are then checked for all rows.
 */
export async function openDoors(client: pg.Client, { tables }: Manifest): Promise<() => Promise<void>> {
  const { rows: constraints } = await client.query<Constraint>(
    `select t.relname as table, c.conname as name, pg_get_constraintdef(c.oid) as definition, f.relname as target
     from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class f on f.oid = c.confrelid
     where c.contype = 'f' and c.conparentid = 0 and t.relnamespace = current_schema()::regnamespace
       and t.relname = any($1::text[])`,
    [(await listOwn()).tables],
  );
  // Also those that fire where an import switches ordinary triggers off.
  const { rows: always } = await client.query<{ table: string; name: string }>(
    `select t.relname as table, g.tgname as name from pg_trigger g join pg_class t on t.oid = g.tgrelid
     where g.tgenabled = 'A' and not g.tgisinternal and t.relnamespace = current_schema()::regnamespace`,
  );
  const alter = (table: string, what: string): Promise<unknown> => client.query(`alter table ${quoted(table)} ${what}`);
  for (const { table, name } of constraints) await alter(table, `drop constraint ${quoted(name)}`);
  for (const { name } of tables) await alter(name, 'disable trigger user');
  return async () => {
    for (const { name } of tables) await alter(name, 'enable trigger user');
    for (const { table, name } of always) await alter(table, `enable always trigger ${quoted(name)}`);
    // An earlier version kept rows of sessions that it left out.
    for (const { table, target } of constraints)
      if (LEFT_OUT.has(table) && LEFT_OUT.has(target)) await client.query(`delete from ${quoted(table)}`);
    for (const { table, name, definition } of constraints)
      await alter(table, `add constraint ${quoted(name)} ${definition}`);
  };
}

/** Waits until more can be written, or the stream has failed. */
async function drained(copy: CopyStreamQuery): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([once(copy, 'drain', { signal }), once(copy, 'close', { signal })]);
  } finally {
    // A table with thousands of parts must not keep a listener for each part.
    waiting.abort();
  }
}

/** Reads the files of an archive in order, and copies the tables' files into the database. */
export function openCopies(
  client: pg.Client,
  { tables }: Manifest,
): { add: (entry: Entry) => Promise<void>; end: () => Promise<void> } {
  let current: { name: string; copy: CopyStreamQuery } | null = null;
  const counts = new Map<string, number>();
  const close = async (): Promise<void> => {
    if (!current) return;
    const { name, copy } = current;
    current = null;
    copy.end();
    await finished(copy);
    counts.set(name, copy.rowCount ?? 0);
  };
  const open = (name: string): CopyStreamQuery => {
    const table = tables.find((each) => each.name === name);
    if (!table || counts.has(name)) throw unreadable('it is damaged');
    const copy = client.query(copyFrom(`copy ${quoted(name)} (${columnList(table.columns)}) from stdin`));
    // The next write, or the end, reports it.
    copy.on('error', () => undefined);
    return copy;
  };
  return {
    add: async ({ name: file, body }) => {
      const name = tableOf(file);
      if (name === null) return;
      if (current?.name !== name) {
        await close();
        current = { name, copy: open(name) };
      }
      const { copy } = current;
      if (copy.errored) throw copy.errored;
      if (!copy.write(body)) await drained(copy);
      if (copy.errored) throw copy.errored;
    },
    end: async () => {
      await close();
      const wrong = tables.find(({ name, rows }) => (counts.get(name) ?? 0) !== rows);
      if (wrong) throw unreadable(`it lacks rows of ${wrong.name}`);
    },
  };
}

// Ids that were assigned after the backup are in mails: a reader's in the links, an edition's in addresses. They must
// not refer to another reader or edition.
export const MAX_GAP = 1_000_000;
const GAPS: Readonly<Record<string, number>> = { subscribers: MAX_GAP };
const GAP = 1_000;

/** Sets each sequence to a value above every id that it can have assigned since the backup. */
export async function setSequences(client: pg.Client, { sequences }: Manifest): Promise<void> {
  for (const { name, table, last } of sequences)
    await client.query('select setval($1::regclass, $2)', [quoted(name), last + (GAPS[table ?? ''] ?? GAP)]);
}
