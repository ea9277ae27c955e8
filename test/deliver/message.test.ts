import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { deliverEdition, freezeAudience, showMessage, type DeliverDeps } from '../../src/deliver/deliver.ts';
import { openSmtpTransport } from '../../src/deliver/smtp/transport.ts';
import { listDkimKeys, makeDkimKeys } from '../../src/wire/dkim/keys.ts';
import { dkimRecord } from '../../src/wire/dkim/records.ts';
import { editionStatus } from '../../src/editions/status.ts';
import { deriveTokenKeys } from '../../src/platform/keys.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter, makePreparedEdition, testKeys } from '../support/edition.ts';
import { startSink, type Sink } from '../support/sink.ts';

const log = createLog('test', 'silent');
const forever = new AbortController().signal;
let database: TestDatabase;
let sink: Sink;
let deps: DeliverDeps;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  sink = await startSink();
  const transport = openSmtpTransport([sink.relay], { log });
  const transports = { forRun: async () => transport, close: () => transport.close() };
  deps = { db: database.db, log, now: () => new Date(), keys: testKeys, transports };
});
afterEach(async () => {
  await deps.transports.close();
  await sink.close();
});

async function send(slug: string, readers = 3): Promise<number> {
  const editionId = await makePreparedEdition(database.db, await makeNewsletter(database.db, slug, readers));
  await freezeAudience(deps, editionId);
  await deliverEdition(deps, editionId, forever);
  return editionId;
}

const sentTo = (address: string): string => sink.messages.find(({ to }) => to === address)!.raw;

test('any reader’s message can be made again, byte for byte', async () => {
  const editionId = await send('again');
  for (const { to, raw } of sink.messages)
    expect((await showMessage(deps, editionId, to)).message.toString('latin1')).toBe(raw);
});

test('also after the secret was rotated, and not where its key was withdrawn', async () => {
  const editionId = await send('rotated');
  const [old] = testKeys.tokens;
  const [fresh] = deriveTokenKeys(['another test secret of at least thirty-two bytes']);
  const rotated = { ...testKeys, tokens: [fresh!, old!] };
  const address = 'reader1@rotated.example';
  const shown = await showMessage({ ...deps, keys: rotated }, editionId, address);
  expect(shown.message.toString('latin1')).toBe(sentTo(address));
  const withdrawn = showMessage({ ...deps, keys: { ...testKeys, tokens: [fresh!] } }, editionId, address);
  await expect(withdrawn).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a signed edition’s messages pass verification, and are the same when made again after the keys were replaced', async () => {
  const now = (): Date => new Date();
  await makeDkimKeys({ db: database.db, now }, 'paper.example', { actor: 'test' });
  const records = (await listDkimKeys(database, 'paper.example')).map(dkimRecord);
  const editionId = await send('signed');
  const raw = sentTo('reader2@signed.example');
  expect(raw.match(/^DKIM-Signature:/gm)).toHaveLength(2);
  const resolver = async (name: string): Promise<string[][]> =>
    records.filter((record) => record.name === name).map((record) => [record.value]);
  const { results } = await dkimVerify(Buffer.from(raw, 'latin1'), { resolver });
  expect(results.map(({ status }) => status.result)).toEqual(['pass', 'pass']);
  await makeDkimKeys({ db: database.db, now }, 'paper.example', { actor: 'test', rotate: true });
  const shown = await showMessage(deps, editionId, 'reader2@signed.example');
  expect(shown.message.toString('latin1')).toBe(raw);
});

const dateOf = (raw: string): Date => new Date(/^Date: (.*)\r$/m.exec(raw)![1]!);

test('a message bears the hour of its wave, and is signed at that hour', async () => {
  await makeDkimKeys({ db: database.db, now: () => new Date() }, 'paper.example', { actor: 'test' });
  const editionId = await makePreparedEdition(database.db, await makeNewsletter(database.db, 'waves', 2));
  await freezeAudience(deps, editionId);
  const { rows } = await sql<{ email: string; dueAt: Date }>`
    update deliveries d set due_at = date_trunc('second', now()) - (d.subscriber_id % 2 + 1) * interval '7 minutes'
    from subscribers p where d.edition_id = ${editionId} and p.id = d.subscriber_id
    returning p.email, d.due_at as "dueAt"`.execute(database.db);
  await deliverEdition(deps, editionId, forever);
  expect(new Set(rows.map(({ dueAt }) => dueAt.getTime())).size).toBe(2);
  for (const { email, dueAt } of rows) {
    const raw = sentTo(email);
    expect(dateOf(raw)).toEqual(dueAt);
    expect(raw).toContain(` t=${dueAt.getTime() / 1000};`);
    expect((await showMessage(deps, editionId, email)).message.toString('latin1')).toBe(raw);
  }
});

test('every try of a delivery is the same message, although the edition was resumed in between', async () => {
  sink.setScript((stage) => (stage === 'message' && sink.received.length < 2 ? '451 4.3.0 later' : undefined));
  const editionId = await makePreparedEdition(database.db, await makeNewsletter(database.db, 'tries', 1));
  await freezeAudience(deps, editionId);
  await deliverEdition(deps, editionId, forever);
  await sql`update editions set resumed_at = now() + interval '1 hour' where id = ${editionId}`.execute(database.db);
  await sql`update deliveries set next_attempt_at = now() where edition_id = ${editionId}`.execute(database.db);
  await deliverEdition(deps, editionId, forever);
  expect(sink.received).toHaveLength(2);
  expect(sink.received[1]!.raw).toBe(sink.received[0]!.raw);
});

test('a delivery of an earlier version is shown with the time of rendering that it bore', async () => {
  const editionId = await send('earlier', 1);
  await sql`update deliveries set dated_at = null where edition_id = ${editionId}`.execute(database.db);
  const { message } = await showMessage(deps, editionId, 'reader1@earlier.example');
  expect(dateOf(message.toString('latin1'))).toEqual(new Date('2026-11-24T05:30:00Z'));
});

test('an address that the ledger does not know is named as such', async () => {
  const editionId = await send('nobody', 1);
  await expect(showMessage(deps, editionId, 'else@nobody.example')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a reader whose hour is over by more than the allowed lateness fails as late, and the edition says how many', async () => {
  const newsletterId = await makeNewsletter(database.db, 'late', 4);
  const editionId = await makePreparedEdition(database.db, newsletterId);
  await freezeAudience(deps, editionId);
  await sql`
    update deliveries set due_at = now() - interval '3 hours'
    where edition_id = ${editionId} and subscriber_id % 2 = 0`.execute(database.db);
  await deliverEdition(deps, editionId, forever);
  const status = await editionStatus(deps, editionId);
  expect(status.deliveries).toMatchObject({ submitted: 2, failed: 2 });
  expect(status).toMatchObject({ flag: 'late', flagDetail: '2 readers could not be reached in time' });
});

test('an address that the relay calls dead is suppressed; one that is refused otherwise is not', async () => {
  const newsletterId = await makeNewsletter(database.db, 'dead', 3);
  const editionId = await makePreparedEdition(database.db, newsletterId);
  sink.setScript((stage, { to }) => {
    if (stage !== 'rcpt') return undefined;
    if (to.startsWith('reader1@')) return '550 5.1.1 User unknown';
    return to.startsWith('reader2@') ? '552 5.2.2 Mailbox full' : undefined;
  });
  await freezeAudience(deps, editionId);
  await deliverEdition(deps, editionId, forever);
  const { rows } = await sql<{ email: string; verdict: string; reason: string | null }>`
    select p.email, d.verdict, x.reason from deliveries d join subscribers p on p.id = d.subscriber_id
    left join suppressions x on x.address_hash = p.address_hash
    where d.edition_id = ${editionId} order by p.email`.execute(database.db);
  expect(rows).toEqual([
    { email: 'reader1@dead.example', verdict: 'address-dead', reason: 'bounce' },
    { email: 'reader2@dead.example', verdict: 'mailbox-full', reason: null },
    { email: 'reader3@dead.example', verdict: 'accepted', reason: null },
  ]);
});
