import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
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

/**
 * Marks a statement that runs thousands of times: each connection parses and plans it once. (kysely has no named
 * statements; planning the ledger's joins anew takes longer than running them.)
 */
export const PREPARED = sql.raw('/* prepared */ ');

function prepareMarked(client: pg.ClientBase): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const named = (text: string): string => createHash('sha256').update(text).digest('base64url');
  client.query = ((first: unknown, ...rest: unknown[]) =>
    typeof first === 'string' && first.startsWith('/* prepared */')
      ? query({ name: named(first), text: first, values: rest[0] }, ...rest.slice(1))
      : query(first, ...rest)) as typeof client.query;
}

const settingsOf = new WeakMap<Db, pg.ClientConfig>();

/** Opens a pool of at most `maxConnections` connections; nothing is connected before the first query. */
export function openDatabase(
  url: string,
  { maxConnections = 8, log, options = [] }: { maxConnections?: number; log?: Log; options?: string[] } = {},
): Db {
  const settings: pg.ClientConfig = {
    connectionString: url,
    application_name: 'reveille',
    connectionTimeoutMillis: 10_000,
    // Times reach us as UTC whatever the server's own zone.
    options: ['-c TimeZone=UTC', ...options].join(' '),
  };
  const pool = new pg.Pool({
    ...settings,
    max: maxConnections,
    // Statements prepared for an edition go with their connection.
    maxLifetimeSeconds: 3_600,
  });
  pool.on('connect', (client) => {
    prepareMarked(client);
    // A connection that is lost in mid-query says so twice: to whoever asked, and as an event that would end the
    // process if nobody listened.
    client.on('error', (error) => log?.warn({ err: error }, 'a database connection was lost'));
  });
  // An idle connection that the server closed (a restart) is replaced at the next query.
  pool.on('error', (error) => {
    if (!pool.ending) log?.warn({ err: error }, 'an idle database connection was lost');
  });
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  settingsOf.set(db, settings);
  return db;
}

/**
 * Opens one connection beside the pool of `db`, for what needs the driver itself (COPY) or a session of its own
 * (temporary tables, planner settings). Whoever opens it ends it.
 */
export async function openConnection(db: Db): Promise<pg.Client> {
  const client = new pg.Client(settingsOf.get(db));
  // A connection that is lost says so to whoever asked, too.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

// Left to itself the planner takes the parameters for worth a new plan each time: 0.8 ms of planning for 0.2 ms of
// work. And each statement looks up a handful of rows by their keys, whatever the planner believes of tables that
// grew by a million rows a moment ago: reading one whole took 33 ms a claim at 60,000 readers, by keys it takes 7.
const LEDGER_OPTIONS = [
  '-c plan_cache_mode=force_generic_plan',
  '-c enable_seqscan=off',
  '-c enable_hashjoin=off',
  '-c enable_mergejoin=off',
];

/** Opens a pool for the ledger's few statements, which run thousands of times with the same plan. */
export function openLedgerDatabase(url: string, { log }: { log: Log }): Db {
  return openDatabase(url, { maxConnections: 4, log, options: LEDGER_OPTIONS });
}
