import { readdir } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReveilleError } from '../../../src/domain/errors.ts';
import { describeFailure } from '../../../src/platform/db/connect.ts';
import { openDatabase } from '../../../src/platform/db/client.ts';
import { listMigrations, migrate, readMigration } from '../../../src/platform/db/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('several processes that start together apply each migration once', async () => {
  await sql`drop schema public cascade`.execute(database.db);
  await sql`create schema public`.execute(database.db);
  const clients = Array.from({ length: 4 }, () => openDatabase(database.url, { maxConnections: 2 }));
  const applied = await Promise.all(clients.map((db) => migrate(db)));
  await Promise.all(clients.map((db) => db.destroy()));
  const files = await readdir(new URL('../../../src/platform/db/migrations/', import.meta.url));
  expect(applied.flat()).toEqual(files.map((file) => file.replace(/\.sql$/, '')).toSorted());
});

test('a second start applies nothing', async () => {
  expect(await migrate(database.db)).toEqual([]);
});

test('an earlier version starts on the tables of a newer one, and leaves them as they are', async () => {
  await sql`insert into migrations (name, timestamp) values ('9999_newer', ${new Date().toISOString()})`.execute(
    database.db,
  );
  expect(await migrate(database.db)).toEqual([]);
  const { rows } = await sql`select name from migrations where name = '9999_newer'`.execute(database.db);
  expect(rows).toHaveLength(1);
});

test('a migration that was merged after one with a higher number is applied, also after a deadlock', async () => {
  const { db, drop } = await createTestDatabase();
  const names = await listMigrations();
  const late = names.at(-2)!;
  try {
    await sql`drop schema public cascade`.execute(db);
    await sql`create schema public`.execute(db);
    await sql`create table migrations (name varchar(255) primary key, timestamp varchar(255) not null)`.execute(db);
    for (const [index, name] of names.filter((each) => each !== late).entries()) {
      await sql.raw(await readMigration(name)).execute(db);
      const at = new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString();
      await sql`insert into migrations (name, timestamp) values (${name}, ${at})`.execute(db);
    }
    // What a sequence gave stays given, so the second try passes.
    await sql
      .raw(
        `create sequence tries;
        create function meet_send() returns trigger language plpgsql as $$
        begin
          if nextval('tries') = 1 then raise exception 'deadlock detected' using errcode = '40P01'; end if;
          return new;
        end $$;
        create trigger meet_send before insert on migrations for each row execute function meet_send()`,
      )
      .execute(db);
    expect(await migrate(db)).toEqual([late]);
    expect(await migrate(db)).toEqual([]);
  } finally {
    await drop();
  }
});

test('a migration that fails is named, and all of that start are rolled back', async () => {
  const { db, drop } = await createTestDatabase();
  try {
    await sql`drop schema public cascade`.execute(db);
    await sql`create schema public`.execute(db);
    await sql`create table list_imports (mine text)`.execute(db);
    const failing = migrate(db).catch((cause: unknown) => describeFailure(cause, null));
    const { code, message } = (await failing) as ReveilleError;
    expect(code).toBe('MIGRATION_FAILED');
    expect(message).toBe(
      'The migration 0037_list_imports.sql failed: relation "list_imports" already exists. All migrations of this start were rolled back, so the database is as it was, and the version that ran on it before still works.',
    );
    const { rows } = await sql`select to_regclass('subscribers') as subscribers`.execute(db);
    expect(rows).toEqual([{ subscribers: null }]);
  } finally {
    await drop();
  }
});
