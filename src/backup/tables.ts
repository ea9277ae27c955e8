import type pg from 'pg';
import { listMigrations, readMigration } from '../platform/db/migrate.ts';

/** What Reveille's migrations create. */
export type OwnObjects = { tables: string[]; views: string[]; functions: string[]; sequences: string[] };

/**
 * Tables that describe the running processes, sessions of the desk, and sign-ups of the last seconds. A restored system
 * has other processes, a session that ended since must not start again, and the letter of a sign-up may have been sent.
 * Rows of a session are left out with it.
 */
export const LEFT_OUT: ReadonlySet<string> = new Set([
  'leases',
  'process_metrics',
  'shares',
  'throttles',
  'allowances',
  'staff_sessions',
  'kept_forms',
  'sign_ups',
]);

/** The names of everything that these migrations create; all of them are Reveille's. */
export async function listOwn(migrations?: readonly string[]): Promise<OwnObjects> {
  const texts = await Promise.all((migrations ?? (await listMigrations())).map(readMigration));
  const all = texts.join('\n');
  const named = (what: string): string[] => [
    ...new Set([...all.matchAll(new RegExp(`^create (?:or replace )?${what} (\\w+)`, 'gm'))].map(([, name]) => name!)),
  ];
  return {
    tables: named('table'),
    views: named('view'),
    functions: named('function'),
    sequences: named('sequence'),
  };
}

export type Table = { name: string; edition: number | null; columns: string[] };

/** Reveille's tables with their columns, as the client's transaction sees them; of the ledger, each edition's part. */
export async function listTables(client: pg.Client, own: readonly string[]): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name, case when p.relname is not null then substr(c.relname, 12)::integer end as edition,
       array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c
     left join pg_inherits i on i.inhrelid = c.oid
     left join pg_class p on p.oid = i.inhparent and p.relname = 'deliveries' and c.relname ~ '^deliveries_([1-9][0-9]{0,8}|1[0-9]{9})$'
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
       and ((c.relname = any($1::text[]) and not c.relname = any($2::text[])) or p.relname is not null)
     group by c.relname, p.relname order by c.relname`,
    [own, [...LEFT_OUT]],
  );
  return rows;
}

export type Sequence = { name: string; table: string | null; last: number };

/** The sequences of Reveille's tables, and its own, with the last number that each gave out (0: none). */
export async function listSequences(client: pg.Client, own: OwnObjects): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `select s.sequencename as name, t.relname as table, coalesce(s.last_value, 0) as last
     from pg_sequences s
     join pg_class c on c.relname = s.sequencename and c.relnamespace = current_schema()::regnamespace
     left join pg_depend d on d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
       and d.refclassid = 'pg_class'::regclass
     left join pg_class t on t.oid = d.refobjid
     where s.schemaname = current_schema() and (t.relname = any($1::text[]) or s.sequencename = any($2::text[]))
     order by s.sequencename`,
    [own.tables, own.sequences],
  );
  return rows;
}

/** A name in a statement. It comes from the catalogue or from a checked manifest. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The columns of a table in a statement. */
export const columnList = (columns: readonly string[]): string => columns.map(quoted).join(', ');
