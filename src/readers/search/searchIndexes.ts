import { sql } from 'kysely';
import type pg from 'pg';
import { messageOf } from '../../domain/errors.ts';
import { openConnection, type Db } from '../../platform/db/client.ts';
import type { Log } from '../../platform/log.ts';
import { searchedSql } from './foldAccents.ts';

/** An advisory lock's number: one process builds the indexes at a time. */
const INDEX_LOCK = 7_265_036;

/** The indexes of the desk's search, by name. `anywhere` needs pg_trgm; `beginning` takes its place where that is missing. */
const INDEXES = {
  anywhere: 'subscribers_words_search_idx',
  beginning: 'subscribers_address_prefix_idx',
  hash: 'subscribers_address_hash_start_idx',
  created: 'subscribers_created_at_id_idx',
  state: 'subscriptions_newsletter_status_idx',
} as const;
type IndexName = keyof typeof INDEXES;

/** Indexes of earlier releases: without accents folded, and too large for PostgreSQL 15. */
const FORMER = ['subscribers_search_idx', 'subscribers_folded_search_idx'];

/** What the search can find at present: parts of addresses and names, or, for a reason, only how addresses begin. */
export type SearchReach = 'anywhere' | 'noExtension' | 'noIndex';

/** The schema of pg_trgm, or null. Databases of a hoster may keep extensions outside the search path. */
async function findTrigramSchema(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ schema: string }>(
    `select quote_ident(n.nspname) as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace
     where e.extname = 'pg_trgm'`,
  );
  return rows[0]?.schema ?? null;
}

/** Creates pg_trgm, a trusted extension since PostgreSQL 13. Null where the server lacks it or this user may not. */
async function openTrigrams(client: pg.Client, log: Log): Promise<string | null> {
  const known = await findTrigramSchema(client);
  if (known !== null) return known;
  try {
    await client.query('create extension if not exists pg_trgm');
  } catch (error) {
    log.warn(
      { err: messageOf(error) },
      'pg_trgm cannot be created: the desk finds readers only by how addresses begin',
    );
  }
  return findTrigramSchema(client);
}

/**
 * Builds a missing index without blocking writes. An invalid one was left by a build that was interrupted. True if it was
 * there already.
 */
async function buildIndex(client: pg.Client, name: IndexName, on: string): Promise<boolean> {
  const index = INDEXES[name];
  const { rows } = await client.query<{ isValid: boolean }>(
    `select indisvalid as "isValid" from pg_index where indexrelid = to_regclass($1)`,
    [index],
  );
  if (rows[0]?.isValid) return true;
  if (rows[0]) await client.query(`drop index concurrently if exists ${index}`);
  await client.query(`create index concurrently if not exists ${index} on ${on}`);
  return false;
}

/**
 * Builds the index of the words. The start after that drops the former ones: until then, processes of the former release
 * may still search by it.
 */
async function buildWordIndex(client: pg.Client, trigramSchema: string): Promise<void> {
  const wasThere = await buildIndex(
    client,
    'anywhere',
    `subscribers using gin (${searchedSql()} ${trigramSchema}.gin_trgm_ops)`,
  );
  if (wasThere) for (const name of FORMER) await client.query(`drop index concurrently if exists ${name}`);
}

/**
 * Builds the indexes of the desk's search that are missing, one after the other and without blocking writes: a
 * migration's transaction would keep sign-ups out of a table of a million readers for half a minute. Any number of
 * processes may call it. What cannot be built is logged: the search is then slower, or finds less.
 */
export async function buildSearchIndexes({ db, log }: { db: Db; log: Log }): Promise<void> {
  const client = await openConnection(db);
  try {
    const { rows } = await client.query<{ isOurs: boolean }>('select pg_try_advisory_lock($1) as "isOurs"', [
      INDEX_LOCK,
    ]);
    if (!rows[0]!.isOurs) return;
    const schema = await openTrigrams(client, log);
    await buildIndex(client, 'state', 'subscriptions (newsletter_id, status, subscriber_id)');
    // The start of a hash is enough, and costs an import less than the whole.
    await buildIndex(client, 'hash', 'subscribers (substring(address_hash for 4))');
    await buildIndex(client, 'created', 'subscribers (created_at, id)');
    if (schema === null) await buildIndex(client, 'beginning', 'subscribers (email_key text_pattern_ops)');
    else await buildWordIndex(client, schema);
  } catch (error) {
    log.warn({ err: messageOf(error) }, 'an index of the search could not be built; the next start tries again');
  } finally {
    await client.end();
  }
}

/**
 * Merges what a large import left beside the index of the words into it: until then, each search reads all of that.
 * Only the owner of the index may.
 */
export async function tidySearchIndex(client: pg.Client): Promise<void> {
  await client.query(
    `select gin_clean_pending_list(i.indexrelid::regclass) from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indexrelid = to_regclass($1) and i.indisvalid and pg_has_role(c.relowner, 'usage')`,
    [INDEXES.anywhere],
  );
}

/** What the search can find at present. */
export async function loadReach({ db }: { db: Db }): Promise<SearchReach> {
  const { rows } = await sql<{ isBuilt: boolean; isThere: boolean }>`
    select exists (select from pg_index where indexrelid = to_regclass(${INDEXES.anywhere}) and indisvalid) as "isBuilt",
      exists (select from pg_extension where extname = 'pg_trgm') as "isThere"`.execute(db);
  if (rows[0]!.isBuilt) return 'anywhere';
  return rows[0]!.isThere ? 'noIndex' : 'noExtension';
}
