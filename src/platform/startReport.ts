import { sql } from 'kysely';
import type { Relay } from './config.ts';
import { redactUrl } from './log.ts';
import type { Runtime } from './runtime.ts';

/** A relay for a log: its address and security, without name and password. */
function describeRelay({ host, port, implicitTls, requireTls, auth }: Relay): string {
  const security = implicitTls ? 'TLS' : requireTls ? 'STARTTLS required' : 'STARTTLS where offered';
  return `${host}:${port}, ${security}, ${auth ? 'with' : 'without'} a password`;
}

/** The database's address, without user, password and options. */
export function describeAddress(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/**
 * Describes the start of a process for the log: the database and its version, migrations, the queue's server, relays,
 * staff accounts, and the public address. It contains no password.
 */
export async function describeStart({ config, db, queueLocation, applied }: Runtime): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ version: string; migrations: number; latest: string; staff: number }>`
    select current_setting('server_version') as version, (select count(*) from migrations) as migrations,
      (select max(name) from migrations) as latest, (select count(*) from staff) as staff`.execute(db);
  const { version, migrations, latest, staff } = rows[0]!;
  return {
    publicUrl: config.publicUrl,
    database: `PostgreSQL ${version} at ${describeAddress(queueLocation.databaseUrl)}${config.databaseUrl ? '' : ' (embedded)'}`,
    migrations: `${migrations}, the latest ${latest}; ${applied.length} applied now`,
    queue: config.redisUrl ? `Redis at ${redactUrl(config.redisUrl)}` : 'on the same PostgreSQL',
    relays: config.relays.length === 0 ? 'none: mail goes to the built-in inbox' : config.relays.map(describeRelay),
    staff,
    trustedProxies: config.trustProxy,
  };
}
