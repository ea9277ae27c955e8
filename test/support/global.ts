import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/platform/db/client.ts';
import { attachEmbedded } from '../../src/platform/db/embedded.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { sql } from 'kysely';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

/** One PostgreSQL for the whole run, with a migrated template that every test database is cloned from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'reveille-test-'));
  // Nothing of a test run has to survive a power cut.
  const server = await attachEmbedded(dataDir, ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']);
  const admin = openDatabase(server.url, { maxConnections: 1 });
  await sql`create database template_reveille`.execute(admin);
  await admin.destroy();
  const template = openDatabase(server.url.replace(/postgres$/, 'template_reveille'), { maxConnections: 1 });
  await migrate(template);
  await template.destroy();
  project.provide('databaseUrl', server.url);
  return async () => {
    await server.detach();
    await rm(dataDir, { recursive: true, force: true });
  };
}
