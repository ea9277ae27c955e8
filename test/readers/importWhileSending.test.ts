import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deliverEdition, freezeAudience, type DeliverDeps, type Transports } from '../../src/deliver/deliver.ts';
import { openSmtpTransport } from '../../src/deliver/smtp/transport.ts';
import { editionStatus } from '../../src/editions/status.ts';
import { createLog } from '../../src/platform/log.ts';
import { importSubscribers } from '../../src/readers/import/importList.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter, makePreparedEdition, testKeys } from '../support/edition.ts';
import { startSink, type Sink } from '../support/sink.ts';

const READERS = 300;
/** What a relay gets unless told otherwise. */
const CONNECTIONS = 20;
const log = createLog('test', 'silent');
let database: TestDatabase;
let sink: Sink;
let deps: DeliverDeps;

beforeAll(async () => {
  database = await createTestDatabase();
  sink = await startSink();
  const transport = openSmtpTransport([sink.relay], { log });
  const transports: Transports = { forRun: async () => transport, close: () => transport.close() };
  deps = { db: database.db, log, now: () => new Date(), keys: testKeys, transports };
});
afterAll(async () => {
  await deps.transports.close();
  await sink.close();
  await database.drop();
});

/** Deliveries that may go: the mark is set while the envelope travels. */
async function countMarked(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from deliveries where data_at is not null`.execute(database.db);
  return rows[0]!.count;
}

const reader = (number: number): string => `reader${number}@paper.example`;

it('an import in the middle of a send takes opt-outs over at once, and disturbs nobody else', async () => {
  const newsletterId = await makeNewsletter(database.db, 'paper', READERS);
  const editionId = await makePreparedEdition(database.db, newsletterId);
  await freezeAudience(deps, editionId);
  // The relay keeps each connection waiting at MAIL until the import is through.
  let isImported = (): void => undefined;
  const imported = new Promise<void>((done) => (isImported = done));
  sink.setScript(async (stage) => {
    if (stage === 'mail') await imported;
    return undefined;
  });
  const sending = deliverEdition(deps, editionId, new AbortController().signal);
  await expect.poll(countMarked).toBe(CONNECTIONS);
  const rows = Array.from({ length: READERS }, (_, n) => `${reader(n + 1)},${n % 2 ? 'unsubscribed' : ''}`);
  const news = Array.from({ length: 50 }, (_, n) => `new${n}@paper.example,`);
  const report = await importSubscribers(
    deps,
    [{ name: '', bytes: Readable.from([`email,status\n${[...rows, ...news].join('\n')}\n`]), wish: 'active' }],
    { newsletterId, consent: 'the old list', dryRun: false },
  );
  expect(report).toMatchObject({ added: 50, known: READERS / 2, inactive: READERS / 2 });
  isImported();
  await sending;
  // What was withheld at the last moment is looked at again, and then known for what it is.
  await deliverEdition(deps, editionId, new AbortController().signal);
  const { state, deliveries } = await editionStatus(deps, editionId);
  expect(state).toBe('submitted');
  const mailed = new Set(sink.messages.map(({ to }) => to));
  expect(mailed.size).toBe(sink.messages.length);
  expect(deliveries).toMatchObject({ submitted: mailed.size, failed: 0, unknown: 0, pending: 0 });
  expect(deliveries.submitted + deliveries.suppressed).toBe(READERS);
  for (let number = 1; number <= READERS; number += 2) expect(mailed).toContain(reader(number));
  // Only those whose mark was set before the import can have been mailed although they left.
  const left = [...mailed].filter((to) => Number(/\d+/.exec(to)?.[0]) % 2 === 0);
  expect(left.length).toBeLessThanOrEqual(CONNECTIONS);
});
