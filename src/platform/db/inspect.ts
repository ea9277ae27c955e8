import { stat } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Config } from '../config.ts';
import { ReveilleError } from '../../domain/errors.ts';
import type { Log } from '../log.ts';
import { openDatabase, type Db } from './client.ts';
import { describeFailure } from './connect.ts';
import { attachEmbedded } from './embedded.ts';
import { listMigrations } from './migrate.ts';
import { pathsIn } from './postmaster.ts';

/** An open database as it is: no migration was applied. */
export type Inspected = { db: Db; url: string; close: () => Promise<void> };

const STATEMENT_TIMEOUT_MS = 9_000;

async function assertEmbeddedExists(dataDir: string): Promise<void> {
  const isThere = await stat(pathsIn(dataDir).cluster).then(
    () => true,
    () => false,
  );
  if (!isThere) throw new ReveilleError('DATABASE_UNREACHABLE', `DATA_DIR ${dataDir} holds no database yet`);
}

/**
 * Connects to DATABASE_URL, or to the embedded server of DATA_DIR, and applies no migration. An embedded server that does
 * not run is started, created if there is none, and stopped by `close`. Throws DATABASE_UNREACHABLE,
 * DATABASE_START_FAILED, DATA_DIR_UNWRITABLE, or CONFIG_INVALID if the server refuses the user, the password or the
 * database.
 */
export async function openUnmigrated(
  { config, log }: { config: Config; log: Log },
  { parameters = {} }: { parameters?: Record<string, string> } = {},
): Promise<Inspected> {
  const embedded = config.databaseUrl === null ? await attachEmbedded(config.dataDir) : null;
  const url = config.databaseUrl ?? embedded!.url;
  const db = openDatabase(url, { maxConnections: 6, log, parameters });
  const close = async (): Promise<void> => {
    await db.destroy();
    await embedded?.detach();
  };
  try {
    await sql`select 1`.execute(db);
    return { db, url, close };
  } catch (cause) {
    await close().catch(() => undefined);
    throw describeFailure(cause, config.databaseUrl);
  }
}

/**
 * Like `openUnmigrated`, and creates no database either. A statement ends after nine seconds. Throws
 * DATABASE_UNREACHABLE if DATA_DIR holds none yet.
 */
export async function inspectDatabase(deps: { config: Config; log: Log }): Promise<Inspected> {
  if (deps.config.databaseUrl === null) await assertEmbeddedExists(deps.config.dataDir);
  return openUnmigrated(deps, { parameters: { statement_timeout: String(STATEMENT_TIMEOUT_MS) } });
}

/** A database's migrations compared with this program's: `missing` are not applied, `unknown` are of a newer program. */
export type MigrationState = { applied: string[]; missing: string[]; unknown: string[] };

/** Compares a database's migrations with this program's. Nothing is applied to a database that was never used. */
export async function compareMigrations({ db }: { db: Db }): Promise<MigrationState> {
  const known = await listMigrations();
  const { rows: tables } = await sql<{ isThere: boolean }>`
    select to_regclass('migrations') is not null as "isThere"`.execute(db);
  const { rows } = tables[0]!.isThere
    ? await sql<{ name: string }>`select name from migrations order by name`.execute(db)
    : { rows: [] };
  const applied = rows.map(({ name }) => name);
  return {
    applied,
    missing: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

/** False on a standby, and where the server, the database or our role begins each transaction as read only. */
export async function takesWrites({ db }: { db: Db }): Promise<boolean> {
  const { rows } = await sql<{ isReadOnly: boolean }>`
    select current_setting('transaction_read_only')::boolean as "isReadOnly"`.execute(db);
  return !rows[0]!.isReadOnly;
}
