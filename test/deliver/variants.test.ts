import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { deliverEdition, freezeAudience, showMessage, type DeliverDeps } from '../../src/deliver/deliver.ts';
import { openSmtpTransport } from '../../src/deliver/smtp/transport.ts';
import type { DigestFormat } from '../../src/domain/choices.ts';
import { makeDkimKeys } from '../../src/wire/dkim/keys.ts';
import { fixStory } from '../../src/editions/fix.ts';
import { renderEdition, renderRevision } from '../../src/render/render.ts';
import { listVariants, variantFor } from '../../src/editions/variants.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter, testKeys } from '../support/edition.ts';
import { startSink, type Sink } from '../support/sink.ts';
import { log, makeEdition, rememberJobs } from '../editions/support.ts';

const forever = new AbortController().signal;
let database: TestDatabase;
let sink: Sink;
let deps: DeliverDeps & { publicUrl: string };

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  sink = await startSink();
  const transport = openSmtpTransport([sink.relay], { log });
  const transports = { forRun: async () => transport, close: () => transport.close() };
  const publicUrl = 'https://news.paper.example';
  deps = { db: database.db, log, now: () => new Date(), keys: testKeys, transports, publicUrl };
});
afterEach(async () => {
  await deps.transports.close();
  await sink.close();
});

type Chosen = { format?: DigestFormat; language?: string };

async function choose(email: string, { format, language }: Chosen): Promise<void> {
  const { id } = await database.db
    .updateTable('subscribers')
    .set({ language: language ?? null })
    .where('email', '=', email)
    .returning('id')
    .executeTakeFirstOrThrow();
  if (format) await database.db.updateTable('subscriptions').set({ format }).where('subscriber_id', '=', id).execute();
}

/** A newsletter whose readers reader1@…, reader2@… chose what `chosen` says, and an edition that is `preparing`. */
async function prepare(slug: string, chosen: Chosen[]): Promise<{ newsletterId: number; editionId: number }> {
  const newsletterId = await makeNewsletter(database.db, slug, chosen.length);
  for (const [index, each] of chosen.entries()) await choose(`reader${index + 1}@${slug}.example`, each);
  return { newsletterId, editionId: await makeEdition(database.db, newsletterId, { state: 'preparing' }) };
}

async function start(editionId: number): Promise<void> {
  await renderEdition(deps, editionId);
  await freezeAudience(deps, editionId);
}

const rawOf = (address: string): string => sink.messages.find(({ to }) => to === address)!.raw;
const mailOf = (address: string) => simpleParser(rawOf(address), { skipHtmlToText: true });
const stored = (editionId: number) =>
  database.db
    .selectFrom('digests')
    .select(['revision', 'format', 'language', 'is_own'])
    .where('edition_id', '=', editionId)
    .orderBy('revision')
    .orderBy('format')
    .orderBy('language')
    .execute();
const carried = async (editionId: number) =>
  database.db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select(['format', 'deliveries.language'])
    .where('edition_id', '=', editionId)
    .orderBy('email')
    .execute();

/** Lets those have it whom the relay put off. */
async function sendTheRest(editionId: number): Promise<void> {
  sink.setScript(() => undefined);
  await database.db
    .updateTable('deliveries')
    .set({ next_attempt_at: new Date(0) })
    .where('state', '=', 'pending')
    .execute();
  await deliverEdition(deps, editionId, forever);
}

async function expectTheSameAgain(editionId: number): Promise<void> {
  for (const { to, raw } of sink.messages)
    expect((await showMessage(deps, editionId, to)).message.toString('latin1')).toBe(raw);
}

test('each reader gets the format and the language that they chose, and the ledger says which', async () => {
  await makeDkimKeys({ db: database.db, now: deps.now }, 'paper.example', { actor: 'test' });
  const chosen: Chosen[] = [{}, { format: 'text' }, { format: 'headlines', language: 'es' }, { language: 'es-MX' }];
  const { editionId } = await prepare('choosers', chosen);
  await start(editionId);
  expect(await stored(editionId)).toEqual([
    { revision: 1, format: 'full', language: 'en', is_own: true },
    { revision: 1, format: 'full', language: 'es', is_own: false },
    { revision: 1, format: 'headlines', language: 'es', is_own: false },
    { revision: 1, format: 'text', language: 'en', is_own: false },
  ]);
  await deliverEdition(deps, editionId, forever);
  expect(await carried(editionId)).toEqual([
    { format: null, language: null },
    { format: 'text', language: 'en' },
    { format: 'headlines', language: 'es' },
    { format: 'full', language: 'es' },
  ]);
  const [full, text, headlines, spanish] = await Promise.all(
    [1, 2, 3, 4].map((number) => mailOf(`reader${number}@choosers.example`)),
  );
  expect(full!.html).toContain('<img');
  expect(text!.html).not.toContain('<img');
  expect(text!.html).toContain('What happened, part 1.');
  expect(headlines!.html).toContain('Ferries sail again');
  // The hidden preheader of all formats holds the first summary.
  expect(headlines!.html).not.toContain('What happened, part 3.');
  expect(headlines!.html).toMatch(/<html lang="es"/);
  expect(spanish!.text).toContain('Darse de baja');
  expect(spanish!.text).toContain('Ferries sail again');
  await expectTheSameAgain(editionId);
});

test('a sent message can be rebuilt after the reader changed the format and the newsletter changed its language', async () => {
  const { newsletterId, editionId } = await prepare('changing', [{}, { format: 'text' }]);
  await start(editionId);
  await deliverEdition(deps, editionId, forever);
  await choose('reader1@changing.example', { format: 'headlines', language: 'es' });
  await choose('reader2@changing.example', { format: 'full' });
  await database.db.updateTable('newsletters').set({ language: 'es' }).where('id', '=', newsletterId).execute();
  await expectTheSameAgain(editionId);
});

test('a reader who chose a moment ago gets the newsletter’s own, and the next round has it rendered', async () => {
  const { editionId } = await prepare('moment', [{}, {}]);
  await start(editionId);
  await choose('reader1@moment.example', { format: 'text' });
  sink.setScript((stage, { to }) => (stage === 'rcpt' && to.startsWith('reader2@') ? '451 4.3.0 later' : undefined));
  await deliverEdition(deps, editionId, forever);
  expect((await mailOf('reader1@moment.example')).html).toContain('<img');
  expect(await carried(editionId)).toEqual([
    { format: null, language: null },
    { format: null, language: null },
  ]);
  await choose('reader2@moment.example', { format: 'headlines' });
  expect(await renderRevision(deps, editionId)).toBeNull();
  expect(await stored(editionId)).toMatchObject([{ format: 'full' }, { format: 'headlines' }, { format: 'text' }]);
  await sendTheRest(editionId);
  expect((await mailOf('reader2@moment.example')).html).not.toContain('<img');
  await expectTheSameAgain(editionId);
});

test('a fix is rendered in every format and language, and each delivery knows which text it carried', async () => {
  const { editionId } = await prepare('fixed', [{ format: 'text' }, { format: 'text' }]);
  const { queues } = rememberJobs();
  await start(editionId);
  sink.setScript((stage, { to }) => (stage === 'rcpt' && to.startsWith('reader2@') ? '451 4.3.0 later' : undefined));
  await deliverEdition(deps, editionId, forever);
  const order = { editionId, position: 1, changes: { headline: 'Ferries sail at last' }, actor: 'test' };
  await fixStory({ db: database.db, queues, now: deps.now }, order);
  expect(await renderRevision(deps, editionId)).toBe(2);
  expect((await stored(editionId)).map(({ revision, format }) => `${revision} ${format}`)).toEqual([
    '1 full',
    '1 text',
    '2 full',
    '2 text',
  ]);
  await sendTheRest(editionId);
  expect(rawOf('reader1@fixed.example')).toContain('Ferries sail again');
  expect(rawOf('reader2@fixed.example')).toContain('Ferries sail at last');
  await expectTheSameAgain(editionId);
});

test('who left, and what has no words, asks for no variant', async () => {
  const { newsletterId } = await prepare('asking', [{ format: 'text' }, { language: 'en-GB' }, { language: 'tlh' }]);
  const { id } = await database.db
    .selectFrom('subscribers')
    .select('id')
    .where('email', '=', 'reader1@asking.example')
    .executeTakeFirstOrThrow();
  await database.db
    .updateTable('subscriptions')
    .set({ status: 'unsubscribed' })
    .where('subscriber_id', '=', id)
    .execute();
  expect(await listVariants(deps, { id: newsletterId, language: 'en-US' })).toEqual([
    { format: 'full', language: 'en-US' },
  ]);
});

test.each([
  [{ format: 'full', language: null }, 'en', 'full en'],
  [{ format: 'text', language: 'es-419' }, 'en', 'text es'],
  [{ format: 'full', language: 'ar-EG' }, 'ar', 'full ar'],
  [{ format: 'full', language: 'en' }, 'ar', 'full en'],
  [{ format: 'headlines', language: 'fi' }, 'es', 'headlines es'],
] as const)('a reader’s %o of a newsletter in %s is "%s"', (choice, own, variant) => {
  const { format, language } = variantFor(choice, own);
  expect(`${format} ${language}`).toBe(variant);
});
