import { sql } from 'kysely';
import type { Config } from '../config.ts';
import { codeOf, isReveilleError, messageOf, ReveilleError } from '../../domain/errors.ts';
import { redactUrl, type Log } from '../log.ts';
import { isDatabaseRefusal } from './away.ts';
import { openDatabase, type Db } from './client.ts';
import { attachEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { untilDatabase, type Patience } from './retry.ts';

/** An open, migrated database. `url` serves separate connections; `applied` lists the migrations of this call. */
type Connection = { db: Db; url: string; applied: string[]; close: () => Promise<void> };

// Codes of Node's TLS for a certificate that no known authority signed, or that names another host.
const UNTRUSTED = /^(DEPTH_ZERO_)?SELF_SIGNED_CERT|^UNABLE_TO_|^ERR_TLS_CERT_ALTNAME_INVALID$/;
const TRUST_IT =
  'the server’s certificate is not trusted; sslmode=verify-full&sslrootcert=/path/ca.pem names its authority, sslmode=no-verify encrypts without checking it';

/** The reason why the database cannot be used, as a sentence for a person, always without the password. */
export function describeFailure(cause: unknown, databaseUrl: string | null): ReveilleError {
  if (isReveilleError(cause, 'MIGRATION_FAILED')) return cause;
  const why = UNTRUSTED.test(codeOf(cause) ?? '') ? TRUST_IT : redactUrl(messageOf(cause));
  if (databaseUrl === null)
    return new ReveilleError('DATABASE_UNREACHABLE', `The embedded database cannot be used: ${why}`, { cause });
  if (!isDatabaseRefusal(cause))
    return new ReveilleError('DATABASE_UNREACHABLE', `DATABASE_URL cannot be used: ${why}`, { cause });
  const example = 'DATABASE_URL=postgres://user:password@db.example/reveille';
  return new ReveilleError('CONFIG_INVALID', `DATABASE_URL is refused by the server: ${why}; for example ${example}`, {
    cause,
  });
}

/**
 * Connects to DATABASE_URL, or to the embedded server of DATA_DIR, and applies missing migrations. With `patience` it
 * waits while the database is away, until that ends (AbortError). Throws DATABASE_UNREACHABLE, DATABASE_START_FAILED,
 * MIGRATION_FAILED, or CONFIG_INVALID if the server refuses the user, the password or the database.
 */
export async function connectDatabase(
  { config, log }: { config: Config; log: Log },
  { maxConnections = 8, patience }: { maxConnections?: number; patience?: Patience | undefined } = {},
): Promise<Connection> {
  const embedded = config.databaseUrl ? null : await attachEmbedded(config.dataDir);
  const url = config.databaseUrl ?? embedded!.url;
  const db = openDatabase(url, { maxConnections, log });
  const close = async (): Promise<void> => {
    await db.destroy();
    await embedded?.detach();
  };
  const open = async (): Promise<string[]> => {
    await sql`select 1`.execute(db);
    return migrate(db);
  };
  try {
    const applied = await (patience ? untilDatabase({ ...patience, log }, open) : open());
    return { db, url, applied, close };
  } catch (cause) {
    await close().catch(() => undefined);
    if (patience?.signal.aborted) throw cause;
    throw describeFailure(cause, config.databaseUrl);
  }
}
