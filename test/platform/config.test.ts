import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isLoopback, lacksProxy, loadConfig } from '../../src/platform/config.ts';

const SECRET = 'x'.repeat(32);
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

test('an empty environment is the embedded default', () => {
  expect(loadConfig({})).toMatchObject({
    databaseUrl: null,
    redisUrl: null,
    relays: [],
    secrets: null,
    publicUrl: 'http://127.0.0.1:3000',
  });
});

test('several relays share the load, each with its own port, TLS and sign-in', () => {
  const { relays } = loadConfig({ SMTP_URL: 'smtp://a.example?tls=required,smtps://us%40er:p%2Cw@b.example' });
  expect(relays).toMatchObject([
    { host: 'a.example', port: 25, implicitTls: false, requireTls: true, auth: null },
    { host: 'b.example', port: 465, implicitTls: true, auth: { user: 'us@er', pass: 'p,w' } },
  ]);
});

test('a relay’s password may go without TLS only where its address says so', () => {
  const { relays } = loadConfig({ SMTP_URL: 'smtp://u:p@a.example,smtp://u:p@b.example?tls=optional' });
  expect(relays.map((relay) => relay.allowClearPassword)).toEqual([false, true]);
});

test('secrets come newest first', () => {
  const other = 'y'.repeat(40);
  expect(loadConfig({ SECRET: `${SECRET},${other}` }).secrets).toEqual([SECRET, other]);
});

test.each([
  ['DATABASE_URL', { DATABASE_URL: 'mysql://db.example/x', SECRET }],
  ['DATABASE_URL', { DATABASE_URL: 'postgres://news@a.example:5432,b.example:5432/x', SECRET }],
  ['DATABASE_URL', { DATABASE_URL: 'postgres://a.example,b.example/x?target_session_attrs=read-write', SECRET }],
  ['DATABASE_URL', { DATABASE_URL: 'postgres:///x?host=a.example,b.example', SECRET }],
  ['SECRET', { DATABASE_URL: 'postgres://db.example/x' }],
  ['SECRET', { SECRET: 'short' }],
  ['METRICS_TOKEN', { METRICS_TOKEN: 'short' }],
  ['METRICS_TOKEN', { METRICS_TOKEN: 'sixteen letters and spaces' }],
  ['REDIS_URL', { REDIS_URL: '127.0.0.1:6379' }],
  ['DATABASE_URL_FILE', { DATABASE_URL_FILE: '/no/such/file' }],
  ['SECRET_FILE', { SECRET_FILE: '/dev/null' }],
  ['SMTP_URL', { SMTP_URL: 'relay.example' }],
  ['SMTP_URL', { SMTP_URL: 'smtp://relay.example?tls=never' }],
  ['PORT', { PORT: '70000' }],
  ['PORT', { PORT: '3e3' }],
  ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.0/40' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'news.paper.example' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ['ALERT_TO', { ALERT_TO: 'desk@paper.example, night' }],
  ['ALERT_TO', { ALERT_SMTP_URL: 'smtp://relay.example' }],
  ['ALERT_SMTP_URL', { ALERT_TO: 'desk@paper.example', ALERT_SMTP_URL: 'relay.example' }],
  ['ALERT_WEBHOOK_SECRET', { ALERT_WEBHOOK_URL: 'https://alerts.example' }],
  ['ALERT_WEBHOOK_SECRET', { ALERT_WEBHOOK_URL: 'https://alerts.example', ALERT_WEBHOOK_SECRET: 'whsec_c2hvcnQ=' }],
  ['ALERT_WEBHOOK_URL', { ALERT_WEBHOOK_SECRET: WEBHOOK_SECRET }],
  ['ALERT_WEBHOOK_URL', { ALERT_WEBHOOK_URL: 'alerts.example', ALERT_WEBHOOK_SECRET: WEBHOOK_SECRET }],
  ['HEARTBEAT_URL', { HEARTBEAT_URL: 'ftp://heartbeat.example' }],
  ['HEARTBEAT_URL', { HEARTBEAT_URL: 'https://user:password@heartbeat.example' }],
])('a wrong %s is one sentence that names it and gives an example', (name, environment) => {
  expect(() => loadConfig(environment)).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(new RegExp(`^${name} [^\\n]+; for example ${name}=`)),
    }),
  );
});

test.each([
  ['DATABASE_URL', 'postgres://news:]Srs^[P-{t.*G#@127.0.0.1:5432/news'],
  ['DATABASE_URL', 'postgres://news:p@ss@db.example/news'],
  ['DATABASE_URL', 'postgres://news:a/b#c@db.example/news'],
  ['REDIS_URL', 'redis://:1/b@127.0.0.1:6379'],
])('a password in %s that is not percent-encoded is called that, and not shown: %s', (name, value) => {
  const load = (): unknown => loadConfig({ [name]: value, SECRET });
  expect(load).toThrow(expect.objectContaining({ message: expect.stringMatching(`^${name} .*percent-encoded`) }));
  expect(load).toThrow(expect.not.objectContaining({ message: expect.stringContaining('a/b#c') }));
});

test('a secret may stand in a file, as containers have it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reveille-secrets-'));
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const environment = {
    DATABASE_URL_FILE: await write('database', 'postgres://news:hunter2@db.example/news\n'),
    SECRET_FILE: await write('secret', `${SECRET}\r\n`),
    SMTP_URL_FILE: await write('relay', 'smtp://news:hunter2@relay.example:587\n'),
    METRICS_TOKEN: '',
    METRICS_TOKEN_FILE: await write('token', 'sixteen-characters'),
  };
  expect(loadConfig(environment)).toMatchObject({
    databaseUrl: 'postgres://news:hunter2@db.example/news',
    secrets: [SECRET],
    relays: [{ host: 'relay.example', auth: { user: 'news', pass: 'hunter2' } }],
    metricsToken: 'sixteen-characters',
  });
  expect(() => loadConfig({ ...environment, SECRET })).toThrow('SECRET_FILE and SECRET are both set');
  await rm(folder, { recursive: true });
});

test('alerts have addresses, relays, a webhook and a heartbeat, and their secrets may stand in files', async () => {
  expect(loadConfig({}).alerts).toEqual({ to: [], relays: [], webhook: null, heartbeatUrl: null });
  const folder = await mkdtemp(join(tmpdir(), 'reveille-secrets-'));
  const values = {
    ALERT_SMTP_URL: 'smtps://news:hunter2@relay.example',
    ALERT_WEBHOOK_URL: 'http://10.0.0.7/hook',
    ALERT_WEBHOOK_SECRET: WEBHOOK_SECRET,
    HEARTBEAT_URL: 'https://heartbeat.example/7f3a',
  };
  const environment: Record<string, string> = { ALERT_TO: 'desk@paper.example, münze@zürich.example' };
  for (const [name, value] of Object.entries(values)) {
    environment[`${name}_FILE`] = join(folder, name);
    await writeFile(join(folder, name), value);
  }
  expect(loadConfig(environment).alerts).toMatchObject({
    to: ['desk@paper.example', 'münze@zürich.example'],
    relays: [{ host: 'relay.example', port: 465, auth: { user: 'news', pass: 'hunter2' } }],
    webhook: { url: 'http://10.0.0.7/hook', key: Buffer.alloc(24, 9).toString('base64') },
    heartbeatUrl: 'https://heartbeat.example/7f3a',
  });
  await rm(folder, { recursive: true });
});

test('only a public address without a proxy lacks one', () => {
  const PUBLIC_URL = 'https://news.paper.example';
  expect(lacksProxy(loadConfig({ PUBLIC_URL }))).toBe(true);
  expect(lacksProxy(loadConfig({ PUBLIC_URL, TRUST_PROXY: '10.0.0.1' }))).toBe(false);
  expect(lacksProxy(loadConfig({}))).toBe(false);
});

test('a secret’s value is never in the sentence', () => {
  expect(() => loadConfig({ METRICS_TOKEN: 'hunter2' })).toThrow(expect.not.objectContaining({ message: /hunter2/ }));
  expect(() => loadConfig({ SECRET: 'hunter2' })).toThrow(expect.not.objectContaining({ message: /hunter2/ }));
  for (const [name, value] of [
    ['ALERT_SMTP_URL', 'smtp://news:hunter2@relay.example?tls=never'],
    ['HEARTBEAT_URL', 'hunter2'],
  ])
    expect(() => loadConfig({ ALERT_TO: 'desk@paper.example', [name!]: value })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
});

test.each([
  ['http://127.0.0.1:3000', true],
  ['http://localhost', true],
  ['http://[::1]:3000', true],
  ['https://127.0.0.1.evil.example', false],
  ['https://news.paper.example', false],
])('%s is this machine’s own: %s', (url, expected) => {
  expect(isLoopback(url)).toBe(expected);
});
