import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { holdLease, type Lease } from '../../platform/leases.ts';
import type { Log } from '../../platform/log.ts';

/**
 * Decides which web process shows the shared figures (of mailers, database and queues). Each figure is published once,
 * independently of the number of scraped web processes, so that sums are correct.
 */
export type Scrapes = {
  /** Must be called at each scrape. True if this process adds the shared figures to its answer. */
  claimShared: () => Promise<boolean>;
  /** Leaves the shared figures to the next web that is scraped. */
  close: () => Promise<void>;
};

/**
 * The first scraped web process takes the shared figures and keeps them while it runs and is scraped. After that,
 * another takes over at its next scrape. A process that is scraped only once gives them up after three minutes.
 */
export function createScrapes({ db, log }: { db: Db; log: Log }): Scrapes {
  let lease: Promise<Lease> | null = null;
  const take = (): Promise<Lease> => {
    const taken = lease ?? holdLease({ db, log }, { role: 'metrics:web' });
    lease = taken;
    taken.catch(() => (lease = null));
    return taken;
  };
  return {
    claimShared: async () => {
      const { id } = await take();
      const { rows } = await sql`
        insert into settings as s (key, value)
        values ('metrics_scrape', jsonb_build_object('lease', ${id}::text, 'at', now()))
        on conflict (key) do update set value = excluded.value
        where s.value ->> 'lease' = ${id}
          or (s.value ->> 'at')::timestamptz < now() - interval '3 minutes'
          or not exists (select from leases l where l.id = (s.value ->> 'lease')::uuid and l.until > now())
        returning key`.execute(db);
      return rows.length > 0;
    },
    close: async () => {
      await lease?.then((held) => held.release()).catch(() => undefined);
    },
  };
}
