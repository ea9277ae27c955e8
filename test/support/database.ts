import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { inject } from 'vitest';
import { openDatabase, type Db } from '../../src/platform/db/client.ts';

export type TestDatabase = { db: Db; url: string; drop: () => Promise<void> };

/** A fresh, migrated database of its own, cloned from the run's template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('databaseUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = openDatabase(server, { maxConnections: 1 });
  // Copied as files, without the write-ahead log: a third of the processor time.
  await sql.raw(`create database ${name} template template_reveille strategy file_copy`).execute(admin);
  const url = server.replace(/postgres$/, name);
  const db = openDatabase(url, { maxConnections: 8 });
  return {
    db,
    url,
    drop: async () => {
      await db.destroy();
      await sql.raw(`drop database ${name} with (force)`).execute(admin);
      await admin.destroy();
    },
  };
}
