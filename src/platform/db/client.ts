import { hash } from 'node:crypto';
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { isLoopbackHost } from '../loopback.ts';
import { codeOf } from '../../domain/errors.ts';
import type { Log } from '../log.ts';
import { READ_ONLY } from './away.ts';
import type { Schema } from './schema.ts';
import { openWatchedSocket } from './watchedSocket.ts';

/** The database, or a transaction in it. Every function that takes one works with either. */
export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

// Counts and identity columns are int8 and stay far below 2^53.
const INT8 = 20;
pg.types.setTypeParser(INT8, Number);
// A date is a calendar day, read as YYYY-MM-DD and never as an instant.
const DATE = 1082;
pg.types.setTypeParser(DATE, (value) => value);

/**
 * Marks a statement that runs thousands of times: each connection parses and plans it once. (kysely has no named
 * statements; planning the ledger's joins each time takes longer than running them.)
 */
export const PREPARED = sql.raw('/* prepared */ ');

const names = new Map<string, string>();
// A ledger has a handful of statements of its own, and a process works on few ledgers at a time.
const MAX_NAMES = 200;

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size === MAX_NAMES) names.clear();
  const name = hash('sha256', text, 'base64url');
  names.set(text, name);
  return name;
}

function prepareMarked(client: pg.ClientBase): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((first: unknown, ...rest: unknown[]) =>
    typeof first === 'string' && first.startsWith('/* prepared */')
      ? query({ name: nameOf(first), text: first, values: rest[0] }, ...rest.slice(1))
      : query(first, ...rest)) as typeof client.query;
}

/** Ends a connection to a server that turned out to be a standby: the pool's next one goes to the primary. */
function leaveStandby(client: pg.ClientBase): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  client.query = ((...args: unknown[]) => {
    const result = query(...args);
    if (result instanceof Promise)
      result.catch((error: unknown) => {
        if (codeOf(error) === READ_ONLY) (client as pg.Client).end().catch(() => undefined);
      });
    return result;
  }) as typeof client.query;
}

type Session = { settings: pg.ClientConfig; prepare: (client: pg.ClientBase) => Promise<void> };
const sessionOf = new WeakMap<Db, Session>();

// Times arrive as UTC whatever the server's zone. PostgreSQL's packages enable JIT, and the ledger's generic plans exceed
// its threshold: with a million readers, 850 of a claim's 1,277 ms were compilation.
const SESSION = { TimeZone: 'UTC', jit: 'off' };

// A server keeps the locks of a client whose host lost its power or its link until it notices: by default after two hours.
// (In seconds; the last, for what the server sent, in milliseconds.)
const OVER_A_NETWORK = {
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '30000',
};

/**
 * Applies `parameters` to a new connection before its first use. They are statements and not the `options` of the
 * connection's start: the options of DATABASE_URL would replace ours, and pgbouncer refuses them.
 */
async function applyParameters(client: pg.ClientBase, parameters: Record<string, string>): Promise<void> {
  const names = Object.entries(parameters).flat();
  const calls = names.flatMap((_, at) => (at % 2 === 0 ? [`set_config($${at + 1}, $${at + 2}, false)`] : []));
  await client.query(`select ${calls.join(', ')}`, names);
}

/** True for loopback and for a Unix socket. Not every system knows the settings that a network needs. */
function isOnThisMachine(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === '' || hostname.startsWith('%2F') || isLoopbackHost(hostname.replace(/^\[|\]$/g, ''));
}

/**
 * Opens a pool of at most `maxConnections` connections. It connects at the first query. `parameters`: PostgreSQL settings
 * for each session.
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
    stream: () => openWatchedSocket(),
  };
  const prepare = (client: pg.ClientBase): Promise<void> =>
    applyParameters(client, { ...SESSION, ...(isOnThisMachine(url) ? {} : OVER_A_NETWORK), ...parameters });
  const pool = new pg.Pool({
    ...settings,
    max: maxConnections,
    // Statements that were prepared for an edition end with their connection.
    maxLifetimeSeconds: 3_600,
    // The pool waits for the promise, although its types do not say so.
    // oxlint-disable-next-line typescript/no-misused-promises
    onConnect: prepare,
  });
  pool.on('connect', (client) => {
    prepareMarked(client);
    leaveStandby(client);
    // A connection that is lost during a query reports it twice: to the caller, and as an event that would end the process
    // without a listener. watchDatabase reports the loss once.
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
 * Opens one connection outside the pool of `db`, for uses that need the driver itself (COPY) or a session of their own
 * (temporary tables, planner settings). The caller closes it.
 */
export async function openConnection(db: Db): Promise<pg.Client> {
  const { settings, prepare } = sessionOf.get(db)!;
  const client = new pg.Client(settings);
  // The caller also gets the error of a lost connection.
  client.on('error', () => undefined);
  await client.connect();
  await prepare(client);
  return client;
}

/**
 * One connection both as the driver's client, for COPY, and as a database, for everything else: a transaction of `db` also
 * holds what goes through `client`. The caller closes it.
 */
export async function openSingle(db: Db): Promise<{ client: pg.Client; db: Db; close: () => Promise<void> }> {
  const client = await openConnection(db);
  const pooled = Object.assign(client, { release: () => undefined });
  const single = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: { options: {}, connect: async () => pooled, end: async () => undefined } }),
  });
  return { client, db: single, close: () => client.end() };
}

// By default the planner makes a new plan for each set of parameters: 0.8 ms of planning for 0.2 ms of work. Each
// statement finds a handful of rows by key, whatever the planner estimates of tables that just grew by a million rows:
// a sequential scan took 33 ms per claim at 60,000 readers, by key it takes 7.
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
