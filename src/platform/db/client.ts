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

type Session = { settings: pg.ClientConfig; prepare: (client: pg.ClientBase) => Promise<void> };
const sessionOf = new WeakMap<Db, Session>();

// Times reach us as UTC whatever the server's own zone. PostgreSQL's packages have JIT on, and the ledger's generic plans
// pass its threshold: at a million readers 850 of a claim's 1,277 ms were compilation.
const SESSION = { TimeZone: 'UTC', jit: 'off' };

/**
 * Applies `parameters` to a new connection before anybody uses it. As statements and not as the `options` of the
 * connection's start: those of DATABASE_URL would replace ours, and pgbouncer refuses them.
 */
async function applyParameters(client: pg.ClientBase, parameters: Record<string, string>): Promise<void> {
  const names = Object.entries(parameters).flat();
  const calls = names.flatMap((_, at) => (at % 2 === 0 ? [`set_config($${at + 1}, $${at + 2}, false)`] : []));
  await client.query(`select ${calls.join(', ')}`, names);
}

/**
 * Opens a pool of at most `maxConnections` connections; nothing is connected before the first query. `parameters`: of
 * PostgreSQL, for each of its sessions.
 */
export function openDatabase(
  url: string,
  {
    maxConnections = 8,
    log,
    parameters = {},
  }: { maxConnections?: number; log?: Log; parameters?: Record<string, string> } = {},
): Db {
  const settings: pg.ClientConfig = {
    connectionString: url,
    application_name: 'reveille',
    connectionTimeoutMillis: 10_000,
  };
  const prepare = (client: pg.ClientBase): Promise<void> => applyParameters(client, { ...SESSION, ...parameters });
  const pool = new pg.Pool({
    ...settings,
    max: maxConnections,
    // Statements prepared for an edition go with their connection.
    maxLifetimeSeconds: 3_600,
    // The pool waits for it, whatever its types say.
    // oxlint-disable-next-line typescript/no-misused-promises
    onConnect: prepare,
  });
  pool.on('connect', (client) => {
    prepareMarked(client);
    // A connection that is lost in mid-query says so twice: to the caller, and as an event that would end the process
    // if nobody listened. What is lost is said once, by watchDatabase.
    client.on('error', (error) => log?.debug({ err: error }, 'a database connection was lost'));
  });
  // An idle connection that the server closed (a restart) is replaced at the next query.
  pool.on('error', (error) => {
    if (!pool.ending) log?.debug({ err: error }, 'an idle database connection was lost');
  });
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  sessionOf.set(db, { settings, prepare });
  return db;
}

/**
 * Opens one connection beside the pool of `db`, for what needs the driver itself (COPY) or a session of its own
 * (temporary tables, planner settings). The caller ends it.
 */
export async function openConnection(db: Db): Promise<pg.Client> {
  const { settings, prepare } = sessionOf.get(db)!;
  const client = new pg.Client(settings);
  // A connection that is lost tells the caller, too.
  client.on('error', () => undefined);
  await client.connect();
  await prepare(client);
  return client;
}

// Left to itself the planner takes the parameters for worth a new plan each time: 0.8 ms of planning for 0.2 ms of
// work. And each statement looks up a handful of rows by their keys, whatever the planner believes of tables that
// grew by a million rows a moment ago: reading one whole took 33 ms a claim at 60,000 readers, by keys it takes 7.
const LEDGER_PARAMETERS = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
};

/** Opens a pool for the ledger's few statements, which run thousands of times with the same plan. */
export function openLedgerDatabase(url: string, { log }: { log: Log }): Db {
  return openDatabase(url, { maxConnections: 4, log, parameters: LEDGER_PARAMETERS });
}
