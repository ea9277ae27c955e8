import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bounded } from '../../../src/checks/doctor/bounded.ts';
import { judgeDatabaseSettings, type DatabaseSettings } from '../../../src/checks/doctor/databaseSettings.ts';
import { describeBytes } from '../../../src/checks/doctor/describeBytes.ts';
import { checkDisk, type Space } from '../../../src/checks/doctor/disk.ts';
import { checkPublicUrl } from '../../../src/checks/doctor/publicUrl.ts';
import { checkSecret } from '../../../src/checks/doctor/secret.ts';
import { fold, right, type Verdict } from '../../../src/checks/doctor/verdict.ts';
import { openRedaction } from '../../../src/checks/doctor/withoutSecrets.ts';
import { fail, pass, skip, warn } from '../../../src/checks/preflight/preflightFinding.ts';
import { loadConfig, type Config } from '../../../src/platform/config.ts';

const SECRET = 'a secret of thirty-two bytes at least';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doctor-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a check', () => {
  test('that throws is a verdict of one line', async () => {
    const verdicts = await bounded('disk', () => Promise.reject(new Error('no such disk\n    at stack')));
    expect(verdicts).toEqual([
      { check: 'disk', ok: false, isMade: true, detail: 'The check failed: no such disk.', advice: null },
    ]);
  });

  test('that never answers is a verdict', async () => {
    const run = (): Promise<Verdict> => new Promise(() => undefined);
    const [verdict] = await bounded('relay', run, { name: 'relay.example:25', advice: 'Check it.', ms: 20 });
    expect(verdict).toMatchObject({ ok: false, advice: 'Check it.' });
    expect(verdict?.detail).toBe('The check of relay.example:25 failed: no answer within 0.02 s.');
  });

  test('may have several verdicts', async () => {
    const both = [right('dns', 'one.example'), right('dns', 'two.example')];
    expect(await bounded('dns', async () => both)).toEqual(both);
  });
});

describe('what the preflight finds', () => {
  test('is wrong with a failure, and better with advice after a warning', () => {
    const good = [pass('spf', 'SPF.'), skip('ptr', 'Private.')];
    expect(fold('dns', good, 'All well.')).toEqual(right('dns', 'All well.'));
    const warned = fold('dns', [...good, warn('dkim', 'Short.', 'Rotate.')], 'All well.');
    expect(warned).toEqual(right('dns', 'Short.', 'Rotate.'));
    const failed = fold('dns', [warn('dkim', 'Short.', 'Rotate.'), fail('dmarc', 'None.', 'Publish it.')], 'All well.');
    expect(failed).toMatchObject({ ok: false, detail: 'None. Short.', advice: 'Publish it. Rotate.' });
  });
});

describe('the database’s settings', () => {
  const good: DatabaseSettings = {
    fsync: 'on',
    fullPageWrites: 'on',
    synchronousCommit: 'on',
    autovacuum: 'on',
    encoding: 'UTF8',
    maxConnections: 97,
    openConnections: 30,
    ownLimit: null,
  };

  test('are right as packages have them', () => {
    expect(judgeDatabaseSettings(good)).toMatchObject({ ok: true, advice: null });
  });

  test.each([
    [{ fsync: 'off' }, /^Fsync is off/i],
    [{ fullPageWrites: 'off' }, /full_page_writes is off/i],
    [{ synchronousCommit: 'off' }, /synchronous_commit is off/i],
    [{ autovacuum: 'off' }, /autovacuum is off/i],
    [{ encoding: 'SQL_ASCII' }, /encoding is SQL_ASCII/i],
    [{ maxConnections: 20 }, /max_connections is 20/i],
    [{ openConnections: 95 }, /95 of 97 connections/i],
    [{ ownLimit: 10 }, /limited to 10 connections/i],
  ])('are wrong with %j', (change, says) => {
    const { ok, detail, advice } = judgeDatabaseSettings({ ...good, ...change });
    expect(ok).toBe(false);
    expect(detail).toMatch(says);
    expect(advice).not.toBeNull();
  });
});

describe('the disk', () => {
  const spaceOf =
    (bytes: number, ffree = 1_000_000) =>
    async (): Promise<Space> => ({
      bavail: bytes / 4096,
      bsize: 4096,
      files: 2_000_000,
      ffree,
    });
  const check = (space: () => Promise<Space>, dataDir = folder): Promise<Verdict> =>
    checkDisk({ config: { dataDir } }, space);

  test('is right with room, and its real room is read', async () => {
    expect(await check(spaceOf(40e9))).toMatchObject({
      ok: true,
      advice: null,
      detail: expect.stringMatching(/^40 GB/),
    });
    expect((await checkDisk({ config: { dataDir: folder } })).detail).toMatch(/ are free for DATA_DIR /);
  });

  test('is wrong where other users can replace what is in DATA_DIR', async () => {
    const open = join(folder, 'open');
    await mkdir(open);
    await chmod(open, 0o777);
    expect(await check(spaceOf(40e9), open)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('Other users of this machine can write'),
      advice: `Run "chmod go-w ${open}".`,
    });
    await chmod(open, 0o1777);
    expect(await check(spaceOf(40e9), open)).toMatchObject({ ok: true });
  });

  test('is judged above a DATA_DIR that was not created yet', async () => {
    const missing = join(folder, 'not', 'yet');
    expect(await check(spaceOf(40e9), missing)).toMatchObject({ ok: true });
  });

  test('is wrong when it is nearly full of bytes or files, and low before', async () => {
    expect(await check(spaceOf(0.9e9))).toMatchObject({ ok: false });
    expect(await check(spaceOf(3e9))).toMatchObject({ ok: true, advice: 'Free space soon.' });
    expect(await check(spaceOf(40e9, 12))).toMatchObject({ ok: false, detail: expect.stringContaining('12 files') });
  });

  test('is described in words for people', () => {
    expect([0, 812, 3_400_000, 45_600_000_000].map(describeBytes)).toEqual(['0 B', '812 B', '3.4 MB', '46 GB']);
  });
});

describe('PUBLIC_URL', () => {
  const check = (environment: Record<string, string>): Promise<Verdict> =>
    checkPublicUrl({ config: loadConfig(environment) });
  const SMTP_URL = 'smtp://relay.paper.example:25';

  test.each([
    [true, { PUBLIC_URL: 'https://news.paper.example', TRUST_PROXY: '127.0.0.1', SMTP_URL }],
    [true, {}],
    [true, { SMTP_URL: 'smtp://127.0.0.1:25' }],
    [false, { SMTP_URL }],
    [false, { PUBLIC_URL: 'http://news.paper.example', TRUST_PROXY: '127.0.0.1' }],
    [false, { PUBLIC_URL: 'https://news.paper.example', SMTP_URL }],
  ])('%j: %j', async (ok, environment) => {
    expect(await check(environment)).toMatchObject({ check: 'public-url', ok });
  });
});

describe('SECRET', () => {
  const check = (secrets: string[] | null): Promise<Verdict> =>
    checkSecret({ config: { secrets, dataDir: folder }, db: null });

  test('is right where it is long and random, and says how many keys there are', async () => {
    expect(await check([SECRET])).toMatchObject({ ok: true, detail: 'SECRET has 1 key.' });
    expect((await check([SECRET, `${SECRET}!`])).detail).toBe('SECRET has 2 keys, of which the first signs.');
  });

  test('is wrong where it can be guessed', async () => {
    const { ok, detail } = await check([SECRET, 'x'.repeat(64)]);
    expect(ok).toBe(false);
    expect(detail).not.toContain('xxx');
  });

  test('in DATA_DIR is missing, readable by others, or right', async () => {
    expect(await check(null)).toMatchObject({ ok: false, detail: expect.stringContaining('holds no secret yet') });
    const path = join(folder, 'secret');
    await writeFile(path, SECRET);
    await chmod(path, 0o644);
    expect(await check(null)).toMatchObject({ ok: false, advice: `Run "chmod 600 ${path}".` });
    await chmod(path, 0o600);
    expect(await check(null)).toMatchObject({ ok: true, detail: `${path} has 1 key.` });
  });
});

test('a password of three letters is not looked for: hiding its letters everywhere would tell it', () => {
  const config = loadConfig({ SMTP_URL: 'smtp://me:aby@relay.paper.example' });
  expect(openRedaction(config)('a baby')).toBe('a baby');
});

test('no secret of the configuration stays in a text', () => {
  const config: Config = loadConfig({
    DATABASE_URL: 'postgres://paper:data%2Fpass@db.example/reveille',
    REDIS_URL: 'redis://:redispass@redis.example',
    SMTP_URL: 'smtp://me:relay%40pass@relay.paper.example',
    METRICS_TOKEN: 'metrics-token-of-ours',
    SECRET: `${SECRET},another ${SECRET}`,
  });
  const plain = Buffer.from('\0me\0relay@pass').toString('base64');
  const said = `data/pass data%2Fpass redispass relay@pass relay%40pass ${plain} ${SECRET} another ${SECRET} metrics-token-of-ours smtp://a:b@c`;
  expect(openRedaction(config)(said)).toBe('… … … … … … … … … smtp://…@c');
});
