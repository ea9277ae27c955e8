import { hostname } from 'node:os';
import { sql } from 'kysely';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { isDatabaseAway } from '../../platform/db/away.ts';
import { listOverdue } from '../../editions/load.ts';
import { countDeliveries } from '../../editions/status.ts';
import { loadPublishedMetrics } from '../../platform/metrics.ts';
import { countSchedulers, listUnfollowed } from '../../schedule/unfollowed.ts';
import type { Web, WebContext } from '../web.ts';
import { OUTBOX_WAITING } from '../../domain/states.ts';
import { renderExposition, type ProcessFigures } from './exposition.ts';

type Labels = Record<string, string>;

/** A gauge that reads its values at every scrape. */
function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[],
  read: () => Promise<[Labels, number][]>,
): void {
  registry.registerMetric(
    new Gauge({
      name,
      help,
      labelNames,
      registers: [],
      async collect() {
        const values = await read();
        this.reset();
        for (const [labels, value] of values) this.set(labels, value);
      },
    }),
  );
}

async function readDeliveries({ db, now }: Web): Promise<[Labels, number][]> {
  // Only the last three days: Prometheus keeps what was before.
  const { rows: recent } = await sql<{ id: number; newsletter: string; date: string; isRehearsal: boolean }>`
    select e.id, n.slug as newsletter, e.date, e.is_rehearsal as "isRehearsal"
    from editions e join newsletters n on n.id = e.newsletter_id
    where e.started_at > ${now()}::timestamptz - interval '3 days' order by e.id`.execute(db);
  const totals = new Map<string, [Labels, number]>();
  for (const { id, newsletter, date, isRehearsal } of recent)
    for (const [state, count] of Object.entries(await countDeliveries(db, id, isRehearsal))) {
      // A date may have several editions: special ones, corrections.
      const labels = { newsletter, date, rehearsal: String(isRehearsal), state };
      const key = JSON.stringify(labels);
      const sum = (totals.get(key)?.[1] ?? 0) + count;
      if (sum > 0) totals.set(key, [labels, sum]);
    }
  return [...totals.values()];
}

async function readPaused({ db, now }: Web): Promise<[Labels, number][]> {
  // As long as Reveille's own alerts tell of them.
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from editions
    where state = 'paused' and not is_rehearsal
      and coalesce(due_at, started_at, created_at) > ${now()}::timestamptz - interval '3 days'`.execute(db);
  return [[{}, rows[0]!.count]];
}

async function readOutbox({ db }: Web): Promise<[Labels, number][]> {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*) as count from outbox where state = any(${OUTBOX_WAITING}::text[]) group by state`.execute(
    db,
  );
  return rows.map(({ state, count }) => [{ state }, count]);
}

async function readFailingOutlets({ db }: Web): Promise<[Labels, number][]> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from outlets where error_code is not null and paused_at is null`.execute(db);
  return [[{}, rows[0]!.count]];
}

type OutletFigure = 'failures' | 'last_success' | 'median_delay' | 'next_fetch';

/** One figure of every outlet that has it. Times are seconds since 1970, as usual in Prometheus. */
async function readOutlets({ db }: Web, figure: OutletFigure): Promise<[Labels, number][]> {
  const { rows } = await sql<{ newsletter: string; outlet: string; value: number | null }>`
    select n.slug as newsletter, o.name || ' #' || o.id as outlet,
      (case ${figure}::text
         when 'failures' then o.failures
         when 'last_success' then extract(epoch from o.last_success_at)
         when 'median_delay' then o.median_delay_seconds
         else extract(epoch from o.next_fetch_at) end)::float8 as value
    from outlets o join newsletters n on n.id = o.newsletter_id
    where not o.is_guest`.execute(db);
  return rows.flatMap(({ value, ...labels }): [Labels, number][] => (value === null ? [] : [[labels, value]]));
}

const OUTLET_GAUGES: readonly [name: string, help: string, figure: OutletFigure][] = [
  ['reveille_outlet_failures', 'Consecutive failed fetches of an outlet', 'failures'],
  ['reveille_outlet_last_success_timestamp_seconds', 'Time of the last successful fetch of an outlet', 'last_success'],
  [
    'reveille_outlet_delay_seconds',
    'Median delay of an outlet’s stories, from publication to our first fetch',
    'median_delay',
  ],
  ['reveille_outlet_next_fetch_timestamp_seconds', 'Time of the next fetch of an outlet', 'next_fetch'],
];

/** Reads the job counts. Empty if the queue does not answer, so that the other figures are still shown. */
async function readQueues({ queues, log }: Web): Promise<[Labels, number][]> {
  try {
    return Object.entries(await queues.counts()).flatMap(([queue, depth]) =>
      Object.entries(depth).map(([state, count]): [Labels, number] => [{ queue, state }, count]),
    );
  } catch (error) {
    log.warn({ err: error }, 'the queues could not be counted');
    return [];
  }
}

// prom-client gives these gauges the names of counters. The same figures by type are kept.
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

/** The figures of Postgres and the queues, read only at each scrape. */
export function createSharedMetrics(web: Web): Registry {
  const registry = new Registry();
  gauge(
    registry,
    'reveille_deliveries',
    'Deliveries of recent editions by state',
    ['newsletter', 'date', 'rehearsal', 'state'],
    () => readDeliveries(web),
  );
  gauge(registry, 'reveille_outbox', 'Mails of the outbox that are not sent yet, by state', ['state'], () =>
    readOutbox(web),
  );
  gauge(registry, 'reveille_outlets_failing', 'Outlets whose last fetch failed', [], () => readFailingOutlets(web));
  for (const [name, help, figure] of OUTLET_GAUGES)
    gauge(registry, name, help, ['newsletter', 'outlet'], () => readOutlets(web, figure));
  gauge(registry, 'reveille_editions_overdue', 'Editions that should be out by now', [], async () => [
    [{}, (await listOverdue(web, web.now())).length],
  ]);
  gauge(registry, 'reveille_editions_paused', 'Editions whose send is paused, without rehearsals', [], () =>
    readPaused(web),
  );
  gauge(registry, 'reveille_schedulers', 'Schedulers that live', [], async () => [[{}, await countSchedulers(web)]]);
  gauge(
    registry,
    'reveille_schedules_unfollowed',
    'Newsletters whose send hour passed while no scheduler lives',
    [],
    async () => [[{}, (await listUnfollowed(web, web.now())).length]],
  );
  gauge(registry, 'reveille_queue_jobs', 'Jobs by queue and state', ['queue', 'state'], () => readQueues(web));
  return registry;
}

/** Reads the shared figures: those of Postgres and the queues, and those that the mailers published. */
async function readShared(web: Web, registry: Registry): Promise<ProcessFigures[]> {
  const [known, published] = await Promise.all([registry.getMetricsAsJSON(), loadPublishedMetrics(web)]);
  return [{ process: 'web', metrics: known }, ...published];
}

/**
 * Shows the figures of this web process to Prometheus. One of the scraped web processes adds the shared figures. While
 * the database is unavailable, each shows only its own.
 */
export function showMetrics(web: Web): (c: WebContext) => Promise<Response> {
  const own = new Registry();
  collectDefaultMetrics({ register: own });
  for (const name of MISNAMED) own.removeSingleMetric(name);
  const shared = createSharedMetrics(web);
  const label = `web:${hostname()}:${process.pid}`;
  return async (c) => {
    const processes: ProcessFigures[] = [{ process: label, metrics: await own.getMetricsAsJSON() }];
    try {
      if (await web.scrapes.claimShared()) processes.push(...(await readShared(web, shared)));
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
    }
    return c.body(renderExposition(processes), 200, { 'Content-Type': own.contentType });
  };
}
