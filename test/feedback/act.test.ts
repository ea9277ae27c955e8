import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deliverEdition, freezeAudience, type Transports } from '../../src/deliver/deliver.ts';
import { openSmtpTransport } from '../../src/deliver/smtp/transport.ts';
import { takeReturnedMail, type Taken } from '../../src/feedback/feedback.ts';
import { SOFT_BOUNCES_TO_SUPPRESS } from '../../src/feedback/act/worn.ts';
import { editionStatus } from '../../src/editions/status.ts';
import { createLog } from '../../src/platform/log.ts';
import { setNewsletter } from '../../src/editions/newsletters/newsletters.ts';
import { eraseSubscriber } from '../../src/readers/erase.ts';
import { showSubscriber } from '../../src/readers/record.ts';
import { runCli, type Ran } from '../cli/run.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter, makePreparedEdition, testKeys } from '../support/edition.ts';
import { startSink, type Sink, type SinkMessage } from '../support/sink.ts';
import { mail, notice, parts } from './mails.ts';

const log = createLog('test', 'silent');
const now = (): Date => new Date();
let database: TestDatabase;
let sink: Sink;
let transports: Transports;
let newsletters = 0;
let slug = '';
let newsletterId = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  sink = await startSink();
  const transport = openSmtpTransport([sink.relay], { log });
  transports = { forRun: async () => transport, close: () => transport.close() };
});
afterAll(async () => {
  await transports.close();
  await sink.close();
  await database.drop();
});
beforeEach(async () => {
  slug = `returned${++newsletters}`;
  newsletterId = await makeNewsletter(database.db, slug, 2);
});

const reader = (number: number): string => `reader${number}@${slug}.example`;

/** Sends an edition of so many days ago; what the relay took, by its reader. */
async function send(daysAgo = 0): Promise<{ editionId: number; to: (number: number) => SinkMessage }> {
  const date = new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const editionId = await makePreparedEdition(database.db, newsletterId, date);
  const deps = { db: database.db, log, now, keys: testKeys, transports };
  const before = sink.messages.length;
  await freezeAudience(deps, editionId);
  await deliverEdition(deps, editionId, new AbortController().signal);
  await sql`
    update deliveries set submitted_at = submitted_at - ${daysAgo} * interval '1 day' where edition_id = ${editionId}`.execute(
    database.db,
  );
  const sent = sink.messages.slice(before);
  return { editionId, to: (number) => sent.find((message) => message.to === reader(number))! };
}

const take = (bytes: Uint8Array, to = 'news@paper.example'): Promise<Taken> =>
  takeReturnedMail({ db: database.db, keys: testKeys, log, now }, bytes, [to]);

/** A report on a message, which it returns whole or as its header alone. */
function bounce(message: SinkMessage, fields: string, { to = message.to, whole = true } = {}): Buffer {
  const [header = ''] = message.raw.split('\r\n\r\n');
  return parts('multipart/report; report-type=delivery-status', {}, [
    ['text/plain', 'Your message could not be delivered.'],
    ['message/delivery-status', `Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; ${to}\n${fields}`],
    whole ? ['message/rfc822', message.raw] : ['text/rfc822-headers', header],
  ]);
}

const DEAD = 'Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user';
const FULL = 'Action: failed\nStatus: 5.2.2';
const LATE = 'Action: delayed\nStatus: 4.4.1';
const SPAM = 'Action: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 554 5.7.1 spam';
const ARRIVED = 'Action: delivered\nStatus: 2.0.0';

async function suppressionOf(number: number): Promise<{ reason: string; detail: string } | null> {
  const { rows } = await sql<{ reason: string; detail: string }>`
    select x.reason, x.detail from suppressions x join subscribers r using (address_hash) where r.email = ${reader(number)}`.execute(
    database.db,
  );
  return rows[0] ?? null;
}

async function rows(): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select kind, action, is_delay as "isDelay", status, proof, source, r.email from feedback f
    join subscribers r on r.id = f.subscriber_id
    where r.email like ${`%@${slug}.example`} order by f.id`.execute(database.db);
  return rows;
}

describe('what proves that a mail is about a message of ours', () => {
  test('the Message-ID of the message that it returns, whole, as its header, or encoded', async () => {
    const { to } = await send();
    expect(await take(bounce(to(1), DEAD))).toEqual({
      outcome: 'recorded',
      kind: 'bounce',
      action: 'suppress',
      isSuppressed: true,
    });
    expect(await suppressionOf(1)).toEqual({ reason: 'bounce', detail: '5.1.1 550 5.1.1 no such user' });
    expect(await take(bounce(to(2), SPAM, { whole: false }))).toMatchObject({
      outcome: 'recorded',
      action: 'sender-fault',
    });
    const encoded = bounce(to(2), FULL)
      .toString()
      .replace(to(2).raw, Buffer.from(to(2).raw).toString('base64'));
    const bytes = Buffer.from(
      encoded.replace(
        'Content-Type: message/rfc822',
        'Content-Type: message/rfc822\nContent-Transfer-Encoding: base64',
      ),
    );
    expect(await take(bytes)).toMatchObject({ outcome: 'recorded', action: 'soft' });
    expect(await rows()).toEqual([
      {
        kind: 'bounce',
        action: 'suppress',
        isDelay: false,
        status: '5.1.1',
        proof: 'message-id',
        source: 'mx.example.net',
        email: reader(1),
      },
      {
        kind: 'bounce',
        action: 'sender-fault',
        isDelay: false,
        status: '5.7.1',
        proof: 'message-id',
        source: 'mx.example.net',
        email: reader(2),
      },
      {
        kind: 'bounce',
        action: 'soft',
        isDelay: false,
        status: '5.2.2',
        proof: 'message-id',
        source: 'mx.example.net',
        email: reader(2),
      },
    ]);
  });

  test('the address that it was sent to, with any returned message', async () => {
    await setNewsletter(database, slug, { bounceAddress: 'bounces@paper.example' }, 'test');
    const { to } = await send();
    const returnPath = to(1).from;
    expect(returnPath).toMatch(/^bounces\+[0-9a-v]{48}@paper\.example$/);
    expect(to(2).from).not.toBe(returnPath);
    const bytes = notice('The user is unknown. Your message could not be delivered.', { To: returnPath });
    expect(await take(bytes, returnPath)).toMatchObject({ outcome: 'recorded', action: 'soft', isSuppressed: false });
    // Some relays make capitals, or small letters, of all of it.
    expect(await take(bytes, returnPath.toUpperCase())).toMatchObject({ outcome: 'known' });
    const named = notice(`Your message to other@forwarded.example could not be delivered: no such user.`, {
      To: returnPath,
    });
    expect(await take(named, returnPath)).toMatchObject({
      outcome: 'recorded',
      action: 'suppress',
      isSuppressed: true,
    });
    expect((await rows()).map(({ proof, email }) => [proof, email])).toEqual([
      ['return-path', reader(1)],
      ['return-path', reader(1)],
    ]);
  });

  test('not an address, an unsubscribe link, another reader’s Message-ID, or one of another edition', async () => {
    const { to } = await send();
    const link = /\/unsubscribe\/[\w-]{40}/.exec(to(1).raw)![0];
    const forged = (text: string): Buffer =>
      notice(`Your message to ${reader(1)} could not be delivered: no such user.\n\n${text}`);
    expect(await take(forged(''))).toEqual({ outcome: 'unproven', kind: 'bounce' });
    expect(await take(forged(`https://news.paper.example${link}`))).toMatchObject({ outcome: 'unproven' });
    const other = /^Message-ID: .*$/im.exec(to(2).raw)![0];
    expect(
      await take(forged(`https://news.paper.example${link}\n\n--- Original message follows.\n\n${other}`)),
    ).toMatchObject({ outcome: 'unproven' });
    expect(await take(forged(`Message-ID: <${'A'.repeat(27)}@paper.example>`))).toMatchObject({ outcome: 'unproven' });
    for (const token of ['A'.repeat(40), 'a'.repeat(48), 'v'.repeat(48), '0'.repeat(48)])
      expect(await take(forged(''), `bounces+${token}@paper.example`)).toMatchObject({ outcome: 'unproven' });
    expect(await rows()).toEqual([]);
    expect(await suppressionOf(1)).toBeNull();
    const { rows: counted } = await sql<{
      mails: number;
    }>`select mails from unproven_mail where kind = 'bounce'`.execute(database.db);
    expect(counted[0]!.mails).toBeGreaterThanOrEqual(5);
  });

  test('an unsubscribe token is not a bounce token, nor the other way round', async () => {
    await setNewsletter(
      database,
      slug,
      { bounceAddress: 'bounces@paper.example', unsubscribeAddress: 'bounces@paper.example' },
      'test',
    );
    const { to } = await send();
    const [, token] = /\/unsubscribe\/([\w-]{40})/.exec(to(1).raw)!;
    expect(await take(notice('User unknown.'), `bounces+${token}@paper.example`)).toMatchObject({
      outcome: 'unproven',
    });
  });

  test('nothing of a rehearsal, which returns to nobody', async () => {
    await setNewsletter(database, slug, { bounceAddress: 'bounces@paper.example' }, 'test');
    const { editionId, to } = await send();
    await sql`update deliveries set is_rehearsal = true where edition_id = ${editionId}`.execute(database.db);
    expect(await take(bounce(to(1), DEAD), to(1).from)).toEqual({ outcome: 'unproven', kind: 'bounce' });
  });

  test('nothing that comes back after two months', async () => {
    const { to } = await send(61);
    expect(await take(bounce(to(1), DEAD))).toEqual({ outcome: 'unproven', kind: 'bounce' });
  });
});

describe('what is done', () => {
  test('the same mail counts once, also where it comes twice at once', async () => {
    const { to } = await send();
    const bytes = bounce(to(1), DEAD);
    const taken = await Promise.all([take(bytes), take(bytes), take(bytes)]);
    expect(taken.map(({ outcome }) => outcome).toSorted()).toEqual(['known', 'known', 'recorded']);
    expect(await rows()).toHaveLength(1);
  });

  test('a complaint suppresses, and says so; a report that it is no spam does not', async () => {
    const { to } = await send();
    const arf = (type: string, message: SinkMessage): Buffer =>
      parts('multipart/report; report-type=feedback-report', { From: 'fbl@provider.example' }, [
        ['text/plain', 'A report.'],
        ['message/feedback-report', `Feedback-Type: ${type}\nVersion: 1\nOriginal-Rcpt-To: redacted@provider.example`],
        ['message/rfc822', message.raw],
      ]);
    expect(await take(arf('abuse', to(1)))).toMatchObject({
      kind: 'complaint',
      action: 'complaint',
      isSuppressed: true,
    });
    expect(await suppressionOf(1)).toMatchObject({ reason: 'complaint' });
    expect(await take(arf('not-spam', to(2)))).toMatchObject({ action: 'none', isSuppressed: false });
    expect(await suppressionOf(2)).toBeNull();
  });

  test('our own fault, a delay and an arrival suppress nobody; an automatic reply is not even kept', async () => {
    const { to } = await send();
    for (const fields of [SPAM, LATE, ARRIVED]) await take(bounce(to(1), fields));
    expect(await suppressionOf(1)).toBeNull();
    const before = await rows();
    expect(before.map(({ action, isDelay }) => [action, isDelay])).toEqual([
      ['sender-fault', false],
      ['soft', true],
      ['none', false],
    ]);
    const [, key] = /^Message-ID: (\S+)/im.exec(to(1).raw)!;
    expect(await take(notice('Away.', { From: reader(1), Subject: 'Out of office', 'In-Reply-To': key! }))).toEqual({
      outcome: 'known',
      kind: 'auto-reply',
    });
    expect(await rows()).toEqual(before);
  });

  test('an edition’s status counts its readers who bounced or complained, and no delay', async () => {
    const { editionId, to } = await send();
    for (const fields of [LATE, FULL, SPAM]) await take(bounce(to(1), fields));
    await take(bounce(to(2), LATE));
    expect((await editionStatus(database, editionId)).feedback).toEqual({ bounces: 1, complaints: 0 });
  });

  test('of several whom a mail names, the one whom it is about counts', async () => {
    const { to } = await send();
    const others = `Action: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; ${reader(1)}\n${FULL}`;
    expect(await take(bounce(to(1), others, { to: 'somebody@else.example' }))).toMatchObject({
      action: 'soft',
      isSuppressed: false,
    });
    expect(await suppressionOf(1)).toBeNull();
  });

  test('a reader who has changed the address is not suppressed because of the old one', async () => {
    const { to } = await send();
    const { rows: moved } = await sql<{ id: number }>`
      insert into consent_events (subscriber_id, newsletter_id, kind, at)
      select id, ${newsletterId}, 'address_changed', now() + interval '1 second' from subscribers where email = ${reader(1)}
      returning id`.execute(database.db);
    expect(moved).toHaveLength(1);
    expect(await take(bounce(to(1), DEAD))).toMatchObject({ outcome: 'recorded', isSuppressed: false });
    expect(await suppressionOf(1)).toBeNull();
  });
});

test('a reader’s own letter about a dead address suppresses nobody, though it answers a message of ours', async () => {
  const { to } = await send();
  const [header = ''] = to(1).raw.split('\r\n\r\n');
  const messageId = /^Message-ID: (\S+)/im.exec(header)![1]!;
  const letter = mail(
    { From: reader(1), To: 'bounces@paper.example', Subject: 'Re: Your headlines', 'In-Reply-To': messageId },
    `My old address ${reader(2)} was rejected with 550 5.1.1 user unknown.\n\n> ${header.replaceAll('\r\n', '\n> ')}`,
  );
  expect(await take(letter, 'bounces@paper.example')).toMatchObject({ kind: 'other' });
  expect(await rows()).toEqual([]);
  expect([await suppressionOf(1), await suppressionOf(2)]).toEqual([null, null]);
});

test('a failure without a reason is counted, and suppresses nobody', async () => {
  const { to } = await send();
  const fields = 'Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 Rejected';
  expect(await take(bounce(to(1), fields))).toMatchObject({ outcome: 'recorded', action: 'soft', isSuppressed: false });
  expect(await suppressionOf(1)).toBeNull();
});

describe('soft bounces', () => {
  /** Editions of these days ago, oldest first; those in `softly` bounced for reader 1. */
  async function sendDays(days: readonly number[], softly: (day: number) => string | null): Promise<Taken[]> {
    const taken: Taken[] = [];
    for (const day of days) {
      const { to } = await send(day);
      const fields = softly(day);
      if (fields) taken.push(await take(bounce(to(1), fields)));
    }
    return taken;
  }
  const suppressed = (taken: readonly Taken[]): boolean[] =>
    taken.map((one) => one.outcome === 'recorded' && one.isSuppressed);

  test(`suppress on the ${SOFT_BOUNCES_TO_SUPPRESS}th day in a row, not before`, async () => {
    expect(suppressed(await sendDays([9, 8, 7, 6, 5], () => FULL))).toEqual([false, false, false, false, true]);
    expect(await suppressionOf(1)).toMatchObject({
      reason: 'bounce',
      detail: expect.stringContaining('5 days in a row'),
    });
    expect(await suppressionOf(2)).toBeNull();
  });

  test('start again after a message that did not bounce, or that was reported as delivered', async () => {
    const taken = await sendDays([9, 8, 7, 6, 5, 4], (day) => (day === 7 ? null : FULL));
    expect(suppressed(taken)).not.toContain(true);
    slug = `returned${++newsletters}`;
    newsletterId = await makeNewsletter(database.db, slug, 1);
    expect(suppressed(await sendDays([9, 8, 7, 6, 5, 4], (day) => (day === 7 ? ARRIVED : FULL)))).not.toContain(true);
  });

  test('go on over one that was refused for our sake, and over days on which nothing was sent', async () => {
    expect(suppressed(await sendDays([20, 18, 15, 9, 8, 2], (day) => (day === 9 ? SPAM : FULL)))).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  test('are none where a message is only late, and none that is older than the window', async () => {
    expect(suppressed(await sendDays([9, 8, 7, 6, 5], () => LATE))).not.toContain(true);
    slug = `returned${++newsletters}`;
    newsletterId = await makeNewsletter(database.db, slug, 1);
    expect(suppressed(await sendDays([40, 39, 3, 2, 1], () => FULL))).not.toContain(true);
  });
});

describe('the record', () => {
  test('is append-only, is shown to its reader, and is deleted at an erasure', async () => {
    const { to } = await send();
    await take(bounce(to(1), DEAD));
    await expect(sql`update feedback set action = 'none'`.execute(database.db)).rejects.toMatchObject({
      code: '23001',
    });
    await expect(sql`delete from feedback`.execute(database.db)).rejects.toMatchObject({ code: '23001' });
    const deps = { db: database.db, keys: testKeys, now };
    expect((await showSubscriber(deps, reader(1)))?.feedback).toMatchObject([
      { kind: 'bounce', action: 'suppress', status: '5.1.1' },
    ]);
    await eraseSubscriber(deps, reader(1));
    expect(await rows()).toEqual([]);
  });

  test('keeps no address in what outlives the reader', async () => {
    const { to } = await send();
    await take(bounce(to(1), `Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 <${reader(1)}> unknown`));
    expect((await suppressionOf(1))!.detail).not.toContain(reader(1));
  });
});

test('the bounce address must be of the sender’s domain', async () => {
  await expect(setNewsletter(database, slug, { bounceAddress: 'bounces@other.example' }, 'test')).rejects.toMatchObject(
    { code: 'INVALID_INPUT' },
  );
  await setNewsletter(database, slug, { bounceAddress: 'bounces@paper.example' }, 'test');
  await expect(setNewsletter(database, slug, { from: 'news@other.example' }, 'test')).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  await setNewsletter(database, slug, { bounceAddress: 'off', from: 'news@other.example' }, 'test');
});

test('receive takes returned mail from the pipe of an MTA', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'reveille-returned-'));
  await sql`
    insert into settings (key, value) values ('address_hash_key', ${JSON.stringify(testKeys.addressHash.toString('base64'))}::jsonb)
    on conflict (key) do update set value = excluded.value`.execute(database.db);
  const receive = (args: string[], input: Uint8Array): Promise<Ran> =>
    runCli(
      ['receive', ...args],
      {
        DATABASE_URL: database.url,
        DATA_DIR: dataDir,
        SMTP_URL: 'smtp://127.0.0.1:9',
        SECRET: 'a test secret of at least thirty-two bytes',
        PUBLIC_URL: 'https://news.paper.example',
      },
      input,
    );
  await setNewsletter(database, slug, { bounceAddress: 'bounces@paper.example' }, 'test');
  const { to } = await send();
  const silent = { code: 0, stdout: '', stderr: '' };
  // Proved by the envelope, by what it returns; then one that proves nothing, and one that is no returned mail.
  expect(await receive([to(1).from], notice(`<${reader(1)}>:\nno such user\n`))).toEqual(silent);
  expect(await suppressionOf(1)).toMatchObject({ reason: 'bounce' });
  expect(await receive([], bounce(to(2), DEAD))).toEqual(silent);
  expect(await suppressionOf(2)).toMatchObject({ reason: 'bounce' });
  expect(await receive([], notice(`<nobody@${slug}.example>:\nno such user\n`))).toEqual(silent);
  expect(
    await receive(['bounces@paper.example'], notice('Hello.', { From: 'someone@else.example', Subject: 'Hello' })),
  ).toEqual(silent);
  expect(
    await receive(['news@paper.example'], notice('Hello.', { From: 'someone@else.example', Subject: 'Hello' })),
  ).toMatchObject({ code: 67 });
  await rm(dataDir, { recursive: true, force: true });
});
