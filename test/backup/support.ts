import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { inject } from 'vitest';
import { openDatabase, type Db } from '../../src/platform/db/client.ts';

/** The secret of the system that is backed up. */
export const SECRET = 'a test secret of at least thirty-two bytes';

export type Place = {
  db: Db;
  url: string;
  /** What a command needs to work there. */
  environment: Record<string, string>;
  close: () => Promise<void>;
};

/** A database without tables, and a DATA_DIR of its own: a bare machine. */
export async function openBareMachine(): Promise<Place> {
  const server = inject('databaseUrl');
  const name = `bare_${randomBytes(6).toString('hex')}`;
  const admin = openDatabase(server, { maxConnections: 1 });
  // As at a provider: its owner may do nothing else on the server.
  await sql.raw(`create role ${name} login password 'bare'`).execute(admin);
  await sql.raw(`create database ${name} owner ${name}`).execute(admin);
  const url = server.replace(/postgres$/, name).replace(/\/\/[^@]*@/, `//${name}:bare@`);
  const db = openDatabase(url, { maxConnections: 4 });
  const dataDir = await mkdtemp(join(tmpdir(), 'bare-'));
  return {
    db,
    url,
    environment: { DATABASE_URL: url, DATA_DIR: dataDir, SECRET },
    close: async () => {
      await db.destroy();
      await sql.raw(`drop database ${name} with (force)`).execute(admin);
      await sql.raw(`drop role ${name}`).execute(admin);
      await admin.destroy();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Each table of the database with its rows as text, sorted. */
export async function readAll(db: Db): Promise<Map<string, string[]>> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' order by 1`.execute(db);
  const all = new Map<string, string[]>();
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.table(name)} t order by 1`.execute(
      db,
    );
    all.set(
      name,
      rows.map(({ text }) => text),
    );
  }
  return all;
}

/** What the catalogue says of the tables: columns, constraints, indexes, triggers, and whether they are enabled. */
export async function describeSchema(db: Db): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    with mine as (select oid, relname from pg_class where relnamespace = current_schema()::regnamespace)
    select m.relname || ' ' || c.conname || ' ' || pg_get_constraintdef(c.oid) as line
    from pg_constraint c join mine m on m.oid = c.conrelid
    union all select m.relname || ' index ' || pg_get_indexdef(i.indexrelid)
    from pg_index i join mine m on m.oid = i.indrelid
    union all select m.relname || ' trigger ' || t.tgname || ' ' || t.tgenabled::text
    from pg_trigger t join mine m on m.oid = t.tgrelid where not t.tgisinternal
    union all select m.relname || ' column ' || concat_ws(' ', a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attstorage)
    from pg_attribute a join mine m on m.oid = a.attrelid where a.attnum > 0
    order by 1`.execute(db);
  return rows.map(({ line }) => line);
}
