import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { holdLease, type Lease } from '../../platform/leases.ts';
import type { Log } from '../../platform/log.ts';

/**
 * Which web process shows the figures that are not its own (the mailers', the database's, the queues'), so that each
 * is published once however many webs are scraped, and sums over them are right.
 */
export type Scrapes = {
  /** Call at each scrape: true where this process shows the shared figures in its answer. */
  claimShared: () => Promise<boolean>;
  /** Leaves the shared figures to the next web that is scraped. */
  close: () => Promise<void>;
};

/**
 * The first web that is scraped takes the shared figures and keeps them while it lives and is scraped; another takes
 * over at its own next scrape. One that is looked at once and never again gives them up after three minutes.
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
