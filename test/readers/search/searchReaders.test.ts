import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/platform/db/client.ts';
import { createLog } from '../../../src/platform/log.ts';
import { countFound } from '../../../src/readers/search/countFound.ts';
import { fold, foldedSql, LETTER_PAIRS, PLAIN_LETTERS } from '../../../src/readers/search/foldAccents.ts';
import { matchAnywhere, type ReaderFilter } from '../../../src/readers/search/readerFilter.ts';
import { buildSearchIndexes, loadReach } from '../../../src/readers/search/searchIndexes.ts';
import { searchReaders, type FoundPage } from '../../../src/readers/search/searchReaders.ts';
import { suppressAddress } from '../../../src/readers/suppressions.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { addNewsletter, addReader, emptyList, keys } from '../support.ts';

const log = createLog('test', 'silent');
const now = (): Date => new Date('2026-11-24T12:00:00Z');
const ANY: ReaderFilter = { text: '', newsletterId: null, state: null, isSuppressed: null, source: null, since: null };

let database: TestDatabase;
let morning: number;
let evening: number;

beforeAll(async () => {
  database = await createTestDatabase();
  await buildSearchIndexes({ db: database.db, log });
  morning = await addNewsletter(database.db, 'morning');
  evening = await addNewsletter(database.db, 'evening');
});
afterAll(() => database.drop());
beforeEach(() => emptyList(database.db));

const search = (part: Partial<ReaderFilter>, before: number | null = null): Promise<FoundPage> =>
  searchReaders(database, { ...ANY, ...part }, before);
const addresses = ({ readers }: FoundPage): string[] => readers.map(({ email }) => email);

/** A thousand readers and more at once. */
async function addMany(count: number, domain: string): Promise<void> {
  await sql`
    with made as (
      insert into subscribers (email, email_key, address_hash)
      select e, e, e::bytea from (select 'r' || n || ${`@${domain}`} as e from generate_series(1, ${count}::int) n) named
      returning id)
    insert into subscriptions (subscriber_id, newsletter_id, status) select id, ${morning}, 'active' from made`.execute(
    database.db,
  );
}

describe('the search', () => {
  test('finds parts of addresses and names, in any case, and all words of several', async () => {
    await addReader(database.db, 'ana.ruiz@paper.example', [morning]);
    const bo = await addReader(database.db, 'bo@harbour.example', [morning, evening]);
    await database.db.updateTable('subscribers').set({ first_name: 'Zoë' }).where('id', '=', bo).execute();
    expect(addresses(await search({ text: 'RUIZ' }))).toEqual(['ana.ruiz@paper.example']);
    expect(addresses(await search({ text: 'zoë' }))).toEqual(['bo@harbour.example']);
    expect(addresses(await search({ text: 'zoë harb' }))).toEqual(['bo@harbour.example']);
    expect(addresses(await search({ text: 'zoë paper' }))).toEqual([]);
    expect(addresses(await search({ text: 'example' }))).toHaveLength(2);
    for (const text of ['%%%', 'a_a', 'ana\\\\', 'ana\0ruiz']) expect(addresses(await search({ text }))).toEqual([]);
  });

  test('finds names with accents by plain letters, and the other way round', async () => {
    const { db } = database;
    const names = [
      'Zoë',
      'François',
      'Muñoz',
      'Strauß',
      'Łukasz',
      'Søren',
      'Ángel',
      'Þóra',
      'D’Arcy',
      'Nguyễn',
      'Иван',
    ];
    for (const [at, name] of names.entries()) {
      const id = await addReader(db, `r${at}@paper.example`, [morning]);
      await db.updateTable('subscribers').set({ first_name: name }).where('id', '=', id).execute();
    }
    const found = async (text: string) => (await search({ text })).readers.map(({ firstName }) => firstName);
    for (const [at, text] of [
      'zoe',
      'Francois',
      'munoz',
      'STRAUSS',
      'lukasz',
      'Soren',
      'angel',
      'thora',
      "d'arcy",
      'nguyen',
      'ИВАН',
    ].entries())
      expect(await found(text)).toEqual([names[at]]);
    for (const name of names) expect(await found(name.toUpperCase())).toEqual([name]);
    await addReader(db, 'josé@paper.example', [morning]);
    for (const text of ['jose', 'josé@paper.example', 'JOSÉ@'])
      expect(addresses(await search({ text }))).toHaveLength(1);
  });

  test('folds every letter in the database as in the program', async () => {
    const letters = [...PLAIN_LETTERS.keys(), ...LETTER_PAIRS.keys(), `aZ%_'\\Éd\u0301`, 'İ', 'Ж', 'Ω', 'plain Ascii'];
    const { rows } = await sql<{ folded: string }>`
      select ${sql.raw(foldedSql('letter'))} as folded
      from unnest(${letters}::text[]) with ordinality given (letter, place) order by place`.execute(database.db);
    expect(rows.map(({ folded }) => folded)).toEqual(letters.map(fold));
    expect(PLAIN_LETTERS.size).toBeGreaterThan(500);
  });

  test('uses the index of the words', async () => {
    const plan = await database.db.connection().execute(async (db) => {
      await sql`set enable_seqscan = off`.execute(db);
      await sql`set enable_indexscan = off`.execute(db);
      const { rows } = await sql<{ 'QUERY PLAN': string }>`
        explain select r.id from subscribers r where ${matchAnywhere(['zoe'])}`.execute(db);
      await sql`reset all`.execute(db);
      return rows.map((row) => row['QUERY PLAN']).join(' ');
    });
    expect(plan).toContain('subscribers_words_search_idx');
  });

  test('has an index that every version of PostgreSQL can hold', async () => {
    // A row of the catalogue takes 8,160 bytes. PostgreSQL 15 writes the same expression longer than ours does.
    const { rows } = await sql<{ bytes: number }>`
      select pg_column_size(indexprs) as bytes from pg_index
      where indexrelid = to_regclass('subscribers_words_search_idx')`.execute(database.db);
    expect(rows[0]!.bytes).toBeLessThan(5_000);
  });

  test('takes one or two letters for a beginning, and says so', async () => {
    await addReader(database.db, 'bo@paper.example', [morning]);
    await addReader(database.db, 'rebo@paper.example', [morning]);
    const page = await search({ text: 'bo' });
    expect([addresses(page), page.isShort]).toEqual([['bo@paper.example'], true]);
    expect((await search({ text: 'ebo' })).isShort).toBe(false);
  });

  test('narrows by newsletter, state, suppression, source and date', async () => {
    const { db } = database;
    const ana = await addReader(db, 'ana@paper.example', [morning]);
    const bo = await addReader(db, 'bo@paper.example', [evening]);
    const cy = await addReader(db, 'cy@paper.example', [morning, evening]);
    await db.updateTable('subscriptions').set({ status: 'unsubscribed' }).where('subscriber_id', '=', ana).execute();
    await db.updateTable('subscribers').set({ created_at: '2020-01-01' }).where('id', '<', cy).execute();
    await suppressAddress({ db, keys, now }, { email: 'bo@paper.example', reason: 'bounce' });
    await db
      .insertInto('consent_events')
      .values([
        { subscriber_id: ana, newsletter_id: morning, kind: 'imported' },
        { subscriber_id: bo, newsletter_id: evening, kind: 'requested' },
        { subscriber_id: cy, newsletter_id: morning, kind: 'imported', detail: JSON.stringify({ by: 'desk' }) },
      ])
      .execute();
    const found = async (part: Partial<ReaderFilter>): Promise<string> =>
      addresses(await search(part))
        .map((email) => email.split('@')[0])
        .join(' ');
    expect(await found({ newsletterId: evening })).toBe('cy bo');
    expect(await found({ state: 'unsubscribed' })).toBe('ana');
    expect(await found({ newsletterId: evening, state: 'unsubscribed' })).toBe('');
    expect(await found({ isSuppressed: true })).toBe('bo');
    expect(await found({ isSuppressed: false })).toBe('cy ana');
    expect(await found({ source: 'import' })).toBe('ana');
    expect(await found({ source: 'sign-up' })).toBe('bo');
    expect(await found({ source: 'desk' })).toBe('cy');
    expect(await found({ source: 'desk', newsletterId: evening })).toBe('');
    expect(await found({ since: new Date('2025-01-01') })).toBe('cy');
    expect(await found({ text: 'paper.example', state: 'active', isSuppressed: false })).toBe('cy');
    const [reader] = (await search({ text: 'bo@' })).readers;
    expect(reader).toMatchObject({
      suppression: 'bounce',
      subscriptions: [{ newsletter: 'Morning Lines', status: 'active' }],
    });
  });

  test('pages through all of them once, the newest first, and counts to a thousand', async () => {
    await addMany(1100, 'paper.example');
    await addMany(120, 'harbour.example');
    const first = await search({ text: 'paper.example' });
    expect([first.count, first.isMore, first.isCut]).toEqual([1000, true, false]);
    const seen: number[] = [];
    for (let page = await search({ text: 'harbour' }); ; page = await search({ text: 'harbour' }, page.next)) {
      seen.push(...page.readers.map(({ id }) => id));
      if (page.next === null) break;
    }
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    expect(new Set(seen).size).toBe(120);
    expect(await search({ text: 'harbour' })).toMatchObject({ count: 120, isMore: false });
    const all = await search({});
    expect([all.readers.length, all.count, all.isMore]).toEqual([50, 1000, true]);
    const total = async (part: Partial<ReaderFilter>, found = all) => countFound(database, { ...ANY, ...part }, found);
    expect(await total({ newsletterId: morning })).toEqual({ is: 'exactly', count: 1220 });
    expect(await total({ newsletterId: morning, state: 'active' })).toEqual({ is: 'exactly', count: 1220 });
    expect(await total({ text: 'paper' })).toEqual({ is: 'more', count: 1000 });
    expect(await total({ source: 'import', newsletterId: morning })).toEqual({ is: 'more', count: 1000 });
    expect(await total({}, { ...all, count: 3, isMore: false })).toEqual({ is: 'exactly', count: 3 });
    expect(await total({})).toEqual({ is: 'exactly', count: 1220 });
    // The planner has not seen an import yet; the kept counts have.
    await sql`update pg_class set reltuples = 900 where oid = 'subscribers'::regclass`.execute(database.db);
    expect(await countFound(database, ANY, all, 1000)).toEqual({ is: 'about', count: 1220 });
    await sql`update pg_class set reltuples = 4321 where oid = 'subscribers'::regclass`.execute(database.db);
    expect(await countFound(database, ANY, all, 1000)).toEqual({ is: 'about', count: 4000 });
  });

  test('finds old readers behind very many newer ones', async () => {
    await addMany(3, 'rare.example');
    await addMany(12_000, 'paper.example');
    const page = await search({ text: 'rare.exa' });
    expect([page.readers.length, page.isMore, page.isCut]).toEqual([3, false, false]);
    expect((await search({ text: 'rare.exa', newsletterId: evening })).readers).toEqual([]);
  });
});

describe('without pg_trgm', () => {
  test('the search finds how addresses begin, and says why', async () => {
    const other = await createTestDatabase();
    try {
      const newsletterId = await addNewsletter(other.db, 'morning');
      await addReader(other.db, 'ana@paper.example', [newsletterId]);
      await addReader(other.db, 'hanan@paper.example', [newsletterId]);
      const page = await searchReaders(other, { ...ANY, text: 'ana' });
      expect([addresses(page), page.reach]).toEqual([['ana@paper.example'], 'noExtension']);
      await sql`create extension pg_trgm`.execute(other.db);
      expect(await loadReach(other)).toBe('noIndex');
      await buildSearchIndexes({ db: other.db, log });
      expect(addresses(await searchReaders(other, { ...ANY, text: 'ana' }))).toHaveLength(2);
    } finally {
      await other.drop();
    }
  });

  test('a role that may not create it gets an index of beginnings, and no error', async () => {
    const other = await createTestDatabase();
    const name = `reader_${Date.now()}`;
    try {
      await sql.raw(`create role ${name} login password 'p'`).execute(other.db);
      await sql
        .raw(`alter table subscribers owner to ${name}; alter table subscriptions owner to ${name}`)
        .execute(other.db);
      await sql.raw(`grant usage, create on schema public to ${name}`).execute(other.db);
      const url = new URL(other.url);
      url.username = name;
      url.password = 'p';
      const db = openDatabase(url.href);
      await buildSearchIndexes({ db, log });
      await db.destroy();
      expect(await loadReach(other)).toBe('noExtension');
      const { rows } = await sql`select indexrelid from pg_index
        where indexrelid = to_regclass('subscribers_address_prefix_idx') and indisvalid`.execute(other.db);
      expect(rows).toHaveLength(1);
    } finally {
      await sql.raw(`drop owned by ${name} cascade; drop role ${name}`).execute(other.db);
      await other.drop();
    }
  });

  test('an index that an interrupted build left is built again', async () => {
    const other = await createTestDatabase();
    try {
      await buildSearchIndexes({ db: other.db, log });
      await sql`update pg_index set indisvalid = false where indexrelid = to_regclass('subscribers_words_search_idx')`.execute(
        other.db,
      );
      expect(await loadReach(other)).toBe('noIndex');
      await buildSearchIndexes({ db: other.db, log });
      expect(await loadReach(other)).toBe('anywhere');
    } finally {
      await other.drop();
    }
  });

  test('the index of the former release stays until the start after its successor was built', async () => {
    const other = await createTestDatabase();
    const isThere = async (): Promise<boolean> =>
      (await sql<{ is: boolean }>`select to_regclass('subscribers_search_idx') is not null as is`.execute(other.db))
        .rows[0]!.is;
    try {
      await sql`create index subscribers_search_idx on subscribers (lower(first_name))`.execute(other.db);
      await buildSearchIndexes({ db: other.db, log });
      expect([await isThere(), await loadReach(other)]).toEqual([true, 'anywhere']);
      await buildSearchIndexes({ db: other.db, log });
      expect([await isThere(), await loadReach(other)]).toEqual([false, 'anywhere']);
    } finally {
      await other.drop();
    }
  });
});
