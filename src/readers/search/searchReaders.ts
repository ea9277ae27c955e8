import { sql, type RawBuilder } from 'kysely';
import { SUBSCRIPTION_STATES, type SubscriptionState } from '../../domain/states.ts';
import type { Db, Tx } from '../../platform/db/client.ts';
import type { Reason } from '../suppressions.ts';
import { allOf, isShort, matchAnywhere, matchBeginning, otherConditions, wordsOf } from './readerFilter.ts';
import type { ReaderFilter } from './readerFilter.ts';
import { loadReach, type SearchReach } from './searchIndexes.ts';

export const PAGE_READERS = 50;
/** Beyond this many, a search says only that there are more. */
export const MAX_COUNTED = 1000;
/** The most readers that one page looks at. */
export const MAX_LOOKED = 20_000;

/** One reader of a page. */
export type FoundReader = {
  id: number;
  email: string;
  firstName: string;
  createdAt: Date;
  /** Why they get no mail from any newsletter. */
  suppression: Exclude<Reason, 'erased'> | null;
  subscriptions: { newsletter: string; status: SubscriptionState }[];
};

/** A page of readers, the newest first. */
export type FoundPage = {
  readers: FoundReader[];
  /** How many there are from here on: exactly, or at least (`isMore`). */
  count: number;
  isMore: boolean;
  /** The next page has readers with smaller numbers. Null: this is the last page. */
  next: number | null;
  /** The search ended at its bound before the page was full. The next page goes on. */
  isCut: boolean;
  reach: SearchReach;
  /** Words of one or two letters are found only where an address or a name begins. */
  isShort: boolean;
};

type Range = { before: number; floor: number };
/** The readers that were found, by number, and where the search stopped (null: it saw all). */
type Found = { ids: number[]; stoppedAt: number | null };

/** Readers to look at, in steps: most searches end with the first, and none looks at more than the last. */
const STEPS = [2_000, MAX_LOOKED] as const;
const GLANCE = 4_000;
const MAX_MATCHES = 20_000;

/** Looks at the candidates, the newest first, and keeps those that fulfil `conditions`. */
async function pick(
  tx: Tx,
  candidates: RawBuilder<unknown>,
  conditions: RawBuilder<unknown>,
  { most, wanted }: { most: number; wanted: number },
): Promise<Found> {
  // One candidate after the other until enough are found: a join would read the tables of a million rows.
  const { rows } = await sql<{ id: number }>`
    select candidate.id from (${candidates}) candidate
    cross join lateral (select from subscribers r where r.id = candidate.id and ${conditions} offset 0) r
    order by candidate.id desc limit ${wanted}`.execute(tx);
  const ids = rows.map(({ id }) => id);
  if (ids.length === wanted) return { ids, stoppedAt: ids.at(-1)! };
  const { rows: seen } = await sql<{ count: number; last: number | null }>`
    select count(*) as count, min(id) as last from (${candidates}) candidate`.execute(tx);
  return { ids, stoppedAt: seen[0]!.count < most ? null : seen[0]!.last };
}

/** Readers by number. */
function newest({ before, floor }: Range, most: number): RawBuilder<unknown> {
  return sql`select id from subscribers where id < ${before} and id >= ${floor} order by id desc limit ${most}`;
}

/** Readers with a subscription to the newsletter in the state, by an index for each of both. */
function subscribed(
  { newsletterId, state }: ReaderFilter,
  { before, floor }: Range,
  most: number,
): RawBuilder<unknown> {
  return sql`
    select distinct s.subscriber_id as id from newsletters n
    cross join unnest(${state === null ? SUBSCRIPTION_STATES : [state]}::text[]) wanted (status)
    cross join lateral (
      select subscriber_id from subscriptions
      where newsletter_id = n.id and status = wanted.status and subscriber_id < ${before} and subscriber_id >= ${floor}
      order by subscriber_id desc limit ${most}) s
    where ${newsletterId === null ? sql`true` : sql`n.id = ${newsletterId}`}
    order by 1 desc limit ${most}`;
}

/** Up to MAX_MATCHES readers whose words match, in no order. */
async function listMatches(tx: Tx, match: RawBuilder<unknown>, { before, floor }: Range): Promise<number[]> {
  // Only the index of the words is left: the planner would walk the table for words that it takes for common ones.
  await sql`set local enable_indexscan = off`.execute(tx);
  const { rows } = await sql<{ id: number }>`
    select r.id from subscribers r where ${match} and r.id < ${before} and r.id >= ${floor}
    limit ${MAX_MATCHES}`.execute(tx);
  await sql`set local enable_indexscan = on`.execute(tx);
  return rows.map(({ id }) => id);
}

async function findByWords(
  tx: Tx,
  match: RawBuilder<unknown>,
  conditions: RawBuilder<unknown>,
  range: Range,
  wanted: number,
): Promise<Found> {
  const both = allOf([match, conditions]);
  // A word of very many readers fills the page from the newest. Its matches in the index would take ten times as long.
  const glance = await pick(tx, newest(range, GLANCE), both, { most: GLANCE, wanted });
  if (glance.stoppedAt === null || glance.ids.length > PAGE_READERS) return glance;
  const matches = await listMatches(tx, match, range);
  if (matches.length < MAX_MATCHES)
    return pick(tx, sql`select unnest(${matches}::integer[]) as id order by 1 desc`, conditions, {
      most: MAX_MATCHES,
      wanted,
    });
  // Too many to know the newest of them.
  const most = STEPS[1];
  return pick(tx, newest(range, most), both, { most, wanted });
}

/** Suppressed readers, by the index of hashes. */
function suppressed({ before, floor }: Range, most: number): RawBuilder<unknown> {
  return sql`
    select r.id from suppressions x
    cross join lateral (select id from subscribers
      where substring(address_hash for 4) = substring(x.address_hash for 4) and address_hash = x.address_hash offset 0) r
    where x.reason <> 'erased' and r.id < ${before} and r.id >= ${floor} order by r.id desc limit ${most}`;
}

async function areFewSuppressed(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select from suppressions limit ${MAX_LOOKED}) counted`.execute(tx);
  return rows[0]!.n < MAX_LOOKED;
}

async function findByFilter(tx: Tx, filter: ReaderFilter, range: Range, wanted: number): Promise<Found> {
  const conditions = allOf(otherConditions(filter));
  if (filter.isSuppressed === true && (await areFewSuppressed(tx)))
    return pick(tx, suppressed(range, MAX_LOOKED), conditions, { most: MAX_LOOKED, wanted });
  const isSubscribed = filter.newsletterId !== null || filter.state !== null;
  let found: Found = { ids: [], stoppedAt: null };
  for (const most of STEPS) {
    const candidates = isSubscribed ? subscribed(filter, range, most) : newest(range, most);
    found = await pick(tx, candidates, conditions, { most, wanted });
    if (found.stoppedAt === null || found.ids.length === wanted) break;
  }
  return found;
}

/** The smallest number of a reader added since then; numbers and times run almost in step. */
async function findFloor(tx: Tx, since: Date | null): Promise<number> {
  if (since === null) return 0;
  const { rows } = await sql<{ id: number | null }>`
    select min(id) as id from (
      select id from subscribers where created_at >= ${since} order by created_at, id limit 1000) first`.execute(tx);
  return rows[0]!.id ?? 2 ** 31 - 1;
}

async function loadReaders(db: Db, ids: readonly number[]): Promise<FoundReader[]> {
  const { rows } = await sql<FoundReader>`
    select r.id, r.email, r.first_name as "firstName", r.created_at as "createdAt", x.reason as suppression,
      (select coalesce(json_agg(json_build_object('newsletter', n.name, 'status', s.status) order by n.id), '[]')
       from subscriptions s join newsletters n on n.id = s.newsletter_id where s.subscriber_id = r.id) as subscriptions
    from subscribers r left join suppressions x on x.address_hash = r.address_hash and x.reason <> 'erased'
    where r.id = any(${ids}::integer[]) order by r.id desc`.execute(db);
  return rows;
}

/**
 * Finds readers by parts of their address or name, and by what else is told of them: a page, the newest first. It looks
 * at a bounded number of rows, so that it stays quick at a million readers; where that ends before the page is full,
 * `isCut` says so. `before`: the `next` of the page before.
 */
export async function searchReaders(
  { db }: { db: Db },
  filter: ReaderFilter,
  before: number | null = null,
): Promise<FoundPage> {
  const reach = await loadReach({ db });
  const words = wordsOf(filter.text);
  const wanted = before === null ? MAX_COUNTED + 1 : PAGE_READERS + 1;
  const found = await db.transaction().execute(async (tx) => {
    // The planner takes a common word for a rare one, and the other way round. Every query here has an index to use.
    await sql`set local enable_seqscan = off`.execute(tx);
    const range = { before: before ?? 2 ** 31 - 1, floor: await findFloor(tx, filter.since) };
    if (words.length === 0) return findByFilter(tx, filter, range, wanted);
    const match = reach === 'anywhere' ? matchAnywhere(words) : matchBeginning(words);
    return findByWords(tx, match, allOf(otherConditions(filter)), range, wanted);
  });
  const page = found.ids.slice(0, PAGE_READERS);
  return {
    readers: await loadReaders(db, page),
    count: Math.min(found.ids.length, MAX_COUNTED),
    isMore: found.stoppedAt !== null,
    next: found.ids.length > PAGE_READERS ? page.at(-1)! : found.stoppedAt,
    isCut: found.ids.length <= PAGE_READERS && found.stoppedAt !== null,
    reach,
    isShort: words.length > 0 && isShort(words),
  };
}
