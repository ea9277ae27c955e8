import pg from 'pg';
import { codeOf, messageOf } from '../../domain/errors.ts';
import type { Log } from '../log.ts';

// Node's codes for a server that is not reachable (yet).
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EPIPE',
]);

// PostgreSQL's: connection exceptions (08, also all errors of pgbouncer), a full disk, no memory or no free slot (53), shut
// down, crashed, starting up.
const STATES = /^(08...|53...|57P0[1235])$/;

/** PostgreSQL's error for a write on a standby: this server was the primary once, or is not yet. */
export const READ_ONLY = '25006';

// The driver has no codes of its own for these.
const DRIVER =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

/**
 * True for an error that says the database cannot be reached now: refused, unknown name, starting up, shut down, out of space or
 * connections, a lost connection, a standby that takes no writes. The same call may succeed a moment later.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code === READ_ONLY || STATES.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  // A Unix socket that the server has not created yet.
  if (code === 'ENOENT') return (error as NodeJS.ErrnoException).syscall === 'connect';
  return code === null ? DRIVER.test(error.message) : NETWORK.has(code);
}

// Wrong password, no entry in pg_hba.conf, no such database.
const REFUSED = /^(28...|3D000)$/;

/** True for an error that a retry does not fix: the address, the name or the password is wrong. */
export function isDatabaseRefusal(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return REFUSED.test(error.code ?? '');
  // The driver's own message for a password that is missing or wrong.
  return error instanceof Error && messageOf(error).startsWith('SASL: ');
}

/** Logs a warning, unless the database is away: watchDatabase reports that once for the whole process. */
export function warnUnlessAway(log: Log, error: unknown, text: string, fields: Record<string, unknown> = {}): void {
  log[isDatabaseAway(error) ? 'debug' : 'warn']({ err: error, ...fields }, text);
}
