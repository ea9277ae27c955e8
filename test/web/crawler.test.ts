import { load } from 'cheerio';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliverEdition, deliverOutbox, freezeAudience, type Transports } from '../../src/deliver/deliver.ts';
import { openSmtpTransport } from '../../src/deliver/smtp/transport.ts';
import { createLog } from '../../src/platform/log.ts';
import { setNewsletter, type Newsletter } from '../../src/editions/newsletters/newsletters.ts';
import { renderEdition, renderOutbox } from '../../src/render/render.ts';
import { findMailedTokens, optOutByMail } from '../../src/readers/mailedOptOut.ts';
import { requestSubscription } from '../readers/support.ts';
import { requestAddressChange } from '../../src/readers/addressChange.ts';
import { sendFreshLink } from '../../src/readers/freshLinks.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startSink, type Sink } from '../support/sink.ts';
import { evidence } from '../readers/support.ts';
import { makeEdition, makeNewsletter, makeSubscriber, openSite, post, type TestSite } from './support.ts';

// What a link scanner does between a relay and a reader, with the very bytes that went over the wire.

const log = createLog('test', 'silent');
const forever = new AbortController().signal;
const PUBLIC_URL = 'http://127.0.0.1:3000';
let database: TestDatabase;
let sink: Sink;
let site: TestSite;
let newsletter: Newsletter;
let transports: Transports;

beforeAll(async () => {
  database = await createTestDatabase();
  sink = await startSink();
  const transport = openSmtpTransport([sink.relay], { log });
  transports = { forRun: async () => transport, close: () => transport.close() };
  site = await openSite(database.db, {}, () => new Date());
  await makeNewsletter(database.db);
  newsletter = await setNewsletter(database, 'daily', { unsubscribeAddress: 'leave@paper.example' }, 'test');
});
afterAll(async () => {
  await transports.close();
  await sink.close();
  await database.drop();
});

const deps = () => ({
  db: database.db,
  log,
  now: () => new Date(),
  keys: site.keys,
  publicUrl: PUBLIC_URL,
  transports,
});

async function sendEdition(date: string): Promise<void> {
  const editionId = await makeEdition(database.db, newsletter.id, { date, state: 'approved' });
  await renderEdition(deps(), editionId);
  await database.db.updateTable('editions').set({ state: 'preparing' }).where('id', '=', editionId).execute();
  await freezeAudience(deps(), editionId);
  await deliverEdition(deps(), editionId, forever);
}

const rawFor = (email: string): string => sink.messages.findLast(({ to }) => to === email)!.raw;

/** Every address of the web in a mail: of its headers, its HTML and its text. */
async function linksOf(raw: string): Promise<string[]> {
  const mail = await simpleParser(raw);
  const $ = load(mail.html || '');
  const inHtml = $('[href], [src]')
    .toArray()
    .flatMap((element) => [$(element).attr('href'), $(element).attr('src')]);
  const inText = (mail.text ?? '').match(/https?:\/\/\S+/g) ?? [];
  const headers = mail.headerLines.flatMap(({ line }) => line.match(/https?:\/\/[^\s>]+/g) ?? []);
  const all = [...inHtml, ...inText, ...headers].filter((link) => link !== undefined);
  return [...new Set(all)].filter((link) => link.startsWith('http'));
}

/** All rows that a reader's acts could change. */
async function stateOf(): Promise<string> {
  const { db } = database;
  const tables = [
    'subscribers',
    'subscriptions',
    'consent_events',
    'suppressions',
    'outbox',
    'address_changes',
  ] as const;
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
  return JSON.stringify(rows);
}

/** Follows every link of ours, and those of the pages behind them, ten times with GET and HEAD. */
async function crawl(raw: string): Promise<string[]> {
  const ours = (await linksOf(raw)).filter((link) => link.startsWith(PUBLIC_URL));
  const seen = new Set(ours.map((link) => link.slice(PUBLIC_URL.length)));
  for (const path of ours.map((link) => link.slice(PUBLIC_URL.length))) {
    const $ = load(await (await site.app.request(path)).text());
    for (const element of $('a[href^="/"], link[href^="/"], script[src^="/"], form[action^="/"]').toArray())
      seen.add($(element).attr('href') ?? $(element).attr('src') ?? $(element).attr('action')!);
  }
  for (let round = 0; round < 10; round++)
    for (const path of seen)
      for (const method of ['GET', 'HEAD']) expect((await site.app.request(path, { method })).status).toBeLessThan(500);
  return [...seen];
}

test('a scanner that follows every link of an edition ten times, with GET and HEAD, changes nothing', async () => {
  const email = 'scanned@reader.example';
  await makeSubscriber(site, newsletter.id, email);
  await sendEdition('2026-11-24');
  const raw = rawFor(email);
  const before = await stateOf();
  const paths = await crawl(raw);
  expect(paths.some((path) => path.startsWith('/unsubscribe/'))).toBe(true);
  expect(paths.some((path) => path.startsWith('/preferences/'))).toBe(true);
  expect(await stateOf()).toBe(before);
  for (const link of await linksOf(raw)) expect(link.length).toBeLessThan(200);
});

test('nor does one that reads the mails that ask for a confirmation', async () => {
  const id = await makeSubscriber(site, newsletter.id, 'moving@reader.example');
  const asked = [
    await requestSubscription(deps(), { newsletterId: newsletter.id, email: 'new@reader.example', evidence }),
    await requestAddressChange(
      deps(),
      { subscriberId: id, newsletterId: newsletter.id, email: 'moved@reader.example' },
      evidence,
    ),
    ...(await Promise.all(
      (['data', 'erase', 'move'] as const).map((purpose) =>
        sendFreshLink(deps(), { subscriberId: id, newsletterId: newsletter.id, purpose }),
      ),
    )),
  ];
  for (const sent of asked) {
    const outboxId = 'outboxId' in sent ? sent.outboxId : null;
    expect(await renderOutbox(deps(), outboxId!)).toBe('ready');
  }
  await deliverOutbox(deps(), forever);
  const before = await stateOf();
  expect((await crawl(rawFor('new@reader.example'))).join()).toContain('/confirm/');
  expect((await crawl(rawFor('moved@reader.example'))).join()).toContain('/address/');
  const fresh = sink.messages.filter(({ to }) => to === 'moving@reader.example').map(({ raw }) => raw);
  const found = (await Promise.all(fresh.map(crawl))).join();
  for (const path of ['/data/', '/erase/', '/move/']) expect(found).toContain(path);
  expect(await stateOf()).toBe(before);
});

test('the header’s POST leaves, and the next edition does not come; two at once are one', async () => {
  const email = 'leaver@reader.example';
  const id = await makeSubscriber(site, newsletter.id, email);
  await sendEdition('2026-11-25');
  const raw = rawFor(email);
  expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
  const [, path] = /^List-Unsubscribe:[^]*?<http:\/\/127\.0\.0\.1:3000(\/unsubscribe\/[\w-]{40})>/m.exec(raw)!;
  const answers = await Promise.all([1, 2].map(() => post(site.app, path!, { 'List-Unsubscribe': 'One-Click' })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const events = await database.db
    .selectFrom('consent_events')
    .select('kind')
    .where('subscriber_id', '=', id)
    .execute();
  expect(events).toEqual([{ kind: 'unsubscribed' }]);
  await sendEdition('2026-11-26');
  expect(sink.messages.filter(({ to }) => to === email)).toHaveLength(1);
});

test('the header’s mailto, where it has one, leaves as well', async () => {
  const email = 'mailer@reader.example';
  const id = await makeSubscriber(site, newsletter.id, email);
  await sendEdition('2026-11-27');
  const [token] = /(?<=\/unsubscribe\/)[\w-]{40}/.exec(rawFor(email))!;
  const recipient = `leave+${token}@paper.example`;
  // As a mail client writes it: the address of the URI, with its subject.
  const uri = /<mailto:([^?>]+)\?subject=unsubscribe>/.exec(rawFor(email).replaceAll(/\r?\n\s+/g, ' '));
  if (uri) expect(findMailedTokens([uri[1]!], ['leave@paper.example'])).toEqual([token]);
  expect(await optOutByMail(deps(), [recipient])).toBe(true);
  const row = await database.db.selectFrom('subscriptions').select('status').where('subscriber_id', '=', id).execute();
  expect(row).toEqual([{ status: 'unsubscribed' }]);
});
