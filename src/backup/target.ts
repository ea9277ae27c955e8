import { sql } from 'kysely';
import { ReveilleError } from '../domain/errors.ts';
import type { Db } from '../platform/db/client.ts';
import { listOwn, quoted } from './tables.ts';

/** The tables that have rows in a used database, with the words for one and for several rows. */
const HOLDERS: readonly [table: string, one: string, several: string][] = [
  ['newsletters', 'newsletter', 'newsletters'],
  ['subscribers', 'subscriber', 'subscribers'],
  ['sign_ups', 'sign-up', 'sign-ups'],
  ['suppressions', 'suppression', 'suppressions'],
  ['editions', 'edition', 'editions'],
  ['staff', 'account of the desk', 'accounts of the desk'],
];

function inUse(what: string): ReveilleError {
  return new ReveilleError(
    'CONFLICT',
    `A backup is restored into an empty database, but this one has ${what}. Nothing was changed. Use a new DATA_DIR, or name a new database in DATABASE_URL.`,
  );
}

async function listExisting(db: Db, names: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname::text as name from pg_class
    where relnamespace = current_schema()::regnamespace and relname = any(${names}::text[])`.execute(db);
  return rows.map(({ name }) => name);
}

/**
 * Makes room in an empty database: one without tables, or one whose tables have no data of a newsroom yet. Those tables
 * are dropped, because the backup's may be older. Throws CONFLICT if there is any data, or if a process of Reveille,
 * another restore included, uses it.
 */
export async function makeRoom(tx: Db): Promise<void> {
  const { rows: locks } = await sql<{ isOurs: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('reveille restore')) as "isOurs"`.execute(tx);
  if (!locks[0]!.isOurs)
    throw new ReveilleError('CONFLICT', 'Another restore into this database is under way. This one changed nothing.');
  const own = await listOwn();
  const existing = await listExisting(tx, ['migrations', ...own.tables]);
  if (existing.length === 0) return;
  const isOurs =
    existing.includes('migrations') &&
    (await sql`select 1 from migrations where name = '0001_initial'`.execute(tx)).rows.length > 0;
  if (!isOurs) throw inUse(`a table ${existing[0]} that is not Reveille’s`);
  for (const [table, one, several] of HOLDERS) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(tx);
    const { count } = rows[0]!;
    if (count > 0) throw inUse(`${count} ${count === 1 ? one : several}`);
  }
  const { rows: alive } = await sql<{ holder: string }>`
    select holder from leases where role like 'process:%' and until > now() limit 1`.execute(tx);
  if (alive[0]) throw inUse(`a running process of Reveille (${alive[0].holder}); stop it first`);
  const drop = (what: string, names: readonly string[]): Promise<unknown> =>
    names.length === 0
      ? Promise.resolve()
      : sql.raw(`drop ${what} if exists ${names.map(quoted).join(', ')} cascade`).execute(tx);
  await drop('view', own.views);
  await drop('table', [...own.tables, 'migrations', 'migrations_lock']);
  await drop('sequence', own.sequences);
  await drop('function', own.functions);
}
