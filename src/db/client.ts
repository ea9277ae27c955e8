import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Schema } from './schema.ts';

/** The database, or a transaction in it: every function that takes one works inside either. */
export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

// Counts and identity columns are int8 and stay far below 2^53.
const INT8 = 20;
pg.types.setTypeParser(INT8, Number);
// A date is a day of somebody's calendar: as YYYY-MM-DD, never as an instant.
const DATE = 1082;
pg.types.setTypeParser(DATE, (value) => value);

/** Opens a pool of at most `maxConnections` connections; nothing is connected before the first query. */
export function openDatabase(
  url: string,
  { maxConnections = 8, log }: { maxConnections?: number; log?: Log } = {},
): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: 'reveille',
    connectionTimeoutMillis: 10_000,
    // Times reach us as UTC whatever the server's own zone.
    options: '-c TimeZone=UTC',
  });
  // An idle connection that the server closed (a restart) is replaced at the next query.
  pool.on('error', (error) => {
    if (!pool.ending) log?.warn({ err: error }, 'an idle database connection was lost');
  });
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}
