import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/platform/config.ts';
import { spawnCli } from '../cli/run.ts';

const relayOf = (url: string) => loadConfig({ SMTP_URL: url }, { hostName: 'box' }).relays[0]!;

function messageOf(environment: Record<string, string>): string {
  try {
    loadConfig(environment);
  } catch (error) {
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
    return (error as Error).message;
  }
  throw new Error('it was accepted');
}

test.each([
  ['a percent sign', 'smtp://news:50%off-zq@relay.example:587'],
  ['a slash', 'smtp://news:4711/zqzq@relay.example:587'],
  ['a number sign', 'smtp://news:47#zqzq@relay.example'],
  ['a question mark', 'smtp://news:47?zqzq=1@relay.example:587'],
  ['an at sign', 'smtp://news:47@zqzq@relay.example:587'],
  ['an at sign in the user name', 'smtp://news@zqzq.example:12#zqzq@relay.example'],
  ['a colon', 'smtp://news:47:zqzq@relay.example'],
  ['a comma', 'smtp://news:47,zqzq@relay.example'],
  ['a blank', 'smtp://news:47 zqzq@relay.example'],
])('%s in a name or a password must be encoded, and the sentence says how', (_what, url) => {
  const message = messageOf({ SMTP_URL: url });
  expect(message).toMatch(/^SMTP_URL has a character .*%25.*%2F.*%3A.*%3F.*%23.*%40.*%2C[^\n]*; for example SMTP_URL=/);
  expect(message).not.toMatch(/zqzq|4711|off/);
});

test.each([
  ['smtp://news:zqzq%ff@relay.example', 'UTF-8'],
  ['smtp://news:zqzq%0D%0AQUIT@relay.example', 'control character'],
  ['smtp://news:zqzq%00@relay.example', 'control character'],
  ['smtp://news%0A:zqzq@relay.example', 'control character'],
  ['smtp://news:@relay.example', 'without a password'],
  ['smtp://news@relay.example', 'without a password'],
  ['smtp://:zqzq@relay.example', 'without a user name'],
  ['smtp://news:zqzq@', 'no host'],
  ['smtp://news:zqzq', 'port'],
  ['smtp://', 'no host'],
  ['smtp://relay.example:0', 'port'],
  ['smtp://relay.example:70000', 'port'],
  ['smtp://relay.example:zqzq', 'port'],
  ['smtp://relay.example:', 'port'],
  ['smtp://relay.example:587/zqzq', 'path'],
  ['smtp://relay.example:587#zqzq', '# part'],
  ['smtp://[::1', 'IPv6'],
  ['smtp://300.1.2.3', 'host'],
  ['smtp://re%6Cay.example', 'host'],
  ['smtp://relay.example,', 'host'],
  ['smtp:relay.example', 'begin'],
  ['http://news:zqzq@relay.example', 'begin'],
  ['smtp://relay.example?zqzq=1', 'unknown option'],
  ['smtp://relay.example?tls=zqzq', 'tls'],
  ['smtp://relay.example?tls=required&tls=optional', 'twice'],
  ['smtp://relay.example?ca=zqzq.pem', 'absolute path'],
  ['smtp://relay.example?ca=/zqzq%ff.pem', 'absolute path'],
  ['smtp://relay.example?ca=/zqzq%00.pem', 'absolute path'],
  ['smtp://relay.example?rate=zqzq', 'rate'],
  ['smtp://relay.example?connections=1.5', 'whole'],
  ['smtp://relay.example?warmup=zqzq', 'warmup'],
  ['smtp://relay.example?name=zqzq', 'full host name'],
  ['smtp://relay.example?name=', 'full host name'],
  ['smtp://relay.example?name=a.example%0d%0aRSET', 'full host name'],
])('%s is refused in one sentence', (url, word) => {
  const message = messageOf({ SMTP_URL: url });
  expect(message).toMatch(/^SMTP_URL [^\n]+; for example SMTP_URL=smtps?:\/\//);
  expect(message).toContain(word);
  expect(message).not.toContain('zqzq');
});

test('a wrong DATABASE_URL, REDIS_URL or HOST is refused the same way', () => {
  const SECRET = 's'.repeat(32);
  for (const url of [
    'postgres://u:50%zq@db.example/x',
    'postgres://u:%ff@db.example/x',
    'postgres://u:25/zq@db.example/x',
  ])
    expect(messageOf({ DATABASE_URL: url, SECRET })).toMatch(/^DATABASE_URL (?!.*zq)/);
  expect(messageOf({ REDIS_URL: 'redis://u:6379#zq@queue.example' })).toMatch(/^REDIS_URL (?!.*zq)/);
  expect(messageOf({ HOST: 'http://here' })).toMatch(/^HOST /);
});

test('any user name and password can be written, and is decoded exactly', () => {
  const secret = fc
    .string({ minLength: 1, unit: 'binary' })
    .filter((text) => text.isWellFormed() && !/\p{Cc}/u.test(text));
  fc.assert(
    fc.property(secret, secret, (user, pass) => {
      const { auth } = relayOf(`smtp://${encodeURIComponent(user)}:${encodeURIComponent(pass)}@relay.example:587`);
      expect(auth).toEqual({ user, pass });
    }),
    { numRuns: 30 },
  );
});

test('a relay is greeted by its ?name=, else the machine’s full name, else that of PUBLIC_URL', () => {
  const nameOf = (url: string, hostName: string, PUBLIC_URL = '') =>
    loadConfig({ SMTP_URL: url, PUBLIC_URL }, { hostName }).relays[0]!.name;
  expect(nameOf('smtp://relay.example?name=mail.paper.example', 'box.paper.example')).toBe('mail.paper.example');
  expect(nameOf('smtp://relay.example?name=[192.0.2.7]', 'box')).toBe('[192.0.2.7]');
  expect(nameOf('smtp://relay.example', 'box.paper.example', 'https://news.paper.example')).toBe('box.paper.example');
  for (const hostName of ['box', 'localhost.localdomain', '10.1.2.3', 'my_box.paper.example'])
    expect(nameOf('smtp://relay.example', hostName, 'https://news.paper.example')).toBe('news.paper.example');
  for (const url of ['', 'http://localhost:3000', 'http://127.0.0.1:3000', 'https://box', 'https://[2001:db8::1]'])
    expect(nameOf('smtp://relay.example', 'box', url)).toBeNull();
});

test('the command line says it once on standard error, and exits with 2', async () => {
  const { code, stdout, stderr } = await spawnCli(['newsletters', 'list'], {
    SMTP_URL: 'smtp://news:50%zqzq@relay.example',
  });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^reveille: SMTP_URL [^\n]+\n$/);
  expect(stderr).not.toContain('zqzq');
});
