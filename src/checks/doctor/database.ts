import { sql } from 'kysely';
import type { Config } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import { compareMigrations, takesWrites } from '../../platform/db/inspect.ts';
import { describeAddress } from '../../platform/startReport.ts';
import { describeBytes } from './describeBytes.ts';
import { right, wrong, type Verdict } from './verdict.ts';

const MIN_VERSION = 15;

/** Checks the server's version and that it takes writes; says how large the database is. */
export async function checkDatabase({ db, config }: { db: Db; config: Pick<Config, 'databaseUrl'> }): Promise<Verdict> {
  const { rows } = await sql<{ version: string; number: number; bytes: number; isReplica: boolean }>`
    select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
      pg_database_size(current_database()) as bytes, pg_is_in_recovery() as "isReplica"`.execute(db);
  const { version, number, bytes, isReplica } = rows[0]!;
  const where = config.databaseUrl === null ? 'embedded' : `at ${describeAddress(config.databaseUrl)}`;
  const found = `PostgreSQL ${version}, ${where}, ${describeBytes(bytes)}`;
  if (number < MIN_VERSION * 10_000)
    return wrong('database', `${found}: too old.`, `Upgrade to PostgreSQL ${MIN_VERSION} or newer.`);
  if (isReplica)
    return wrong('database', `${found}: a standby, which takes no writes.`, 'Name the primary in DATABASE_URL.');
  if (!(await takesWrites({ db })))
    return wrong(
      'database',
      `${found}: default_transaction_read_only is on, so it takes no writes.`,
      'Set it to off for the server, the database and our role.',
    );
  return right('database', `${found}.`);
}

/** Checks that the database has the tables of this version, no fewer and no more. */
export async function checkMigrations({ db }: { db: Db }): Promise<Verdict> {
  const { applied, missing, unknown } = await compareMigrations({ db });
  if (unknown.length > 0)
    return wrong(
      'migrations',
      `The database is of a newer version: it has ${unknown.join(', ')}.`,
      'Use the version of Reveille that the running processes have.',
    );
  if (missing.length > 0)
    return wrong(
      'migrations',
      `Missing: ${missing.join(', ')}.`,
      'Start the processes with this version; a start applies them.',
    );
  return right('migrations', `All ${applied.length} are applied, the latest ${applied.at(-1)}.`);
}
