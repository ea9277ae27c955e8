import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openSite } from '../web/support.ts';
import { linesOf, runCli, type Ran } from './run.ts';

let database: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-demo-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

// As in a container: readers know an address that this process cannot ask, and the relay must get nothing.
const demo = (): Promise<Ran> =>
  runCli(['demo', '--json'], {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    SECRET: 'a secret of thirty-two bytes at least',
    SMTP_URL: 'smtp://127.0.0.1:9',
    PUBLIC_URL: 'https://news.paper.invalid/mail',
  });

test('the demo shows a first edition beside a relay and an external database, once, and mails nobody', async () => {
  const ran = await demo();
  expect(ran.stderr).toMatch(/^ {2}send +25 messages in the built-in inbox/m);
  expect(ran.stderr).toContain('staff add desk --role owner');
  expect(ran.code).toBe(0);
  const lines = linesOf(ran);
  expect(lines.map(({ made }) => made)).toEqual([
    'newsletter',
    ...Array<string>(5).fill('outlet'),
    'readers',
    'edition',
    'inbox',
  ]);
  expect(lines[1]!['url']).toMatch(/^https:\/\/news\.paper\.invalid\/mail\/sample\//);
  expect(lines[6]).toEqual({ made: 'readers', count: 25 });

  const mails = await database.db.selectFrom('inbox_messages').select('rcpt_to').execute();
  expect(mails).toHaveLength(25);
  expect(mails.filter((mail) => !mail.rcpt_to.endsWith('.example'))).toEqual([]);
  const pictures = await database.db.selectFrom('pictures').select('hash').execute();
  expect(pictures.length).toBeGreaterThan(5);

  // The inbox is there beside the relay, while there are sample readers; for staff alone, since others can reach it.
  const site = await openSite(database.db, {
    SMTP_URL: 'smtp://127.0.0.1:9',
    PUBLIC_URL: 'https://news.paper.invalid/mail',
  });
  expect((await site.app.request('/mail/inbox')).headers.get('location')).toBe('/mail/desk/login');
  expect((await site.app.request(new URL(String(lines[7]!['url'])).pathname)).status).toBe(200);

  const again = await demo();
  expect(again.code).toBe(1);
  expect(again.stdout).toBe('');
  expect(again.stderr).toMatch(/^reveille: The demo needs an empty database, but this one has 1 newsletters\./);
});

test('the demo changes nothing where a single reader is', async () => {
  const { db, url, drop } = await createTestDatabase();
  try {
    await db
      .insertInto('subscribers')
      .values({ email: 'a@paper.example', email_key: 'a@paper.example', address_hash: Buffer.alloc(32) })
      .execute();
    const ran = await runCli(['demo'], {
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      SECRET: 'a secret of thirty-two bytes at least',
    });
    expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('1 subscribers')]);
    expect(await db.selectFrom('newsletters').select('id').execute()).toEqual([]);
  } finally {
    await drop();
  }
});
