import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Counter, Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailerMetrics, observeSubmission, timeLedger } from '../../src/deliver/metrics.ts';
import { createLog } from '../../src/platform/log.ts';
import { publishMetrics } from '../../src/platform/metrics.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeNewsletter, openSite, type TestSite } from '../web/support.ts';

let database: TestDatabase;
let webs: TestSite[];
const closing: { close: () => Promise<void> }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await makeNewsletter(db);
  webs = [await openSite(db), await openSite(db)];
  const log = createLog('test', 'silent');
  for (const count of [3, 4]) {
    const registry = new Registry();
    const name = 'reveille_test_messages_total';
    new Counter({ name, help: 'Messages', labelNames: ['relay'], registers: [registry] }).inc({ relay: 'a:25' }, count);
    closing.push(await publishMetrics({ db, log }, { name: 'mailer', registry }));
  }
  const reply = { code: 250, status: '2.0.0', text: 'kept' };
  observeSubmission('relay.example:25', { kind: 'submitted', relay: 'relay.example:25', reply }, 12);
  await timeLedger('claim', async () => undefined);
  closing.push(await publishMetrics({ db, log }, { name: 'mailer', registry: mailerMetrics }));
});
afterAll(async () => {
  for (const each of closing) await each.close();
  await database.drop();
});

const scrape = async ({ app }: TestSite): Promise<string> => (await app.request('/metrics')).text();

test('promtool finds nothing wrong with what any web shows', async () => {
  for (const web of webs) {
    const promtool = spawn('promtool', ['check', 'metrics']);
    let said = '';
    for (const stream of [promtool.stdout, promtool.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk));
    promtool.stdin.end(await scrape(web));
    const [code] = (await once(promtool, 'close')) as [number];
    expect([said, code]).toEqual(['', 0]);
  }
});

test('one of several web processes shows the shared figures, so that sums are correct', async () => {
  const samples = (await Promise.all(webs.map(scrape))).join('\n').split('\n');
  const valuesOf = (name: string): number[] =>
    samples.filter((line) => line.startsWith(`${name}{`)).map((line) => Number(line.split(' ').at(-1)));
  expect(valuesOf('reveille_test_messages_total').toSorted((a, b) => a - b)).toEqual([3, 4]);
  expect(valuesOf('reveille_submissions_total')).toEqual([1]);
  expect(valuesOf('reveille_editions_overdue')).toEqual([0]);
  // Each web's own figures are shown by each.
  expect(valuesOf('process_start_time_seconds')).toHaveLength(2);
});
