import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/platform/config.ts';
import { openDatabase } from '../../src/platform/db/client.ts';
import { deliverEdition, freezeAudience, probeRelay, type DeliverDeps } from '../../src/deliver/deliver.ts';
import { openSmtpTransport } from '../../src/deliver/smtp/transport.ts';
import { resumeEdition } from '../../src/editions/control.ts';
import { editionStatus } from '../../src/editions/status.ts';
import { createLog } from '../../src/platform/log.ts';
import { judgeRelay } from '../../src/checks/preflight/relay.ts';
import { openQueues, type Queues } from '../../src/platform/queue/queue.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter, makePreparedEdition, testKeys } from '../support/edition.ts';
import { relayAt } from '../checks/preflight/zone.ts';
import { startSignInRelay, type SignInRelay } from '../support/signInRelay.ts';

const forever = new AbortController().signal;
const log = createLog('test', 'silent');
let database: TestDatabase;
let queues: Queues;
const closers: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  queues = openQueues({ redisUrl: null, databaseUrl: database.url }, log);
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  await database.db.deleteFrom('relay_states').execute();
});
afterAll(async () => {
  await queues.close();
  await database.drop();
});

async function startRelay(options: Parameters<typeof startSignInRelay>[0]): Promise<SignInRelay> {
  const relay = await startSignInRelay(options);
  closers.push(relay.close);
  return relay;
}

const relaysOf = (relay: SignInRelay, user = '', query = '') =>
  loadConfig({ SMTP_URL: `smtp://${user}127.0.0.1:${relay.port}${query}` }, { hostName: 'box' }).relays;

/** A mailer process's part: connections of its own to the database and to the relay. */
function openMailer(relays: ReturnType<typeof relaysOf>): DeliverDeps {
  const db = openDatabase(database.url, { maxConnections: 6 });
  const transport = openSmtpTransport(relays, { log, db });
  closers.push(async () => {
    await transport.close();
    await db.destroy();
  });
  const transports = { forRun: async () => transport, close: async () => undefined };
  return { db, log, now: () => new Date(), keys: testKeys, transports };
}

async function makeEdition(slug: string, readers: number): Promise<number> {
  const editionId = await makePreparedEdition(database.db, await makeNewsletter(database.db, slug, readers));
  await freezeAudience(database, editionId);
  return editionId;
}

const statusOf = (editionId: number) => editionStatus(database, editionId);

/** Delivers until all have it, as the sweep does for readers who had to wait. Their next try comes without the wait. */
async function deliverWhole(mailer: DeliverDeps, editionId: number): Promise<void> {
  const deliver = async () => {
    await sql`update deliveries set next_attempt_at = now() where state = 'pending' and attempts > 0`.execute(
      database.db,
    );
    await deliverEdition(mailer, editionId, forever);
    return statusOf(editionId);
  };
  await expect.poll(deliver).toMatchObject({ state: 'submitted', flag: null });
}

describe('a relay that asks for a password', () => {
  test.each(['PLAIN', 'LOGIN', 'LOGIN PLAIN'])(
    'gets it by %s as it was decoded, and takes the edition',
    async (mechanisms) => {
      const relay = await startRelay({ password: () => 'new@s:p%,ä/#?', mechanisms });
      const editionId = await makeEdition(`by-${mechanisms.toLowerCase().replace(' ', '-')}`, 5);
      await deliverEdition(openMailer(relaysOf(relay, 'new%40s:p%25%2C%C3%A4%2F%23%3F@')), editionId, forever);
      expect(relay.accepted).toHaveLength(5);
    },
  );

  test('gets one EHLO for each connection, and only mail after the sign-in', async () => {
    const relay = await startRelay({ password: () => 'news:right', secondEhlo: 'forgets' });
    const editionId = await makeEdition('once', 30);
    await deliverEdition(openMailer(relaysOf(relay, 'news:right@')), editionId, forever);
    expect(relay.accepted).toHaveLength(30);
    for (const { commands } of relay.conversations) {
      expect(commands.slice(0, 2)).toEqual(['EHLO [127.0.0.1]', expect.stringMatching(/^AUTH PLAIN /)]);
      expect(commands.slice(2).every((line) => /^(MAIL FROM|RCPT TO|DATA|QUIT)/.test(line))).toBe(true);
    }
  });

  test('sees a wrong password once, with any number of connections, mailers and retries', async () => {
    let right = 'news:other';
    const relay = await startRelay({ password: () => right });
    const editionId = await makeEdition('wrong', 40);
    const nextId = await makeEdition('wrong-too', 40);
    const mailers = [0, 1].map(() => openMailer(relaysOf(relay, 'news:guess@')));
    await Promise.all(mailers.map((mailer) => deliverEdition(mailer, editionId, forever)));
    const status = await statusOf(editionId);
    expect(status).toMatchObject({ state: 'paused', flag: 'sender_fault' });
    expect(status.flagDetail).toMatch(/refuses the user name or the password of SMTP_URL: 535/);
    expect(status.flagDetail).not.toContain('guess');
    expect(status.deliveries).toMatchObject({ pending: 40, failed: 0 });
    expect(relay.attempts()).toBe(1);

    // Another edition, from a mailer that has just been started.
    await deliverEdition(openMailer(relaysOf(relay, 'news:guess@')), nextId, forever);
    expect(await statusOf(nextId)).toMatchObject({ state: 'paused', flag: 'sender_fault' });
    expect((await statusOf(nextId)).flagDetail).toContain('not tried again since');
    expect(relay.attempts()).toBe(1);

    await resumeEdition({ db: database.db, queues }, { editionId, actor: 'test' });
    await deliverEdition(openMailer(relaysOf(relay, 'news:guess@')), editionId, forever);
    expect(relay.attempts(), 'a person’s resume tries it once more').toBe(2);
    expect(await statusOf(editionId)).toMatchObject({ state: 'paused', flag: 'sender_fault' });

    right = 'news:guess';
    await resumeEdition({ db: database.db, queues }, { editionId, actor: 'test' });
    await deliverWhole(openMailer(relaysOf(relay, 'news:guess@')), editionId);
    expect(relay.accepted).toHaveLength(40);
  });

  test('sees another one at once, without a resume', async () => {
    const relay = await startRelay({ password: () => 'news:right' });
    const [first, second] = [await makeEdition('typo', 2), await makeEdition('mended', 2)];
    await deliverEdition(openMailer(relaysOf(relay, 'news:typo@')), first, forever);
    await database.db.updateTable('relay_states').set({ down_until: null }).execute();
    await deliverEdition(openMailer(relaysOf(relay, 'news:right@')), second, forever);
    expect(await statusOf(second)).toMatchObject({ state: 'submitted' });
    expect(relay.attempts()).toBe(
      2 + relay.conversations.filter(({ credentials }) => credentials[0] === 'news:right').length - 1,
    );
  });

  test('may defer a right password: the edition continues automatically', async () => {
    let busy = 2;
    const relay = await startRelay({
      password: () => (busy > 0 ? '' : 'news:right'),
      refusal: () => (busy-- > 0 ? '454 4.7.0 Temporary authentication failure' : '535 5.7.8 no'),
    });
    const editionId = await makeEdition('later', 5);
    await deliverWhole(openMailer(relaysOf(relay, 'news:right@')), editionId);
    expect(relay.accepted).toHaveLength(5);
  });

  test('may quote the password in any reply: neither the edition nor a log has it', async () => {
    const quoted = `news:s3cret and ${Buffer.from('s3cret').toString('base64')}`;
    const relay = await startRelay({
      password: () => 'news:s3cret',
      answer: (command) => (command.startsWith('MAIL') ? `535 5.7.8 not for ${quoted}` : undefined),
    });
    const editionId = await makeEdition('quoted', 2);
    await deliverEdition(openMailer(relaysOf(relay, 'news:s3cret@')), editionId, forever);
    const rows = await database.db.selectFrom('deliveries').selectAll().where('edition_id', '=', editionId).execute();
    const kept = JSON.stringify([await statusOf(editionId), rows]);
    expect(kept).toContain('not for news:… and …');
    expect(kept).not.toMatch(/s3cret|czNjcmV0/);
  });

  test('that offers no way to sign in that we know pauses the edition, which says so', async () => {
    const relay = await startRelay({ password: () => 'news:right', mechanisms: 'GSSAPI NTLM' });
    const editionId = await makeEdition('foreign', 3);
    await deliverEdition(openMailer(relaysOf(relay, 'news:right@')), editionId, forever);
    const status = await statusOf(editionId);
    expect(status).toMatchObject({ state: 'paused', flag: 'sender_fault' });
    expect(status.flagDetail).toContain('it offers: GSSAPI, NTLM');
    expect(relay.attempts()).toBe(0);
  });
});

describe('what a relay answers to its one EHLO', () => {
  test('counts: a second one would be refused, and SMTPUTF8 is known', async () => {
    const relay = await startRelay({ offers: ['PIPELINING', 'SMTPUTF8', '8BITMIME'], secondEhlo: 'refused' });
    const editionId = await makeEdition('utf8', 2);
    await sql`update subscribers set email = 'josé@utf8.example', email_key = 'josé@utf8.example'
              where email = 'reader1@utf8.example'`.execute(database.db);
    await deliverEdition(openMailer(relaysOf(relay)), editionId, forever);
    expect(relay.accepted.toSorted()).toEqual(['josé@utf8.example', 'reader2@utf8.example']);
    const commands = relay.conversations.flatMap((conversation) => conversation.commands);
    expect(commands).toContainEqual(expect.stringMatching(/^MAIL FROM:<.*> SMTPUTF8$/));
  });

  test('may run to more than a reply is kept of', async () => {
    const offers = [...Array.from({ length: 40 }, (_, index) => `X-EXTENSION-NUMBER-${index}`), 'SMTPUTF8'];
    const relay = await startRelay({ offers });
    const editionId = await makeEdition('long', 1);
    await sql`update subscribers set email = 'zoë@long.example', email_key = 'zoë@long.example'
              where email = 'reader1@long.example'`.execute(database.db);
    await deliverEdition(openMailer(relaysOf(relay)), editionId, forever);
    expect(relay.accepted).toEqual(['zoë@long.example']);
  });

  test('tells the largest message: one that is larger pauses the edition before it is tried', async () => {
    const relay = await startRelay({ offers: ['SIZE 300'] });
    const editionId = await makeEdition('size', 3);
    await deliverEdition(openMailer(relaysOf(relay)), editionId, forever);
    const status = await statusOf(editionId);
    expect(status).toMatchObject({ state: 'paused', flag: 'sender_fault' });
    expect(status.flagDetail).toMatch(/at most 300 bytes \(SIZE\)/);
    expect(relay.conversations.flatMap(({ commands }) => commands)).not.toContainEqual(expect.stringMatching(/^MAIL/));
  });
});

let usedUp = 0;
// The first as OpenSMTPD has it, which does not hang up. At DATA, the commands before it are answered as usual.
test.each([
  ['MAIL', '452 4.5.3 Too many recipients: Too many messages sent'],
  ['MAIL', '503 5.5.1 Bad sequence of commands'],
  ['RCPT', '452 4.4.5 Maximum number of messages per session exceeded.'],
  ['RCPT', '421 Connection closed by server. Maximum message count per session reached.'],
  ['RCPT', '550 5.7.1 Too many messages in this connection'],
  ['DATA', '452 4.4.5 Maximum number of messages per session exceeded.'],
  ['message', '451 Requested action aborted Mails per session limit'],
])('a connection that a relay takes no more messages on is given up: %s, %s', async (stage, refusal) => {
  const taken = new Map<string, number>();
  const relay = await startRelay({
    answer: (command, _name, connection) => {
      if (!command.startsWith(stage)) return undefined;
      const count = (taken.get(connection) ?? 0) + 1;
      taken.set(connection, count);
      return count > 3 ? refusal : undefined;
    },
  });
  const editionId = await makeEdition(`used-up-${++usedUp}`, 10);
  await deliverWhole(openMailer(relaysOf(relay, '', '?connections=1')), editionId);
  expect(relay.accepted).toHaveLength(10);
  expect(new Set(relay.accepted).size).toBe(10);
  expect(await database.db.selectFrom('domain_pauses').selectAll().execute()).toEqual([]);
});

describe('the name that a relay is greeted with', () => {
  const insists = (command: string, name: string): string | undefined =>
    command.startsWith('RCPT') && !name.includes('.example')
      ? `504 5.5.2 <${name}>: Helo command rejected: need fully-qualified hostname`
      : undefined;

  test('is that of ?name=, and the flag of an edition that is refused for it says so', async () => {
    const relay = await startRelay({ answer: insists });
    const editionId = await makeEdition('helo', 3);
    await deliverEdition(openMailer(relaysOf(relay)), editionId, forever);
    const status = await statusOf(editionId);
    expect(status).toMatchObject({ state: 'paused', flag: 'sender_fault' });
    expect(status.flagDetail).toMatch(/greeted as \[127\.0\.0\.1\]; \?name= in SMTP_URL/);
    await resumeEdition({ db: database.db, queues }, { editionId, actor: 'test' });
    await deliverEdition(openMailer(relaysOf(relay, '', '?name=mail.paper.example')), editionId, forever);
    expect(await statusOf(editionId)).toMatchObject({ state: 'submitted', flag: null });
  });

  test('may be refused at EHLO already, which looking at the relay tells as well', async () => {
    const answer = (command: string): string | undefined =>
      command.startsWith('EHLO [') ? '550 5.7.1 Helo command rejected' : undefined;
    const relay = await startRelay({ answer });
    const editionId = await makeEdition('ehlo', 3);
    await deliverEdition(openMailer(relaysOf(relay)), editionId, forever);
    const status = await statusOf(editionId);
    expect(status).toMatchObject({ state: 'paused', flag: 'sender_fault' });
    expect(status.flagDetail).toContain('?name=');
    const probe = await probeRelay(relaysOf(relay)[0]!);
    expect(probe).toMatchObject({ kind: 'refused', what: 'name' });
    expect(judgeRelay(relayAt(['8.8.4.4']), probe, new Date())[0]).toMatchObject({
      todo: expect.stringContaining('?name='),
    });
    expect(await probeRelay(relaysOf(relay, '', '?name=mail.paper.example')[0]!)).toMatchObject({ kind: 'ready' });
  });
});

test('a message that cannot be built fails only for its reader', async () => {
  const relay = await startRelay({});
  const editionId = await makeEdition('unmade', 3);
  await sql`update subscribers set email = 'reader <1@unmade.example' where email = 'reader1@unmade.example'`.execute(
    database.db,
  );
  await deliverEdition(openMailer(relaysOf(relay)), editionId, forever);
  expect(await statusOf(editionId)).toMatchObject({ state: 'submitted', deliveries: { submitted: 2, failed: 1 } });
});
