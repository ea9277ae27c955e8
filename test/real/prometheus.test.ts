import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Counter, Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { beginCounting, mailerMetrics, observeSubmission, timeLedger } from '../../src/deliver/metrics.ts';
import { createLog } from '../../src/platform/log.ts';
import { publishMetrics } from '../../src/platform/metrics.ts';
import { addDeliveries, makeEdition, makePaper } from '../editions/support.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openSite, type TestSite } from '../web/support.ts';

const RULES = join(import.meta.dirname, '..', '..', 'packaging', 'prometheus');

let database: TestDatabase;
let webs: TestSite[];
const closing: { close: () => Promise<void> }[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const states = ['submitted', 'pending', 'submitting', 'failed', 'unknown'] as const;
  const edition = await makeEdition(db, await makePaper(db, states.length), { state: 'submitting' });
  await addDeliveries(
    db,
    edition,
    states.map((state) => ({ state })),
  );
  webs = [await openSite(db), await openSite(db)];
  const log = createLog('test', 'silent');
  for (const count of [3, 4]) {
    const registry = new Registry();
    const name = 'reveille_test_messages_total';
    new Counter({ name, help: 'Messages', labelNames: ['relay'], registers: [registry] }).inc({ relay: 'a:25' }, count);
    closing.push(await publishMetrics({ db, log }, { name: 'mailer', registry }));
  }
  beginCounting('relay.example:25');
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

/** promtool's exit code and words. */
async function promtool(words: readonly string[], input: string = '', cwd = RULES): Promise<[string, number]> {
  const child = spawn('promtool', words, { cwd });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number];
  return [said, code];
}

test('promtool finds nothing wrong with what any web shows', async () => {
  for (const web of webs) expect(await promtool(['check', 'metrics'], await scrape(web))).toEqual(['', 0]);
});

test('one of several web processes shows the shared figures, so that sums are correct', async () => {
  const samples = (await Promise.all(webs.map(scrape))).join('\n').split('\n');
  const valuesOf = (name: string): number[] =>
    samples.filter((line) => line.startsWith(`${name}{`)).map((line) => Number(line.split(' ').at(-1)));
  expect(valuesOf('reveille_test_messages_total').toSorted((a, b) => a - b)).toEqual([3, 4]);
  // Every outcome is there before the first message, at 0.
  expect(valuesOf('reveille_submissions_total').toSorted((a, b) => a - b)).toEqual([
    ...Array.from({ length: 10 }, () => 0),
    1,
  ]);
  expect(valuesOf('reveille_editions_overdue')).toEqual([0]);
  // Each web's own figures are shown by each.
  expect(valuesOf('process_start_time_seconds')).toHaveLength(2);
});

test('promtool takes the rules, and each rule is fired and left alone by the tests beside them', async () => {
  expect(await promtool(['check', 'rules', 'reveille.rules.yml'])).toEqual([expect.stringContaining('SUCCESS'), 0]);
  expect(await promtool(['test', 'rules', 'reveille.test.yml'])).toEqual([expect.stringContaining('SUCCESS'), 0]);
  const rules = await readFile(join(RULES, 'reveille.rules.yml'), 'utf8');
  const tests = parse(await readFile(join(RULES, 'reveille.test.yml'), 'utf8')) as PromtoolTests;
  const expected = tests.tests.flatMap((each) => each.alert_rule_test);
  for (const [, name] of rules.matchAll(/- alert: (\w+)/g)) {
    const counts = expected.filter(({ alertname }) => alertname === name).map(({ exp_alerts: { length } }) => length);
    expect([name, counts.includes(0), counts.some((count) => count > 0)]).toEqual([name, true, true]);
  }
});

type PromtoolTests = { tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[] };

/** The rules as promtool judges them after an hour in which /metrics shows the same. */
async function firesOn(samples: readonly string[], alertname: string): Promise<boolean> {
  const series = samples.map((line) => {
    const [, name, labels, value] = /^(\w+)\{(.*)\} (\S+)$/.exec(line)!;
    return { series: `${name}{job="reveille",instance="a:3000",${labels}}`, values: `${value}x60` };
  });
  const up = { series: 'up{job="reveille",instance="a:3000"}', values: '1x60' };
  const content = {
    rule_files: [join(RULES, 'reveille.rules.yml')],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: [up, ...series],
        alert_rule_test: [{ alertname, eval_time: '1h', exp_alerts: [] }],
      },
    ],
  };
  const folder = await mkdtemp(join(tmpdir(), 'reveille-rules-'));
  await writeFile(join(folder, 'tests.yml'), stringify(content));
  const [said, code] = await promtool(['test', 'rules', 'tests.yml'], '', folder);
  await rm(folder, { recursive: true });
  return code !== 0 && said.includes(`alertname="${alertname}"`);
}

test('the rules fire on what /metrics really shows', async () => {
  const samples = (await scrape(webs[0]!)).split('\n').filter((line) => line.startsWith('reveille_'));
  for (const name of ['NoScheduler', 'SendStalled', 'Unknown', 'ManyFailed'])
    expect([name, await firesOn(samples, `Reveille${name}`)]).toEqual([name, true]);
  for (const name of ['NoWeb', 'NoSharedFigures', 'OutboxWaits', 'JobsPile'])
    expect([name, await firesOn(samples, `Reveille${name}`)]).toEqual([name, false]);
});

test('the rules and their tests name only metrics and labels that /metrics shows', async () => {
  const shown = await scrape(webs[0]!);
  const labelsOf = (name: string): Set<string> => {
    const lines = shown.split('\n').filter((line) => line.startsWith(`${name}{`));
    return new Set(lines.flatMap((line) => Array.from(line.matchAll(/(\w+)="/g), ([, label]) => label!)));
  };
  let found = 0;
  for (const file of ['reveille.rules.yml', 'reveille.test.yml'])
    for (const [, name, labels] of (await readFile(join(RULES, file), 'utf8')).matchAll(/(reveille_\w+)\{([^}]*)\}/g)) {
      expect([name, shown.includes(`# TYPE ${name!.replace(/_bucket$/, '')} `)]).toEqual([name, true]);
      const known = labelsOf(name!);
      for (const [, label] of labels!.matchAll(/(\w+)(?:=|=~)"/g))
        if (known.size > 0 && !['job', 'instance'].includes(label!))
          expect([name, label, known.has(label!)]).toEqual([name, label, true]);
      found++;
    }
  expect(found).toBeGreaterThan(20);
});
