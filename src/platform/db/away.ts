import pg from 'pg';
import { codeOf, messageOf } from '../../domain/errors.ts';
import type { Log } from '../log.ts';

// The network's words for nobody there (yet): Node's codes.
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

// PostgreSQL's: connection exceptions (08, also all that pgbouncer says), shut down, crashed, starting up, no place.
const STATES = /^(08...|57P0[1235]|53300)$/;

// The driver has no codes for these of its own.
const DRIVER =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

/**
 * True of an error that says the database cannot be reached for now: refused, unknown name, starting up, shut down, too
 * many connections, a connection lost. The same call may succeed a moment later.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return STATES.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  // A Unix socket that the server has not made yet.
  if (code === 'ENOENT') return (error as NodeJS.ErrnoException).syscall === 'connect';
  return code === null ? DRIVER.test(error.message) : NETWORK.has(code);
}

// Wrong password, no entry in pg_hba.conf, no such database.
const REFUSED = /^(28...|3D000)$/;

/** True of an error that trying again does not mend: the address, the name or the password is wrong. */
export function isDatabaseRefusal(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return REFUSED.test(error.code ?? '');
  // The driver's own words for a password that is asked for and missing, or that does not fit.
  return error instanceof Error && messageOf(error).startsWith('SASL: ');
}

/** A warning, save where the database is away: watchDatabase says that, once for the whole process. */
export function warnUnlessAway(log: Log, error: unknown, text: string, fields: Record<string, unknown> = {}): void {
  log[isDatabaseAway(error) ? 'debug' : 'warn']({ err: error, ...fields }, text);
}
