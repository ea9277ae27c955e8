import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { zstdDecompressSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pack, readArchive } from '../../src/backup/archive.ts';
import { FILES, fingerprint, type Manifest } from '../../src/backup/manifest.ts';
import type { Entry } from '../../src/backup/tar.ts';
import { takeBackup } from '../../src/backup/backup.ts';
import { writeWhole } from '../../src/backup/outFile.ts';
import { LEFT_OUT, listOwn } from '../../src/backup/tables.ts';
import type { Db } from '../../src/platform/db/client.ts';
import { listMigrations, migrate, readMigration } from '../../src/platform/db/migrate.ts';
import { freezeAudience } from '../../src/deliver/deliver.ts';
import { listOrphans } from '../../src/deliver/ledger/oldLedgers.ts';
import { linesOf, runCli, type Ran } from '../cli/run.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { PROCESS_ENV } from '../support/processes.ts';
import { daysAgo, makeOldEdition, sweepAll } from '../schedule/retention/year.ts';
import { makeNewsletter, makePreparedEdition } from '../support/edition.ts';
import { describeSchema, openBareMachine, readAll, SECRET, type Place } from './support.ts';

const NASTY = 'tab\there, line\nend, back\\slash, \\N, „Grüße“, 🌊, \r\n';

let folder: string;
let home: TestDatabase;
let environment: Record<string, string>;
let file: string;
const places: Place[] = [];

/** Everything that a table can hold, and rows that point at each other in a circle. */
async function furnish({ db }: TestDatabase): Promise<void> {
  const newsletterId = await makeNewsletter(db, 'daily', 30);
  await sql`
    insert into outlets (newsletter_id, url, name, is_own, rights)
    values (${newsletterId}, 'https://paper.example/feed', ${NASTY}, true, '{headline,summary}')`.execute(db);
  await sql`
    with story as (
      insert into stories (newsletter_id, first_published_at, last_published_at) values (${newsletterId}, now(), now()) returning id
    ), item as (
      insert into items (outlet_id, guid, title, body, story_id, placement)
      select o.id, 'g', ${NASTY}, ${NASTY}, story.id, nextval('item_placements') from outlets o, story returning id, story_id
    ) select 1 from item`.execute(db);
  await sql`update stories s set lead_item_id = i.id from items i where i.story_id = s.id`.execute(db);
  await sql`
    insert into pictures (hash, source_hash, source_url, width, height, widths)
    values (repeat('a', 32), 's', 'https://paper.example/p.jpg', 2, 1, '{2}')`.execute(db);
  await sql`
    insert into picture_renditions (hash, width, format, body) values (repeat('a', 32), 2, 'jpg', '\\x00ff0a5c0d09')`.execute(
    db,
  );
  await sql`update subscribers set merged_into = 1 where id = 2`.execute(db);
  await sql`insert into consent_events (subscriber_id, newsletter_id, kind, network_address, detail)
    values (3, ${newsletterId}, 'confirmed', '192.0.2.7', ${JSON.stringify({ text: NASTY })}::jsonb)`.execute(db);
  await sql`insert into staff (name, password_hash) values ('ada', 'none')`.execute(db);
  await sql`
    insert into staff_sessions (token_hash, staff_id, expires_at)
    select '\\x01', id, now() + interval '1 day' from staff`.execute(db);
  await sql`
    insert into kept_forms (session_id, path, fields, had_files, created_at)
    select id, '/desk', '[]', false, now() from staff_sessions`.execute(db);
  const editionId = await makePreparedEdition(db, newsletterId);
  await freezeAudience({ db }, editionId);
  await sql`
    insert into dkim_keys (domain, selector, algorithm, private_key) values ('paper.example', 's1', 'rsa-sha256', ${NASTY})`.execute(
    db,
  );
  await sql`update deliveries set state = 'submitted', submitted_at = now(), revision = 1`.execute(db);
  await sql`update editions set state = 'submitted', finished_at = now()`.execute(db);
  await sql`
    insert into edition_stories (edition_id, position, url, headline, outlet_name)
    values (${editionId}, 1, 'https://paper.example/1', ${NASTY}, 'The Harbour Post')`.execute(db);
}

async function bare(): Promise<Place> {
  const place = await openBareMachine();
  places.push(place);
  return place;
}

const take = (path: string, ...args: string[]): Promise<Ran> =>
  runCli(['backup', path, '--json', ...args], environment);
const restore = (place: Place, path: string = file, ...args: string[]): Promise<Ran> =>
  runCli(['restore', path, '--json', ...args], place.environment);

/** The backup with something changed, and its fingerprints as if it had been written so. */
async function repack(name: string, change: (manifest: Manifest, entries: Entry[]) => void): Promise<string> {
  const entries: Entry[] = [];
  const manifest = await readArchive(file, null, (entry) => {
    entries.push({ name: entry.name, body: Buffer.from(entry.body) });
  });
  change(manifest, entries);
  const list = { name: FILES.manifest, body: Buffer.from(JSON.stringify(manifest)) };
  const seal = { name: FILES.seal, body: Buffer.from(fingerprint(list).sha256) };
  const path = join(folder, name);
  await writeFile(
    path,
    await buffer(pack(Readable.from([...entries, list, seal]), { at: new Date(), passphrase: null })),
  );
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
  home = await createTestDatabase();
  environment = { DATABASE_URL: home.url, DATA_DIR: folder, SECRET };
  await furnish(home);
  file = join(folder, 'whole.backup');
  const ran = await take(file);
  if (ran.code !== 0) throw new Error(ran.stderr);
});
afterEach(async () => {
  for (const place of places.splice(0)) await place.close();
});
afterAll(async () => {
  await home.drop();
  await rm(folder, { recursive: true });
});

test('no table of a backup needs a row of a table that it leaves out', async () => {
  const { rows } = await sql<{ name: string; target: string }>`
    select t.relname as name, f.relname as target
    from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class f on f.oid = c.confrelid
    where c.contype = 'f' and t.relnamespace = current_schema()::regnamespace`.execute(home.db);
  expect(rows.filter(({ target }) => LEFT_OUT.has(target)).map(({ name }) => name)).toContain('kept_forms');
  expect(rows.filter(({ name, target }) => LEFT_OUT.has(target) && !LEFT_OUT.has(name))).toEqual([]);
});

test('every table of the migrations is known as Reveille’s, and no other is', async () => {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
    order by 1`.execute(home.db);
  const own = await listOwn();
  expect([...own.tables, 'migrations', 'migrations_lock'].toSorted()).toEqual(rows.map(({ name }) => name));
});

test('a restored database has the same tables and rows, with numbers that were never given out', async () => {
  const place = await bare();
  const ran = await restore(place);
  expect(ran.code).toBe(0);
  expect(linesOf(ran)).toMatchObject([{ restored: true, migrations: [], paused: 0, unknown: 0, secretFile: null }]);
  expect(await describeSchema(place.db)).toEqual(await describeSchema(home.db));
  const [before, after] = [await readAll(home.db), await readAll(place.db)];
  // What describes the running system, and what the backup and the restore themselves have recorded.
  // Counts of deliveries are made again.
  for (const name of [
    'leases',
    'staff_sessions',
    'kept_forms',
    'audit_log',
    'backups',
    'settings',
    'delivery_counts',
  ]) {
    before.delete(name);
    after.delete(name);
  }
  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const [name, rows] of before) expect({ name, rows: after.get(name) }).toEqual({ name, rows });
  expect(await readAll(place.db).then((all) => all.get('staff_sessions'))).toEqual([]);
  const next = await sql<{ id: number }>`
    insert into subscribers (email, email_key, address_hash) values ('a@b.example', 'a@b.example', '\\x00') returning id`.execute(
    place.db,
  );
  expect(next.rows[0]!.id).toBeGreaterThan(1_000_000);
  // Foreign keys and triggers work again.
  await expect(sql`update consent_events set kind = 'changed'`.execute(place.db)).rejects.toThrow('append-only');
  await expect(
    sql`delete from feedback; insert into items (outlet_id, guid, title) values (99, 'x', 'x')`.execute(place.db),
  ).rejects.toThrow('foreign key');
});

test('a restored database keeps its counts as the one before', async () => {
  const place = await bare();
  expect((await restore(place)).code).toBe(0);
  const counted = async (): Promise<unknown> => {
    const { rows } = await sql`
      select 'deliveries' as what, state, sum(readers)::int as readers from delivery_counts group by 2 having sum(readers) <> 0
      union all
      select 'subscriptions', status, sum(readers)::int from subscription_counts group by 2 having sum(readers) <> 0
      order by 1, 2`.execute(place.db);
    return rows;
  };
  const { rows: kept } = await sql`
    select 'deliveries' as what, state, count(*)::int as readers from deliveries group by 2
    union all select 'subscriptions', status, count(*)::int from subscriptions group by 2 order by 1, 2`.execute(
    place.db,
  );
  expect(await counted()).toEqual(kept);
  const { rows } = await sql<{
    ledger: string;
  }>`select distinct tableoid::regclass::text as ledger from deliveries`.execute(place.db);
  await sql`update ${sql.table(rows[0]!.ledger)} set state = 'failed'`.execute(place.db);
  await sql`update subscriptions set status = 'unsubscribed'`.execute(place.db);
  expect(await counted()).toEqual([
    { what: 'deliveries', state: 'failed', readers: 30 },
    { what: 'subscriptions', state: 'unsubscribed', readers: 30 },
  ]);
  // An import switches off the triggers that are not marked so.
  const marked = async ({ db }: { db: Db }): Promise<unknown> => {
    const { rows: triggers } = await sql`
      select tgrelid::regclass::text as table, tgname as name from pg_trigger where tgenabled = 'A' order by 1, 2`.execute(
      db,
    );
    return triggers;
  };
  expect(await marked(place)).toEqual(await marked(home));
});

test('the file is for its owner alone, a compressed tar archive, recorded, and replaced only by force', async () => {
  const { mode } = await stat(file);
  expect(mode & 0o777).toBe(0o600);
  const tar = zstdDecompressSync(await readFile(file));
  const names = execFileSync('tar', ['-tf', '-'], { input: tar, encoding: 'utf8' });
  expect(names).toMatch(
    /^about\.json\nsecret\n[^]*tables\/subscribers\/000001\n[^]*manifest\.json\nmanifest\.sha256\n$/,
  );
  const { rows } = await sql<{ bytes: number }>`select bytes from backups order by id limit 1`.execute(home.db);
  expect(rows[0]!.bytes).toBe((await stat(file)).size);
  const again = await take(file);
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain('exists already. Give another name, or --force');
  const other = join(folder, 'again.backup');
  await writeFile(other, 'something else');
  expect(await take(other, '--force')).toMatchObject({ code: 0 });
  expect((await stat(other)).mode & 0o777).toBe(0o600);
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('a folder that cannot take the file, and a passphrase that is not there, are refused before any work', async () => {
  const nowhere = await take(join(folder, 'no', 'folder', 'x.backup'));
  expect(nowhere).toMatchObject({ code: 2 });
  expect(nowhere.stderr).toContain('cannot be written (ENOENT)');
  expect(await take(join(folder, 'y.backup'), '--passphrase-file', join(folder, 'none'))).toMatchObject({ code: 2 });
  const empty = join(folder, 'empty');
  await writeFile(empty, '\n');
  expect(await take(join(folder, 'y.backup'), '--passphrase-file', empty)).toMatchObject({ code: 2 });
});

test('a backup on standard output is the same file', async () => {
  const cli = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
  const bytes = execFileSync(process.execPath, [cli, 'backup', '-'], {
    env: { ...PROCESS_ENV, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 26,
  });
  const path = join(folder, 'piped.backup');
  await writeFile(path, bytes);
  expect(await runCli(['restore', path, '--check'], {})).toMatchObject({ code: 0 });
});

test('a backup whose reader ends early has failed, says so, and is not recorded', async () => {
  const count = async (): Promise<number> =>
    (await sql<{ count: number }>`select count(*)::int as count from backups`.execute(home.db)).rows[0]!.count;
  const before = await count();
  const cli = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
  const child = spawn(process.execPath, [cli, 'backup', '-'], {
    env: { ...PROCESS_ENV, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect([code, said]).toEqual([1, expect.stringContaining('The backup is not whole') as string]);
  expect(await count()).toBe(before);
});

test('a part of the ledger with a name of its own stops neither a backup nor the search for old parts', async () => {
  const { db } = home;
  await sql`create table evil partition of deliveries for values in (-77)`.execute(db);
  await sql`create table deliveries_007x partition of deliveries for values in (-78)`.execute(db);
  try {
    expect(await take(join(folder, 'evil.backup'))).toMatchObject({ code: 0 });
    expect(await listOrphans(db)).toEqual([]);
  } finally {
    await sql`drop table evil, deliveries_007x`.execute(db);
  }
});

describe('an encrypted backup', () => {
  test('is restored with its passphrase, and only so', async () => {
    const passphrase = join(folder, 'passphrase');
    await writeFile(passphrase, 'nine grey gulls\n');
    const sealed = join(folder, 'sealed.backup');
    expect(await take(sealed, '--passphrase-file', passphrase)).toMatchObject({ code: 0 });
    const bytes = await readFile(sealed);
    expect(bytes.includes('manifest')).toBe(false);
    // The header names the cost of a guess: 128 MiB of memory.
    expect(bytes[24]).toBe(17);
    const place = await bare();
    const without = await restore(place, sealed);
    expect(without).toMatchObject({ code: 1, stdout: '' });
    expect(without.stderr).toContain('it is encrypted; --passphrase-file names its passphrase');
    expect(await restore(place, sealed, '--passphrase-file', passphrase)).toMatchObject({ code: 0 });
  });
});

describe('a restore is refused', () => {
  test('into a database that holds anything, which stays as it is', async () => {
    const place = await bare();
    await migrate(place.db);
    await makeNewsletter(place.db, 'mine', 1);
    const ran = await restore(place);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toBe(
      'reveille: A backup is restored into an empty database, but this one has 1 newsletter. Nothing was changed. Use a new DATA_DIR, or name a new database in DATABASE_URL.\n',
    );
    const { rows } = await sql<{ slug: string }>`select slug from newsletters`.execute(place.db);
    expect(rows).toEqual([{ slug: 'mine' }]);
  });

  test('into a database that another program uses', async () => {
    const place = await bare();
    await sql`create table settings (mine text)`.execute(place.db);
    expect((await restore(place)).stderr).toContain('a table settings that is not Reveille’s');
  });

  test('while another restore into the same database is under way', async () => {
    const place = await bare();
    await place.db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('reveille restore'))`.execute(tx);
      const second = await restore(place);
      expect(second).toMatchObject({ code: 1, stdout: '' });
      expect(second.stderr).toContain('Another restore into this database is under way');
    });
  });

  test('while a process of Reveille uses the database', async () => {
    const place = await bare();
    await migrate(place.db);
    await sql`
      insert into leases (id, role, holder, until)
      values (gen_random_uuid(), 'process:web', 'host:7', now() + interval '1 hour')`.execute(place.db);
    expect((await restore(place)).stderr).toContain('a running process of Reveille (host:7); stop it first');
  });

  test('of a backup that a newer program took, and an older program takes none of a newer database', async () => {
    await sql`insert into migrations (name, timestamp) values ('9001_future', '2026-12-01T00:00:00.000Z')`.execute(
      home.db,
    );
    const refused = await take(join(folder, 'none.backup'));
    await sql`delete from migrations where name = '9001_future'`.execute(home.db);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('The database is of a newer program (9001_future).');
    const newer = await repack('newer.backup', (manifest) => {
      manifest.migrations.push({ name: '9001_future', timestamp: '2026-12-01T00:00:00.000Z' });
    });
    const ran = await restore(await bare(), newer);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('The backup is of a newer program (0.1.0, with 9001_future).');
  });

  test('where its list does not fit Reveille’s tables, with a sentence and already by --check', async () => {
    const table = (name: string) => ({ name, edition: null, columns: ['id'], rows: 0 });
    const changes: ((manifest: Manifest, entries: Entry[]) => void)[] = [
      ({ tables }) => tables.push(table('evil')),
      ({ tables }) => tables.push(table('pg_class')),
      ({ tables }) => tables.push(table('subscription_counts_missing')),
      ({ tables }) => tables.push(tables[0]!),
      ({ migrations }) => migrations.splice(0),
      ({ migrations }) => migrations.push(migrations[0]!),
      ({ sequences }) => sequences.push({ name: 'evil', table: null, last: 1 }),
      ...['', 'one\nADMIN=1'].map((secret) => (manifest: Manifest, entries: Entry[]) => {
        const at = entries.findIndex(({ name }) => name === FILES.secret);
        entries[at]!.body = Buffer.from(secret);
        manifest.files[at] = fingerprint(entries[at]!);
      }),
    ];
    for (const [at, change] of changes.entries()) {
      const ran = await runCli(['restore', await repack('odd.backup', change), '--check', '--json'], {});
      expect({ at, ...ran }).toMatchObject({ at, code: 1, stdout: '' });
      expect(ran.stderr).toMatch(/The backup cannot be used: .* Nothing was changed\./);
    }
  });

  test.each([
    ['a column', ({ tables }: Manifest) => void tables[0]!.columns.push('evil')],
    [
      'a sequence',
      ({ sequences }: Manifest) => void sequences.push({ name: 'subscribers_evil', table: 'subscribers', last: 1 }),
    ],
    ['a migration', ({ migrations }: Manifest) => void migrations.splice(1, 1)],
  ])('where %s does not fit the database that it makes', async (_, change) => {
    const place = await bare();
    const ran = await restore(place, await repack('odd.backup', change));
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(/The backup cannot be used: .* Nothing was changed\./);
    expect((await readAll(place.db)).size).toBe(0);
  });

  test('where the server refuses a row, and then the database stays empty', async () => {
    const wrong = await repack('wrong.backup', (manifest, entries) => {
      const at = entries.findIndex(({ name }) => name === 'tables/subscribers/000001');
      entries[at]!.body = Buffer.from('not a row\n');
      manifest.files[at] = fingerprint(entries[at]!);
    });
    const place = await bare();
    const ran = await restore(place, wrong);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('invalid input syntax for type integer: "not a row"');
    expect((await readAll(place.db)).size).toBe(0);
  });

  test('where a row does not fit, and then the database stays empty', async () => {
    // A row that no migration would have left.
    await sql`alter table items disable trigger all; insert into items (outlet_id, guid, title) values (4711, 'x', 'x'); alter table items enable trigger all`.execute(
      home.db,
    );
    const broken = join(folder, 'broken.backup');
    expect(await take(broken)).toMatchObject({ code: 0 });
    await sql`delete from items where outlet_id = 4711`.execute(home.db);
    const place = await bare();
    const ran = await restore(place, broken);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect((await readAll(place.db)).size).toBe(0);
    expect(await restore(place)).toMatchObject({ code: 0 });
  });
});

test('tables that are empty but there make room, also those of another version', async () => {
  const place = await bare();
  await migrate(place.db);
  expect(await restore(place)).toMatchObject({ code: 0 });
  expect(await describeSchema(place.db)).toEqual(await describeSchema(home.db));
});

test('--check reads all of it and opens no database', async () => {
  const ran = await runCli(['restore', file, '--check', '--json'], { DATABASE_URL: 'nonsense' });
  expect(ran.code).toBe(0);
  expect(linesOf(ran)[0]).toMatchObject({ file, version: '0.1.0' });
  const cut = join(folder, 'cut.backup');
  await writeFile(cut, (await readFile(file)).subarray(0, -10));
  expect(await runCli(['restore', cut, '--check'], {})).toMatchObject({ code: 1 });
});

test('a backup of an older version is brought up to date', async () => {
  const old = await bare();
  const names = (await listMigrations()).filter((name) => name < '0029');
  await sql`create table migrations (name varchar(255) primary key, timestamp varchar(255) not null)`.execute(old.db);
  for (const name of names) {
    await sql.raw(await readMigration(name)).execute(old.db);
    await sql`insert into migrations values (${name}, '2026-01-01T00:00:00.000Z')`.execute(old.db);
  }
  await sql`insert into newsletters (slug, name, from_name, from_address) values ('old', 'Old', 'Old', 'a@b.example')`.execute(
    old.db,
  );
  // As that version would have taken it: nothing is migrated on the way.
  const path = join(folder, 'old.backup');
  await takeBackup({ db: old.db, config: { secrets: [SECRET], dataDir: folder } }, null, async (bytes) => {
    await writeWhole(path, bytes, { isForced: false });
  });
  const place = await bare();
  const ran = await restore(place, path);
  expect(ran.code).toBe(0);
  expect(linesOf(ran)[0]).toMatchObject({
    migrations: (await listMigrations()).filter((name) => name >= '0029'),
  });
  expect(await migrate(place.db)).toEqual([]);
  expect(await describeSchema(place.db)).toEqual(
    await describeSchema(home.db).then((lines) => lines.filter((line) => !/^deliveries_\d/.test(line))),
  );
  const { rows } = await sql<{ slug: string }>`select slug from newsletters`.execute(place.db);
  expect(rows).toEqual([{ slug: 'old' }]);
});

describe('SECRET', () => {
  test('of the backup must be among the keys; the missing ones are kept for a person', async () => {
    const place = await bare();
    const other = {
      ...place,
      environment: { ...place.environment, SECRET: 'quite another secret of thirty-two bytes' },
    };
    const ran = await restore(other);
    expect(ran.code).toBe(0);
    const path = join(place.environment['DATA_DIR']!, 'secret.restored');
    expect(linesOf(ran)[0]).toMatchObject({ secretFile: path });
    expect(ran.stderr).toContain('SECRET lacks a key of the backup');
    expect(await readFile(path, 'utf8')).toBe(SECRET);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});

test('a big table is cut into parts and comes back whole', async () => {
  const place = await bare();
  await migrate(place.db);
  await sql`
    insert into subscribers (email, email_key, address_hash)
    select 'reader' || n || '@big.example', 'reader' || n || '@big.example', sha256(n::text::bytea)
    from generate_series(1, 60000) n`.execute(place.db);
  const path = join(folder, 'big.backup');
  expect((await runCli(['backup', path], place.environment)).code).toBe(0);
  const target = await bare();
  expect(await restore(target, path)).toMatchObject({ code: 0 });
  const sum = (db: Place['db']) =>
    sql<{ sum: string }>`select md5(string_agg(s::text, ',' order by id)) as sum from subscribers s`.execute(db);
  expect((await sum(target.db)).rows).toEqual((await sum(place.db)).rows);
});

test('an edition whose deliveries were removed as old keeps its counts, records and unsettled deliveries', async () => {
  const { db } = home;
  const { rows: newsletters } = await sql<{ id: number }>`select id from newsletters limit 1`.execute(db);
  const readers = await db.selectFrom('subscribers').select('id').where('id', '>', 3).orderBy('id').limit(4).execute();
  const states = ['submitted', 'submitted', 'failed', 'unknown'] as const;
  const deliveries = states.map((state, at) => ({ reader: readers[at]!.id, state }));
  await sql`update subscribers set created_at = ${daysAgo(500)}`.execute(db);
  const edition = await makeOldEdition(db, newsletters[0]!.id, 200, deliveries);
  await sweepAll(db);
  const path = join(folder, 'retired.backup');
  expect(await take(path)).toMatchObject({ code: 0 });
  const place = await bare();
  expect(await restore(place, path)).toMatchObject({ code: 0 });

  const part = `deliveries_${edition}`;
  const counts = async (): Promise<unknown> => {
    const { rows } = await sql<{ state: string; readers: number }>`
      select state, sum(readers)::int as readers from delivery_counts where edition_id = ${edition}
      group by 1 having sum(readers) <> 0 order by 1`.execute(place.db);
    return Object.fromEntries(rows.map(({ state, readers: count }) => [state, count]));
  };
  const [before, after] = [await readAll(db), await readAll(place.db)];
  for (const table of ['retired_ledgers', 'delivery_records', 'counted_ledgers', 'send_summaries', part])
    expect([table, after.get(table)]).toEqual([table, before.get(table)]);
  expect(after.get('delivery_records')).toHaveLength(1);
  expect(after.get(part)).toHaveLength(1);
  expect(await counts()).toEqual({ failed: 1, submitted: 2, unknown: 1 });
  expect((await describeSchema(place.db)).filter((line) => line.startsWith(`${part} trigger`))).toEqual(
    (await describeSchema(db)).filter((line) => line.startsWith(`${part} trigger`)),
  );
  // The triggers count what is still settled, and take an erased reader out of the record.
  await sql`update ${sql.table(part)} set state = 'submitted'`.execute(place.db);
  expect(await counts()).toEqual({ failed: 1, submitted: 3 });
  await sql`delete from subscribers where id = ${readers[0]!.id}`.execute(place.db);
  const { rows: records } = await sql<{ readers: number[] }>`select readers from delivery_records`.execute(place.db);
  expect(records.flatMap((record) => record.readers)).not.toContain(readers[0]!.id);
  expect(records.flatMap((record) => record.readers)).toContain(readers[1]!.id);
});
