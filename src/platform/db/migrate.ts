import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import type { Db } from './client.ts';

const FOLDER = join(import.meta.dirname, 'migrations');

/** The names of this program's migrations, in order. */
export async function listMigrations(): Promise<string[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).toSorted();
  return files.map((name) => name.slice(0, -'.sql'.length));
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const entries = await Promise.all(
    (await listMigrations()).map(async (name): Promise<[string, Migration]> => {
      const text = await readFile(join(FOLDER, `${name}.sql`), 'utf8');
      return [name, { up: async (db) => void (await sql.raw(text).execute(db)) }];
    }),
  );
  return Object.fromEntries(entries);
}

/**
 * Applies every missing migration in one transaction and under an advisory lock: any number of processes may call it at
 * once. Returns the names of the migrations that this call applied. Throws the database's error; then none was applied.
 */
export async function migrate(db: Db): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: readMigrations },
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}
