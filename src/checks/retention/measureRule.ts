import { sql } from 'kysely';
import type { RetentionName } from '../../domain/retention.ts';
import type { Db } from '../../platform/db/client.ts';

/** The rows and bytes of a rule's tables. `rowsPerDay`: the present growth; null: they do not grow with time. */
export type Measured = {
  rows: number;
  oldest: Date | null;
  bytes: number;
  /** Even one row takes this much. */
  emptyBytes: number;
  rowsPerDay: number | null;
};

/** Of the table that grows, the column of its time, and an order in which an index finds the ends. */
const ENDS: Partial<Record<RetentionName, { table: string; at: string; order: string }>> = {
  outbox: { table: 'outbox', at: 'created_at', order: 'id' },
  feedback: { table: 'feedback', at: 'at', order: 'id' },
  items: { table: 'items', at: 'first_seen_at', order: 'id' },
  pictures: { table: 'pictures', at: 'created_at', order: 'created_at' },
  audit: { table: 'audit_log', at: 'at', order: 'id' },
  inbox: { table: 'inbox_messages', at: 'received_at', order: 'id' },
  imports: { table: 'list_imports', at: 'created_at', order: 'id' },
  alerts: { table: 'alerts', at: 'opened_at', order: 'id' },
  backups: { table: 'backups', at: 'at', order: 'at' },
  readers: { table: 'subscribers', at: 'created_at', order: 'id' },
  consent: { table: 'consent_events', at: 'at', order: 'id' },
  editions: { table: 'editions', at: 'created_at', order: 'id' },
  // Their rows come with editions.
  results: { table: 'editions', at: 'created_at', order: 'id' },
};

/** The rate is that of the newest rows, so that a long quiet past does not hide it. */
const NEWEST = 5_000;
const PAGE_BYTES = 8_192;
/** As in src/deliver/ledger/recordDeliveries.ts: a row of the record holds so many deliveries. */
const DELIVERIES_A_RECORD = 200;
/** Deliveries by day: a weekly edition counts as much as it does in a month. */
const RATE_DAYS = 30;
/** A table this small is counted where the database has no estimate yet. */
const COUNTED_BYTES = 4_000_000;

type Size = Pick<Measured, 'rows' | 'bytes' | 'emptyBytes'> & { unknown: number };

/** The sizes of tables with their indexes and parts; rows as the database estimates them. `unknown`: it has not looked yet. */
async function measureTables(db: Db, tables: readonly string[]): Promise<Size> {
  const { rows } = await sql<Size>`
    with named as (
      select oid from pg_class where relname = any(${tables}::text[]) and relnamespace = current_schema()::regnamespace
    ), mine as (
      select oid from named union all select inhrelid from pg_inherits where inhparent in (select oid from named))
    select coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 as rows,
      coalesce(sum(pg_total_relation_size(c.oid)), 0)::float8 as bytes,
      coalesce(sum(${PAGE_BYTES} + ${2 * PAGE_BYTES} * (select count(*) from pg_index x where x.indrelid = c.oid)
        + case when c.reltoastrelid = 0 then 0 else ${PAGE_BYTES} end) filter (where c.relkind = 'r'), 0)::float8 as "emptyBytes",
      count(*) filter (where c.reltuples < 0 and c.relkind = 'r') as unknown
    from mine join pg_class c on c.oid = mine.oid`.execute(db);
  return rows[0]!;
}

/** Deliveries by the kept counts: those whose rows are there, and how many a day brings. */
async function measureDeliveries(db: Db, now: Date): Promise<Pick<Measured, 'rows' | 'oldest' | 'rowsPerDay'>> {
  const { rows } = await sql<{ rows: number; oldest: Date | null; perDay: number }>`
    select coalesce(sum(c.readers) filter (where isHere), 0)::float8 as rows,
      min(coalesce(e.started_at, e.created_at)) filter (where isHere) as oldest,
      (coalesce(sum(c.readers) filter (where e.started_at > ${now}::timestamptz - ${RATE_DAYS} * interval '1 day'), 0)
        / greatest(1, least(${RATE_DAYS}, extract(epoch from ${now}::timestamptz - (select min(started_at) from editions)) / 86400)))::float8 as "perDay"
    from editions e
    cross join lateral (
      select to_regclass('deliveries_' || e.id) is not null
        and not exists (select from retired_ledgers k where k.edition_id = e.id) as isHere) p
    left join lateral (select sum(readers) as readers from delivery_counts c where c.edition_id = e.id) c on true
    where e.started_at is not null`.execute(db);
  const found = rows[0]!;
  return { rows: found.rows, oldest: found.oldest, rowsPerDay: found.perDay };
}

async function measureEnds(
  db: Db,
  { table, at, order }: { table: string; at: string; order: string },
  now: Date,
): Promise<Pick<Measured, 'oldest' | 'rowsPerDay'> & { newest: number }> {
  const [name, time, by] = [sql.table(table), sql.ref(at), sql.ref(order)];
  const { rows } = await sql<{ oldest: Date | null; newest: number; perDay: number | null }>`
    select (select ${time} from ${name} order by ${by} limit 1) as oldest, count(*) as newest,
      (count(*) / greatest(1, extract(epoch from ${now}::timestamptz - min(at)) / 86400))::float8 as "perDay"
    from (select ${time} as at from ${name} order by ${by} desc limit ${NEWEST}) n`.execute(db);
  const { oldest, newest, perDay } = rows[0]!;
  return { oldest, newest, rowsPerDay: perDay ?? 0 };
}

/** Measures the tables of a rule: the rows of the one that grows, and the bytes of all. */
export async function measureRule(
  db: Db,
  name: RetentionName,
  tables: readonly string[],
  now: Date,
): Promise<Measured> {
  const size = await measureTables(db, tables);
  if (name === 'deliveries') return { ...size, ...(await measureDeliveries(db, now)) };
  if (name === 'delivery-records') {
    const { rowsPerDay } = await measureDeliveries(db, now);
    const { rows } = await sql<{ oldest: Date | null; deliveries: number }>`
      select min(e.started_at) as oldest, coalesce(sum(k.readers), 0)::float8 as deliveries
      from retired_ledgers k join editions e on e.id = k.edition_id
      where exists (select from delivery_records r where r.edition_id = e.id)`.execute(db);
    const known = Math.max(rows[0]!.deliveries, size.rows * DELIVERIES_A_RECORD);
    return { ...size, rows: known, oldest: rows[0]!.oldest, rowsPerDay };
  }
  const ends = ENDS[name];
  if (!ends) return { ...size, rows: await countSmall(db, tables, size), oldest: null, rowsPerDay: null };
  const { newest, ...rest } = await measureEnds(db, ends, now);
  // Fewer than were looked at: that is all there are.
  const estimate = newest < NEWEST ? newest : Math.max(newest, (await measureTables(db, [ends.table])).rows);
  return { ...size, ...rest, rows: estimate };
}

/** The estimate, or, of small tables that the database has not looked at yet, a count. */
async function countSmall(db: Db, tables: readonly string[], { rows, bytes, unknown }: Size): Promise<number> {
  if (unknown === 0 || bytes > COUNTED_BYTES) return rows;
  let count = 0;
  for (const table of tables) {
    const found = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(table)}`.execute(db);
    count += found.rows[0]!.rows;
  }
  return count;
}
