import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { createLog } from '../src/platform/log.ts';
import { openDatabase } from '../src/platform/db/client.ts';
import { attachEmbedded } from '../src/platform/db/embedded.ts';
import { migrate } from '../src/platform/db/migrate.ts';
import type { ReaderFilter } from '../src/readers/search/readerFilter.ts';
import { buildSearchIndexes } from '../src/readers/search/searchIndexes.ts';
import { searchReaders } from '../src/readers/search/searchReaders.ts';

// How long the desk's search takes, by kind: node scripts/benchSearch.ts [--readers 1000000] [--database URL [--filled]]
const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000000' },
    database: { type: 'string' },
    filled: { type: 'boolean', default: false },
  },
});
const readers = Number(values.readers);
const ROUNDS = 7;

const folder = await mkdtemp(join(tmpdir(), 'reveille-search-'));
const server = values.database === undefined ? await attachEmbedded(folder, []) : null;
const db = openDatabase(values.database ?? server!.url);
const log = createLog('bench', 'warn');
await migrate(db);

/** Two fifths at one provider; the oldest tenth, from an imported list, at another; a few names; two newsletters. */
async function fill(): Promise<void> {
  await sql`insert into newsletters (slug, name, from_name, from_address)
    select 'n' || n, 'Newsletter ' || n, 'N', 'n@paper.example' from generate_series(1, 2) n`.execute(db);
  await sql`
    insert into subscribers (email, email_key, address_hash, first_name, created_at)
    select e, e, sha256(e::bytea), (array['Ana', 'Ben', 'Zoë', 'Иван', ''])[1 + n % 5],
      timestamptz '2024-01-01' + n * interval '1 minute'
    from (select n, substr(md5(n::text), 1, 8) || n || '@' || case
      when n <= ${readers / 10} then 'old.example' when n % 5 < 2 then 'gmail.example'
      when n % 1000 = 7 then 'rare.example' else 'host' || n % 997 || '.example' end as e
      from generate_series(1, ${readers}::int) n) made`.execute(db);
  await sql`
    insert into subscriptions (subscriber_id, newsletter_id, status, created_at)
    select r.id, n.id, case when r.id % 50 = 0 then 'unsubscribed' when r.id % 70 = 0 then 'pending' else 'active' end, r.created_at
    from subscribers r join newsletters n on n.slug = 'n1' or r.id % 20 = 0`.execute(db);
  await sql`
    insert into consent_events (subscriber_id, newsletter_id, kind, at)
    select id, 1, case when id % 3 = 0 then 'imported' else 'requested' end, created_at from subscribers`.execute(db);
  await sql`
    insert into suppressions (address_hash, reason, created_at)
    select address_hash, 'bounce', created_at from subscribers where id % 200 = 0`.execute(db);
  await sql`vacuum analyze`.execute(db);
}

const ANY: ReaderFilter = {
  text: '',
  newsletterId: null,
  state: null,
  isSuppressed: null,
  source: null,
  since: null,
};
const KINDS: Readonly<Record<string, Partial<ReaderFilter>>> = {
  'all readers': {},
  'a whole address': {
    text: `${(await sql<{ e: string }>`select substr(md5('777777'), 1, 8) || 777777 as e`.execute(db)).rows[0]!.e}@`,
  },
  'part of an address, one reader': { text: '777777' },
  'a host of 0.06 %': { text: 'host123' },
  'a host of 40 %': { text: 'gmail.example' },
  'a host of the oldest tenth': { text: 'old.exa' },
  'a rare host': { text: 'rare.exa' },
  'a name of 20 %': { text: 'Zoë' },
  'a name in Cyrillic letters': { text: 'Иван' },
  'two letters': { text: 'ab' },
  nothing: { text: 'nobody-has-this' },
  'two words': { text: 'ana host123' },
  'a newsletter': { newsletterId: 2 },
  unsubscribed: { state: 'unsubscribed' },
  'pending of a newsletter': { newsletterId: 2, state: 'pending' },
  suppressed: { isSuppressed: true },
  'from an import': { source: 'import' },
  'added by the desk (none)': { source: 'desk' },
  'since yesterday’s million': { since: new Date('2025-11-24T00:00:00Z') },
  'a common host, unsubscribed': { text: 'gmail', state: 'unsubscribed' },
  'a rare host, suppressed': { text: 'rare.exa', isSuppressed: true },
};

try {
  const started = performance.now();
  if (!values.filled) await fill();
  console.log(`${readers} readers in ${Math.round((performance.now() - started) / 1000)} s`);
  const built = performance.now();
  await buildSearchIndexes({ db, log });
  console.log(`indexes in ${Math.round((performance.now() - built) / 1000)} s`);
  const { rows: sizes } = await sql<{ name: string; mb: number }>`
    select indexrelname as name, round(pg_relation_size(indexrelid) / 1048576.0) as mb from pg_stat_user_indexes
    where relname in ('subscribers', 'subscriptions') order by 1`.execute(db);
  console.log(sizes.map(({ name, mb }) => `${name} ${mb} MB`).join(', '));
  for (const [kind, part] of Object.entries(KINDS)) {
    const times: number[] = [];
    let told = '';
    for (let round = 0; round < ROUNDS; round++) {
      const from = performance.now();
      const page = await searchReaders({ db }, { ...ANY, ...part });
      times.push(performance.now() - from);
      told = `${page.count}${page.isMore ? '+' : ''}${page.isCut ? ' cut' : ''}`;
    }
    times.sort((a, b) => a - b);
    console.log(
      `${kind.padEnd(34)} median ${times[3]!.toFixed(1).padStart(6)} ms, worst ${times.at(-1)!.toFixed(1).padStart(6)} ms  ${told}`,
    );
  }
} finally {
  await db.destroy();
  await server?.detach();
  await rm(folder, { recursive: true, force: true });
}
