import { sql } from 'kysely';
import type { Config } from '../config.ts';
import { messageOf, ReveilleError } from '../errors.ts';
import type { Log } from '../log.ts';
import { openDatabase, type Db } from './client.ts';
import { attachEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';

/** An open, migrated database; `url` for those who need connections of their own. */
export type Connection = { db: Db; url: string; close: () => Promise<void> };

/**
 * Connects to DATABASE_URL, or to the embedded server of DATA_DIR, and applies missing migrations.
 * Throws DATABASE_UNREACHABLE or DATABASE_START_FAILED with a sentence for a person.
 */
export async function connectDatabase(
  { config, log }: { config: Config; log: Log },
  { maxConnections = 8 }: { maxConnections?: number } = {},
): Promise<Connection> {
  const embedded = config.databaseUrl ? null : await attachEmbedded(config.dataDir);
  const url = config.databaseUrl ?? embedded!.url;
  const db = openDatabase(url, { maxConnections, log });
  const close = async (): Promise<void> => {
    await db.destroy();
    await embedded?.detach();
  };
  try {
    await sql`select 1`.execute(db);
    await migrate(db);
  } catch (cause) {
    await close().catch(() => undefined);
    throw new ReveilleError(
      'DATABASE_UNREACHABLE',
      `${config.databaseUrl ? 'DATABASE_URL' : 'The embedded database'} cannot be used: ${messageOf(cause)}`,
      { cause },
    );
  }
  return { db, url, close };
}
