import type pg from 'pg';
import { ReveilleError } from '../domain/errors.ts';
import { listMigrations } from '../platform/db/migrate.ts';
import type { Manifest } from './manifest.ts';
import { MAX_GAP } from './load.ts';
import { listOwn } from './tables.ts';
import { unreadable } from './tar.ts';

const firstTwice = (names: readonly string[]): string | undefined =>
  names.find((name, at) => names.indexOf(name) !== at);

/**
 * Compares a backup's list with this program's migrations. Throws BACKUP_NEWER if the backup has migrations that this
 * program does not know, and BACKUP_UNREADABLE for tables and sequences that those migrations do not create.
 */
export async function assertKnown({ migrations, tables, sequences, version }: Manifest): Promise<void> {
  const known = await listMigrations();
  const applied = migrations.map(({ name }) => name);
  const unknown = applied.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new ReveilleError(
      'BACKUP_NEWER',
      `The backup is of a newer program (${version}, with ${unknown}). Restore it with that version or a later one. Nothing was changed.`,
    );
  if (!applied.includes(known[0]!)) throw unreadable(`it lacks the migration ${known[0]}`);
  const twice = firstTwice(applied) ?? firstTwice(tables.map(({ name }) => name));
  if (twice !== undefined) throw unreadable(`it names ${twice} twice`);
  const own = await listOwn(applied);
  const strange =
    tables.find(({ name, edition }) => !own.tables.includes(edition === null ? name : 'deliveries'))?.name ??
    sequences.find(({ name, table }) => !(table === null ? own.sequences.includes(name) : own.tables.includes(table)))
      ?.name;
  if (strange !== undefined) throw unreadable(`its ${strange} is none of Reveille’s`);
}

/**
 * Compares a backup's list with the tables that its migrations have made. Throws BACKUP_UNREADABLE for a column or a
 * sequence that is not there.
 */
export async function assertFits(client: pg.Client, { tables, sequences }: Manifest): Promise<void> {
  const { rows: columns } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') group by 1`,
  );
  const there = new Map(columns.map((table) => [table.name, table.columns]));
  for (const table of tables) {
    const wrong = table.columns.find((column) => !there.get(table.name)?.includes(column));
    if (wrong !== undefined)
      throw unreadable(`its table ${table.name} has a column ${wrong} that is none of Reveille’s`);
    const twice = firstTwice(table.columns);
    if (twice !== undefined) throw unreadable(`it names the column ${twice} of ${table.name} twice`);
  }
  const { rows } = await client.query<{ name: string; most: number }>(
    'select sequencename as name, max_value::float8 as most from pg_sequences where schemaname = current_schema()',
  );
  const lost = sequences.find(({ name, last }) => !rows.some((row) => row.name === name && row.most - last > MAX_GAP));
  if (lost) throw unreadable(`its ${lost.name} is none of Reveille’s`);
}
