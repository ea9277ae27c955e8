import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deriveTokenKeys } from '../../src/platform/keys.ts';
import { setNewsletter } from '../../src/editions/newsletters/newsletters.ts';
import { issueToken } from '../../src/platform/tokens.ts';
import { runCli, spawnCli, type Ran } from '../cli/run.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { addNewsletter, addReader, keys, statusOf } from './support.ts';

const SECRET = 'a secret of the commands test that is longer than 32 bytes';
const EMAIL = 'reader@paper.example';
let database: TestDatabase;
let dataDir: string;
let newsletterId: number;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-subscribers-'));
  newsletterId = await addNewsletter(database.db, 'morning');
  await setNewsletter(database, 'morning', { unsubscribeAddress: 'unsubscribe@paper.example' }, 'test');
  const subscriberId = await addReader(database.db, EMAIL, [newsletterId]);
  const signing = { ...keys, tokens: deriveTokenKeys([SECRET]) };
  token = issueToken(signing, { purpose: 'unsubscribe', subscriberId, newsletterId });
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const environment = (): Record<string, string> => ({
  DATABASE_URL: database.url,
  DATA_DIR: dataDir,
  SMTP_URL: 'smtp://127.0.0.1:9',
  SECRET,
  PUBLIC_URL: 'https://news.paper.example',
});

const run = (args: string[], typed: string | Buffer = '', others: Record<string, string> = {}): Promise<Ran> =>
  runCli(args, { ...environment(), ...others }, typed);

const status = () => statusOf(database.db, EMAIL, newsletterId);

test('a reader’s choices are set and shown, with the whole history', async () => {
  const chosen = ['--at', '06:15', '--zone', 'Asia/Tokyo', '--frequency', 'weekdays', '--format', 'text'];
  const set = await run(['subscribers', 'set', EMAIL, ...chosen, '--language', 'es', '--json']);
  expect(JSON.parse(set.stdout)).toEqual({
    address: EMAIL,
    newsletter: 'morning',
    at: '06:15',
    zone: 'Asia/Tokyo',
    frequency: 'weekdays',
    format: 'text',
    pausedUntil: null,
    language: 'es',
  });
  const back = await run([
    'subscribers',
    'set',
    EMAIL,
    '--at',
    'default',
    '--zone',
    'default',
    '--pause',
    'off',
    '--json',
  ]);
  expect(JSON.parse(back.stdout)).toMatchObject({ at: null, zone: null, pausedUntil: null, frequency: 'weekdays' });
  const shown = await run(['subscribers', 'show', `<${EMAIL}>,`]);
  expect(shown.stdout).toMatch(/morning: active, confirmed -; weekdays, text\n/);
  for (const part of ['frequency daily → weekdays', 'format full → text', 'sendAt none → 06:15'])
    expect(shown.stdout).toContain(part);
  expect(shown.stdout).toContain('from on cli');
  const json = JSON.parse((await run(['subscribers', 'show', EMAIL, '--json'])).stdout);
  expect(json.history).toHaveLength(3);
  expect(await run(['subscribers', 'set', EMAIL, '--frequency', 'hourly'])).toMatchObject({ code: 2 });
  expect(await run(['subscribers', 'set', 'nobody@paper.example', '--at', '05:00'])).toMatchObject({ code: 1 });
  const kept = await run(['subscribers', 'retention', '--network-address-days', '7', '--json']);
  expect(JSON.parse(kept.stdout)).toEqual({ networkAddressDays: 7 });
  expect(await run(['subscribers', 'retention', '--network-address-days', ''])).toMatchObject({ code: 2 });
});

test('an import stops at a column that may contain opt-outs; --ignore-column continues, and the report names the ignored columns', async () => {
  const list = 'Our list,,,\nemail,Opt. (web),Mail permitted,Zone\nnew@paper.example,x,A,Mars/Olympus\n';
  const importing = ['subscribers', 'import', '-', '--consent', 'Asked at the fair'];
  const stopped = await run(importing, list);
  expect(stopped).toMatchObject({ code: 2, stdout: '' });
  expect(stopped.stderr).toContain('--ignore-column "Opt. (web)" --ignore-column "Mail permitted" goes on');
  expect(await statusOf(database.db, 'new@paper.example', newsletterId)).toBe(null);
  const ignoring = [...importing, '--ignore-column', 'Opt. (web)', '--ignore-column', 'mail permitted'];
  const dry = await run([...ignoring, '--dry-run', '--json'], list);
  expect(dry.code).toBe(0);
  expect(JSON.parse(dry.stdout)).toMatchObject({
    added: 1,
    ignoredColumns: ['Opt. (web)', 'Mail permitted'],
    linesAbove: 1,
    unknownZones: { count: 1, names: ['Mars/Olympus'] },
  });
  const text = await run(ignoring, `${list}more@paper.example,y,B,\n`);
  expect(text.code).toBe(0);
  expect(text.stdout.split('\n')).toEqual([
    '2 added, 2 total, 0 invalid',
    'Ignored columns: "Opt. (web)", "Mail permitted".',
    'Ignored lines above the headings: 1.',
    'Unknown time zones: 1, for example "Mars/Olympus". These readers get the newsletter’s time zone.',
    '',
  ]);
  const set = await run(['subscribers', 'set', 'new@paper.example', '--zone', 'asia/kolkata', '--json']);
  expect(JSON.parse(set.stdout)).toMatchObject({ zone: 'Asia/Kolkata' });
});

test('the audit log has what commands did with readers’ data, names nobody, and has nothing where nothing changed', async () => {
  const { db } = database;
  const list = 'email\nlogged@paper.example\n';
  const importing = ['subscribers', 'import', '-', '--consent', 'Asked at the fair'];
  const newest = await db.selectFrom('audit_log').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  for (const [typed, ...args] of [
    [list, ...importing, '--dry-run'],
    [list, ...importing],
    [list, ...importing],
    ['', 'subscribers', 'export', '--newsletter', 'morning'],
    ['', 'subscribers', 'set', 'logged@paper.example', '--format', 'text'],
    ['', 'subscribers', 'set', 'logged@paper.example', '--format', 'text'],
    ['', 'subscribers', 'show', 'logged@paper.example'],
    ['', 'subscribers', 'retention', '--network-address-days', '9'],
    ['', 'subscribers', 'retention', '--network-address-days', '9'],
    ['', 'limits', 'slow.example', '--connections', '2'],
    ['', 'limits', 'slow.example'],
    ['', 'subscribers', 'erase', 'logged@paper.example'],
  ] as [string, ...string[]][])
    expect(await run(args, typed)).toMatchObject({ code: 0 });
  const note = ['--note', 'ann@paper.example works again'];
  expect(await run(['subscribers', 'lift', 'ann@paper.example', ...note])).toMatchObject({ code: 2 });
  const rows = await db
    .selectFrom('audit_log')
    .select(['actor', 'action', 'newsletter_id', 'detail'])
    .where('id', '>', newest?.id ?? 0)
    .orderBy('id')
    .execute();
  const [imported, , , shown] = rows;
  const subscriber = shown!.detail['subscriber'];
  expect(subscriber).toEqual(expect.any(Number));
  expect(rows.map(({ actor, action, detail }) => [actor, action, detail])).toEqual([
    ['cli', 'subscribers.import', { total: 1, added: 1, known: 0, suppressed: 0, inactive: 0, invalid: 0 }],
    ['cli', 'subscribers.export', {}],
    ['cli', 'subscriber.set', { subscriber }],
    ['cli', 'subscriber.data', { subscriber }],
    ['cli', 'retention', { 'network-addresses': 9 }],
    ['cli', 'limit', { domain: 'slow.example', perSecond: null, connections: 2 }],
    ['cli', 'subscriber.erase', { subscriber }],
  ]);
  expect(imported!.newsletter_id).toBe(newsletterId);
  expect(JSON.stringify(rows)).not.toContain('@');
});

test('receive answers an MTA with exit codes of sysexits.h', async () => {
  const mail = (to: string): string =>
    `From: someone@else.example\r\nTo: ${to}\r\nSubject: unsubscribe\r\n\r\nPlease.\r\n`;
  // 67: no such user; the MTA tells the sender.
  expect(await run(['receive'], mail('unsubscribe@paper.example'))).toEqual({
    code: 67,
    stdout: '',
    stderr: 'reveille: no such address\n',
  });
  expect(await run(['receive'], mail(`unsubscribe+${'A'.repeat(40)}@paper.example`))).toMatchObject({ code: 67 });
  // 65: no mail at all.
  expect(await run(['receive'], '')).toMatchObject({ code: 65 });
  expect(await run(['receive'], Buffer.alloc(1_000_000, 'x'))).toMatchObject({ code: 65 });
  expect(await status()).toBe('active');
  // 75: try again; what it says does not give the token away.
  const down = { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing' };
  const later = await run(['receive', `unsubscribe+${token}@paper.example`], mail('x@y.example'), down);
  expect(later.code).toBe(75);
  expect(later.stderr).not.toContain(token);
  const body = Buffer.concat([
    Buffer.from(mail(`<unsubscribe+${token}@Paper.example>`)),
    Buffer.alloc(3_000_000, 'y\n'),
  ]);
  // A process of its own: a mail of megabytes through the pipe of an MTA.
  expect(await spawnCli(['receive'], environment(), body)).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await status()).toBe('unsubscribed');
  // Again, by the envelope alone.
  expect(await run(['receive', `unsubscribe+${token}@paper.example`], 'no header\n')).toMatchObject({ code: 0 });
});
