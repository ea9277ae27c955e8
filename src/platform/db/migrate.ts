import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { Migrator, type Migration, type MigrationResult } from 'kysely/migration';
import { codeOf, messageOf, ReveilleError } from '../../domain/errors.ts';
import { isDatabaseAway } from './away.ts';
import type { Db } from './client.ts';

/** SQLSTATE deadlock_detected. */
const DEADLOCK = '40P01';
const MOST_DEADLOCKS = 10;
const DEADLOCK_PAUSE_MS = 200;

const FOLDER = join(import.meta.dirname, 'migrations');

/** The names of this program's migrations, in order. */
export async function listMigrations(): Promise<string[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).toSorted();
  return files.map((name) => name.slice(0, -'.sql'.length));
}

/** The SQL of one of this program's migrations. */
export function readMigration(name: string): Promise<string> {
  return readFile(join(FOLDER, `${name}.sql`), 'utf8');
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const entries = await Promise.all(
    (await listMigrations()).map(async (name): Promise<[string, Migration]> => {
      const text = await readMigration(name);
      return [name, { up: async (db) => void (await sql.raw(text).execute(db)) }];
    }),
  );
  return Object.fromEntries(entries);
}

/** The names of the applied migrations, also of those that a newer version has applied. Empty before the first start. */
async function listApplied(db: Db): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string | null }>`select to_regclass('migrations')::text as name`.execute(
    db,
  );
  if (tables[0]!.name === null) return [];
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(db);
  return rows.map(({ name }) => name);
}

/** The error of migrations that were rolled back. That of a database which went away stays: callers wait and try again. */
function describeFailed(cause: unknown, results: readonly MigrationResult[] | undefined): unknown {
  const failed = results?.find(({ status }) => status === 'Error');
  if (!failed || isDatabaseAway(cause)) return cause;
  return new ReveilleError(
    'MIGRATION_FAILED',
    `The migration ${failed.migrationName}.sql failed: ${messageOf(cause)}. All migrations of this start were rolled back, so the database is as it was, and the version that ran on it before still works.`,
    { cause },
  );
}

/**
 * Applies every missing migration in one transaction and under an advisory lock: any number of processes may call it at
 * once, also of two versions. Migrations of a newer version stay applied: migrations only add, so this version still
 * works on the newer tables. A deadlock with a running send is tried again. Returns the names of the migrations that this
 * call applied. If it throws, none was applied: MIGRATION_FAILED names the one that the database refused; else it is the
 * database's error.
 */
export async function migrate(db: Db): Promise<string[]> {
  const own = await readMigrations();
  let deadlocks = 0;
  for (let applied = await listApplied(db); ;) {
    // Kysely refuses a database with migrations that it does not know.
    const known = Object.fromEntries(applied.map((name): [string, Migration] => [name, { up: async () => {} }]));
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => ({ ...known, ...own }) },
      migrationTableName: 'migrations',
      migrationLockTableName: 'migrations_lock',
      // Branches are not always merged in the order of their numbers, and both versions must start. Migrations only add;
      // one that replaces a view or a function of another needs a later number than that.
      allowUnorderedMigrations: true,
    });
    const { error, results } = await migrator.migrateToLatest();
    if (!error) return (results ?? []).map((result) => result.migrationName);
    // A send of the other version held what the migration needed, and the reverse. All of it was rolled back.
    const isDeadlock = codeOf(error) === DEADLOCK && ++deadlocks < MOST_DEADLOCKS;
    if (isDeadlock) await sleep(DEADLOCK_PAUSE_MS * deadlocks);
    const later = await listApplied(db);
    // Otherwise, a newer version has applied its migrations while this one waited for the lock.
    if (!isDeadlock && later.length === applied.length) throw describeFailed(error, results);
    applied = later;
  }
}
