import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { right, wrong, type Verdict } from './verdict.ts';

// A whole system has five pools of 8, the ledger's 4, and 3 for the queue in each process.
const MIN_CONNECTIONS = 60;
const MIN_FREE = 10;

/** What PostgreSQL says: the settings of a new session, and the connections that are open. */
export type DatabaseSettings = {
  fsync: string;
  fullPageWrites: string;
  synchronousCommit: string;
  autovacuum: string;
  encoding: string;
  maxConnections: number;
  openConnections: number;
  /** The lowest limit of our role and of the database. Null: none. */
  ownLimit: number | null;
};

/** The settings that cost data or stop a send. JIT is not among them: connections turn it off themselves. */
export function judgeDatabaseSettings(settings: DatabaseSettings): Verdict {
  const { maxConnections, openConnections, ownLimit } = settings;
  const problems: { found: string; todo: string }[] = [];
  for (const [name, value] of [
    ['fsync', settings.fsync],
    ['full_page_writes', settings.fullPageWrites],
    ['synchronous_commit', settings.synchronousCommit],
  ])
    if (value === 'off')
      problems.push({
        found: `${name} is off, so a crash may lose what the ledger recorded, and readers get a mail twice`,
        todo: `Set ${name} = on.`,
      });
  if (settings.autovacuum === 'off')
    problems.push({ found: 'autovacuum is off, so tables grow and become slow', todo: 'Set autovacuum = on.' });
  if (settings.encoding !== 'UTF8')
    problems.push({
      found: `the encoding is ${settings.encoding}, which cannot hold every headline`,
      todo: 'Move to a database that is created with encoding UTF8.',
    });
  if (maxConnections < MIN_CONNECTIONS)
    problems.push({
      found: `max_connections is ${maxConnections}, and a whole system needs up to ${MIN_CONNECTIONS}`,
      todo: `Set max_connections = ${MIN_CONNECTIONS} or more.`,
    });
  else if (maxConnections - openConnections < MIN_FREE)
    problems.push({
      found: `${openConnections} of ${maxConnections} connections are in use`,
      todo: 'Raise max_connections, or close what holds them.',
    });
  if (ownLimit !== null && ownLimit < MIN_CONNECTIONS)
    problems.push({
      found: `our role or the database is limited to ${ownLimit} connections, and a whole system needs up to ${MIN_CONNECTIONS}`,
      todo: 'Raise the limit with ALTER ROLE or ALTER DATABASE … CONNECTION LIMIT.',
    });
  const [first] = problems;
  if (first === undefined)
    return right(
      'database-settings',
      `fsync, full_page_writes and synchronous_commit are on; ${openConnections} of ${maxConnections} connections are in use.`,
    );
  const found = problems.map((problem) => problem.found).join('; ');
  const todo = problems.map((problem) => problem.todo).join(' ');
  return wrong('database-settings', `${found.charAt(0).toUpperCase()}${found.slice(1)}.`, todo);
}

/** Reads and judges the database's settings, as a new session of ours has them. */
export async function checkDatabaseSettings({ db }: { db: Db }): Promise<Verdict> {
  const { rows } = await sql<DatabaseSettings>`
    select current_setting('fsync') as fsync, current_setting('full_page_writes') as "fullPageWrites",
      current_setting('synchronous_commit') as "synchronousCommit", current_setting('autovacuum') as autovacuum,
      current_setting('server_encoding') as encoding,
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as "maxConnections",
      (select sum(numbackends) from pg_stat_database) as "openConnections",
      least((select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user),
        (select nullif(datconnlimit, -1) from pg_database where datname = current_database())) as "ownLimit"`.execute(
    db,
  );
  return judgeDatabaseSettings(rows[0]!);
}
