import { sql, type RawBuilder } from 'kysely';
import { isReveilleError } from '../../domain/errors.ts';
import type { Db } from '../../platform/db/client.ts';
import type { Keys } from '../../platform/keys.ts';
import { hashAddress, parseAddress } from '../addresses.ts';
import { bareAddress } from '../pasted.ts';
import type { Reason } from '../suppressions.ts';
import { wordsOf } from './readerFilter.ts';
import { MAX_COUNTED, PAGE_READERS, searchReaders } from './searchReaders.ts';

export const REASONS = ['bounce', 'complaint', 'manual', 'erased'] as const satisfies readonly Reason[];

/** A suppression. Its address is known only where a reader has it: the list itself keeps hashes. */
export type FoundSuppression = {
  reason: Reason;
  detail: string;
  createdAt: Date;
  reader: { id: number; email: string } | null;
};

/** A page of suppressions, the newest first. `next`: where the next page begins; null: this is the last. */
export type SuppressionPage = { suppressions: FoundSuppression[]; count: number; isMore: boolean; next: string | null };

type Row = Omit<FoundSuppression, 'reader'> & { id: number | null; email: string | null; place: string };

const PLACE = /^(\d{4}-[\d :.+-]{10,40})\|([0-9a-f]{64})$/;

async function loadRows(db: Db, conditions: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select x.reason, x.detail, x.created_at as "createdAt", r.id, r.email,
      x.created_at::text || '|' || encode(x.address_hash, 'hex') as place
    from suppressions x
    left join lateral (select id, email from subscribers
      where substring(address_hash for 4) = substring(x.address_hash for 4) and address_hash = x.address_hash offset 0) r on true
    where ${conditions}
    order by x.created_at desc, x.address_hash desc limit ${PAGE_READERS + 1}`.execute(db);
  return rows;
}

/** The hash of a whole address, which may be suppressed without a reader. */
function exactHash(keys: Pick<Keys, 'addressHash'>, text: string): Buffer[] {
  try {
    return [hashAddress(keys, parseAddress(bareAddress(text)).emailKey)];
  } catch (error) {
    if (isReveilleError(error, 'ADDRESS_INVALID')) return [];
    throw error;
  }
}

/** The hashes of suppressed readers whose address or name has the words, and that of a whole address. */
async function matchingHashes({ db, keys }: { db: Db; keys: Keys }, text: string): Promise<Buffer[]> {
  const found = await searchReaders(
    { db },
    { text, newsletterId: null, state: null, isSuppressed: true, source: null, since: null },
  );
  const ids = found.readers.map(({ id }) => id);
  const rows = await db
    .selectFrom('subscribers')
    .select('address_hash')
    .where('id', 'in', [0, ...ids])
    .execute();
  return [...rows.map((row) => row.address_hash), ...exactHash(keys, text)];
}

/**
 * Lists suppressions, the newest first: all, those of one reason, or those of a whole address or of readers whose
 * address or name has the words (at most a page of them). `from`: the `next` of the page before.
 */
export async function searchSuppressions(
  deps: { db: Db; keys: Keys },
  { text, reason, from }: { text: string; reason: Reason | null; from: string | null },
): Promise<SuppressionPage> {
  const { db } = deps;
  const isOf = reason === null ? sql`true` : sql`x.reason = ${reason}`;
  const hashes = wordsOf(text).length === 0 ? null : await matchingHashes(deps, text);
  const isFound = hashes === null ? isOf : sql`${isOf} and x.address_hash = any(${hashes}::bytea[])`;
  const [, at, hash] = PLACE.exec(from ?? '') ?? [];
  const isLater =
    at === undefined || hash === undefined
      ? sql`true`
      : sql`(x.created_at, x.address_hash) < (${at}::timestamptz, decode(${hash}, 'hex'))`;
  const rows = await loadRows(db, sql`${isFound} and ${isLater}`);
  const { rows: counted } = await sql<{ n: number }>`
    select count(*) as n from (select from suppressions x where ${isFound} limit ${MAX_COUNTED + 1}) counted`.execute(
    db,
  );
  const page = rows.slice(0, PAGE_READERS);
  return {
    suppressions: page.map(({ reason: its, detail, createdAt, id, email }) => ({
      reason: its,
      detail,
      createdAt,
      reader: id === null || email === null ? null : { id, email },
    })),
    count: Math.min(counted[0]!.n, MAX_COUNTED),
    isMore: counted[0]!.n > MAX_COUNTED,
    next: rows.length > PAGE_READERS ? page.at(-1)!.place : null,
  };
}
