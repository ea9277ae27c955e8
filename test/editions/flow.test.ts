import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/platform/db/client.ts';
import { deliverEdition, type DeliverDeps, type Transports } from '../../src/deliver/deliver.ts';
import { openSmtpTransport } from '../../src/deliver/smtp/transport.ts';
import { triggerSend } from '../../src/editions/control.ts';
import { correctEdition, countReaders } from '../../src/editions/correct.ts';
import { fixStory } from '../../src/editions/fix.ts';
import { loadEdition } from '../../src/editions/load.ts';
import { listUnsettled, resendDeliveries } from '../../src/editions/resend.ts';
import { prepareEdition } from '../../src/schedule/prepare.ts';
import { renderRevision } from '../../src/render/render.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { guardStates } from '../support/guardStates.ts';
import { testKeys } from '../support/edition.ts';
import { startSink, type Sink } from '../support/sink.ts';
import { deliveriesOf, editionRow, log, makeEdition, makePaper, rememberJobs } from './support.ts';

const READERS = 60;
const WRONG = 'Ferries sail again';
const RIGHT = 'Ferries stay in harbour';
const forever = new AbortController().signal;
const clock = (): Date => new Date();
const { queues } = rememberJobs();
let database: TestDatabase;
let db: Db;
let sink: Sink;
let transports: Transports;
beforeAll(async () => {
  database = await createTestDatabase();
  await guardStates(database.db);
  db = database.db;
  sink = await startSink();
  const transport = openSmtpTransport([sink.relay], { log });
  transports = { forRun: async () => transport, close: () => transport.close() };
});
afterAll(async () => {
  await transports.close();
  await sink.close();
  await database.drop();
});

const renderDeps = () => ({ db, log, now: clock, publicUrl: 'https://news.paper.example' });
const deliver = (id: number) => {
  const deps: DeliverDeps = { db, log, now: clock, keys: testKeys, transports };
  return deliverEdition(deps, id, forever);
};
async function send(id: number): Promise<void> {
  await triggerSend(
    { db, queues, now: clock, config: { relays: [sink.relay] } },
    { editionId: id, actor: 'Ada', isRehearsal: false },
  );
  await prepareEdition(renderDeps(), id);
  await deliver(id);
}

test('a fix in mid-send reaches everybody not yet mailed, and its correction everybody else', async () => {
  const id = await makeEdition(db, await makePaper(db, READERS));
  let count = 0;
  const fix = async (): Promise<void> => {
    const order = { editionId: id, position: 1, changes: { headline: RIGHT }, note: 'They stay.', actor: 'Ada' };
    await fixStory({ db, queues, now: clock }, order);
    await renderRevision(renderDeps(), id);
  };
  let fixed: Promise<void> | null = null;
  sink.setScript(async (stage) => {
    if (stage !== 'message') return undefined;
    count++;
    // The relay's answer to the fifth is lost: that reader may have the wrong text, too.
    if (count === 5) return 'drop';
    // From the tenth message on, the relay waits until the fix is rendered. Messages in transmission have the earlier
    // text.
    if (count >= 10) await (fixed ??= fix());
    return undefined;
  });
  await send(id);
  sink.setScript(() => undefined);

  const subjects = new Map(sink.received.map(({ to, raw }) => [to, /^Subject: (.*)\r$/m.exec(raw)?.[1] ?? '']));
  expect(sink.received).toHaveLength(READERS);
  expect(subjects.size).toBe(READERS);
  const wrong = [...subjects].filter(([, subject]) => subject.startsWith(WRONG)).map(([to]) => to);
  const right = [...subjects].filter(([, subject]) => subject.startsWith(RIGHT)).map(([to]) => to);
  expect(wrong.length).toBeGreaterThanOrEqual(10);
  expect(right.length).toBeGreaterThan(0);
  expect(wrong.length + right.length).toBe(READERS);
  // The ledger says of each reader what they got.
  const rows = await deliveriesOf(db, id);
  expect(rows.filter(({ revision }) => revision === 1)).toHaveLength(wrong.length);
  expect(rows.filter(({ state }) => state === 'unknown')).toHaveLength(1);
  expect(await editionRow(db, id)).toMatchObject({ state: 'submitted', revision: 2 });

  sink.received.length = 0;
  const { editionId, readers } = await correctEdition({ db, now: clock }, { editionId: id, actor: 'Ada' });
  expect(readers).toBe(wrong.length);
  const correction = (await loadEdition({ db }, editionId))!;
  expect(await countReaders({ db }, correction, { isRehearsal: false })).toBe(wrong.length);
  await send(editionId);
  expect(sink.received.map(({ to }) => to).toSorted()).toEqual(wrong.toSorted());
  for (const { raw } of sink.received) expect(raw).toMatch(/^Subject: Correction: Ferries stay in harbour\r$/m);
  expect(await editionRow(db, editionId)).toMatchObject({ state: 'submitted' });

  sink.received.length = 0;
  const [unknown] = await listUnsettled({ db }, id);
  await resendDeliveries({ db, queues, now: clock }, { editionId: id, actor: 'Ada', which: 'unknown' });
  await deliver(id);
  expect(sink.received.map(({ to }) => to)).toEqual([unknown!.email]);
  expect(sink.received[0]!.raw).toContain(RIGHT);
  expect(await editionRow(db, id)).toMatchObject({ state: 'submitted' });
});
