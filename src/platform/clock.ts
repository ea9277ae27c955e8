import { sql } from 'kysely';
import type { Db } from './db/client.ts';
import type { Log } from './log.ts';

/** The time by the database's clock, which all processes share. */
export type Clock = {
  /** The database's time; this machine's own before the first measure. */
  now: () => Date;
  /** Asks the database for its time. Throws what the database throws. */
  measure: () => Promise<void>;
};

// A slow answer does not say precisely enough when it was given.
const SLOW_MS = 2_000;
const FAR_OFF_MS = 5_000;

/**
 * Opens the clock of a process. With several hosts, one wrong clock would otherwise send an edition early. Between two
 * measures it follows the time that has passed, so that a jump of this machine's clock has no effect. A measure that finds
 * this machine's clock more than five seconds off logs a warning, once until it is right again.
 */
export function openClock({ db, log }: { db: Db; log: Log }): Clock {
  let measured: { databaseMs: number; atMs: number } | null = null;
  let isFarOff = false;
  return {
    now: () => (measured === null ? new Date() : new Date(measured.databaseMs + performance.now() - measured.atMs)),
    measure: async () => {
      const askedMs = performance.now();
      const { rows } = await sql<{ ms: number }>`
        select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(db);
      const answeredMs = performance.now();
      if (measured !== null && answeredMs - askedMs > SLOW_MS) return;
      measured = { databaseMs: rows[0]!.ms, atMs: (askedMs + answeredMs) / 2 };
      const aheadMs = Date.now() - (measured.databaseMs + answeredMs - measured.atMs);
      const isFar = Math.abs(aheadMs) > FAR_OFF_MS;
      if (isFar && !isFarOff)
        log.warn(
          { aheadSeconds: Math.round(aheadMs / 1000) },
          'this machine’s clock differs from the database’s, which is used',
        );
      isFarOff = isFar;
    },
  };
}
