import { sql } from 'kysely';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishMetrics } from '../../src/platform/metrics.ts';
import { createLog } from '../../src/platform/log.ts';
import { renderExposition } from '../../src/web/operations/exposition.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openSite } from './support.ts';

type Sample = { name: string; labels: Record<string, string>; value: number };

const LINE = /^([a-zA-Z_:][\w:]*)\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\n"])*",?)*)\} (\S+)$/;

/** Reads the text format 0.0.4, and refuses what it does not allow. */
function parse(text: string): { types: Map<string, string>; samples: Sample[] } {
  expect(text.endsWith('\n')).toBe(true);
  const types = new Map<string, string>();
  const helps = new Set<string>();
  const samples: Sample[] = [];
  for (const line of text.trimEnd().split('\n')) {
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (kind === 'HELP') {
      expect(helps.has(name)).toBe(false);
      helps.add(name);
      continue;
    }
    if (kind === 'TYPE') {
      expect(types.has(name)).toBe(false);
      types.set(name, rest);
      continue;
    }
    const [, sampleName, labels, value] = LINE.exec(line) ?? [];
    if (sampleName === undefined) throw new Error(`not a sample: ${line}`);
    const family = sampleName.replace(/_(bucket|sum|count)$/, '');
    expect([...types.keys()].at(-1)).toBe(types.has(sampleName) ? sampleName : family);
    const pairs = [...labels!.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key!, text!] as const);
    samples.push({
      name: sampleName,
      labels: Object.fromEntries(pairs),
      value: Number(value!.replace('Inf', 'Infinity')),
    });
  }
  const keys = samples.map(
    ({ name, labels }) =>
      name +
      JSON.stringify(
        Object.entries(labels)
          .map(String)
          .toSorted((a, b) => a.localeCompare(b)),
      ),
  );
  expect(new Set(keys).size).toBe(keys.length);
  return { types, samples };
}

function mailerRegistry(submitted: number): Registry {
  const registry = new Registry();
  const registers = [registry];
  new Counter({ name: 'submitted_total', help: 'Sent', labelNames: ['relay'], registers }).inc(
    { relay: 'a:25' },
    submitted,
  );
  new Gauge({ name: 'pool', help: 'Two\nlines \\ here', labelNames: ['relay'], registers }).set(
    { relay: 'a"b\\c\nd' },
    3,
  );
  const histogram = new Histogram({ name: 'seconds', help: 'Took', buckets: [0.1, 1], registers });
  for (const seconds of [0.05, 0.5, 5]) histogram.observe(seconds);
  return registry;
}

describe('the exposition of several processes', () => {
  test('names each metric once, keeps processes apart, and has whole histograms', async () => {
    const processes = await Promise.all(
      ['mailer:a:1', 'mailer:b:2'].map(async (process, index) => ({
        process,
        metrics: await mailerRegistry(index + 1).getMetricsAsJSON(),
      })),
    );
    // As it comes out of a jsonb column.
    const { types, samples } = parse(renderExposition(JSON.parse(JSON.stringify(processes))));
    expect(Object.fromEntries(types)).toEqual({ submitted_total: 'counter', pool: 'gauge', seconds: 'histogram' });
    expect(
      samples.filter(({ name }) => name === 'submitted_total').map(({ labels, value }) => [labels, value]),
    ).toEqual([
      [{ relay: 'a:25', process: 'mailer:a:1' }, 1],
      [{ relay: 'a:25', process: 'mailer:b:2' }, 2],
    ]);
    const own = samples.filter(({ name, labels }) => name.startsWith('seconds') && labels['process'] === 'mailer:a:1');
    expect(own.map(({ name, labels, value }) => [name, labels['le'], value])).toEqual([
      ['seconds_bucket', '0.1', 1],
      ['seconds_bucket', '1', 2],
      ['seconds_bucket', '+Inf', 3],
      ['seconds_sum', undefined, 5.55],
      ['seconds_count', undefined, 3],
    ]);
    expect(samples.find(({ name }) => name === 'pool')?.labels['relay']).toBe(String.raw`a\"b\\c\nd`);
  });

  test('leaves out a metric that another process has with another type, and writes NaN and infinities', () => {
    const text = renderExposition([
      {
        process: 'a',
        metrics: [
          { name: 'm', help: 'M', type: 'gauge', values: [{ value: Infinity }, { value: NaN, labels: { x: 1 } }] },
        ],
      },
      { process: 'b', metrics: [{ name: 'm', help: 'M', type: 'counter', values: [{ value: 1 }] }] },
    ]);
    expect(text).toBe('# HELP m M\n# TYPE m gauge\nm{process="a"} +Inf\nm{x="1",process="a"} NaN\n');
  });
});

describe('/metrics', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  test('shows the web’s figures, the queues’ depth and those of every mailer that lives', async () => {
    const { db } = database;
    const site = await openSite(db);
    const mailer = await publishMetrics(
      { db, log: createLog('test', 'silent') },
      { name: 'mailer', registry: mailerRegistry(7) },
    );
    await sql`
      insert into process_metrics (lease_id, process, metrics, at)
      values (gen_random_uuid(), 'mailer:gone:1', '[]', now() - interval '1 hour')`.execute(db);
    const response = await site.app.request('/metrics');
    expect(response.headers.get('content-type')).toContain('version=0.0.4');
    const { types, samples } = parse(await response.text());
    expect(types.get('reveille_queue_jobs')).toBe('gauge');
    expect(new Set(samples.map(({ labels }) => labels['process']!.split(':')[0]))).toEqual(new Set(['web', 'mailer']));
    expect(samples.find(({ name }) => name === 'submitted_total')?.value).toBe(7);
    await mailer.close();
    expect(await (await site.app.request('/metrics')).text()).not.toContain('submitted_total');
  });
});
