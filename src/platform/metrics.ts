import { sql } from 'kysely';
import { hostname } from 'node:os';
import type { Registry } from 'prom-client';
import { warnUnlessAway } from './db/away.ts';
import type { Db } from './db/client.ts';
import { holdLease } from './leases.ts';
import type { Log } from './log.ts';

const EVERY_MS = 5_000;

/** A process and its metrics, from prom-client's `getMetricsAsJSON`. */
type PublishedMetrics = { process: string; metrics: object[] };

/**
 * Publishes the metrics of a process without a web server for the web process: a row under a lease, every five seconds.
 * Its counters restart with the process, as Prometheus expects.
 */
export async function publishMetrics(
  { db, log }: { db: Db; log: Log },
  { name, registry }: { name: string; registry: Registry },
): Promise<{ close: () => Promise<void> }> {
  const lease = await holdLease({ db, log }, { role: `metrics:${name}` });
  // In containers every process has the number 1, and host names may be equal. The lease distinguishes them.
  const label = `${name}:${hostname()}:${process.pid}:${lease.id.slice(0, 8)}`;
  const publish = async (): Promise<void> => {
    const metrics = JSON.stringify(await registry.getMetricsAsJSON());
    await sql`
      insert into process_metrics (lease_id, process, metrics) values (${lease.id}, ${label}, ${metrics})
      on conflict (lease_id) do update set metrics = excluded.metrics, at = now()`.execute(db);
  };
  const tryPublish = (): Promise<void> =>
    publish().catch((error: unknown) => warnUnlessAway(log, error, 'metrics could not be published'));
  await tryPublish();
  const timer = setInterval(() => void tryPublish(), EVERY_MS);
  return {
    close: async () => {
      clearInterval(timer);
      await sql`delete from process_metrics where lease_id = ${lease.id}`.execute(db).catch(() => undefined);
      await lease.release().catch(() => undefined);
    },
  };
}

/** The metrics of all live processes. */
export async function loadPublishedMetrics({ db }: { db: Db }): Promise<PublishedMetrics[]> {
  await sql`
    delete from process_metrics m
    where at < now() - interval '1 minute' and not exists (select from leases l where l.id = m.lease_id and l.until > now())`.execute(
    db,
  );
  const { rows } = await sql<PublishedMetrics>`
    select m.process, m.metrics from process_metrics m join leases l on l.id = m.lease_id where l.until > now()`.execute(
    db,
  );
  return rows;
}
