import { setTimeout as sleep } from 'node:timers/promises';
import { warnUnlessAway } from '../../platform/db/away.ts';
import type { Db } from '../../platform/db/client.ts';
import type { Log } from '../../platform/log.ts';
import { timeLedger } from '../metrics.ts';
import type { Run } from './claim.ts';
import { settle, suppressDead, type Recorded, type Starting } from './settle.ts';

/** An owner's access to the ledger during a send. */
export type Ticker = {
  /** Asks whether this reader's message may pass the point of no return. True: the ledger has recorded that it does. */
  mark: (starting: Starting) => Promise<boolean>;
  /** Queues an outcome. It is in the ledger when `flushed` resolves. */
  record: (outcome: Recorded) => void;
  /** Resolves when every queued outcome is in the ledger. Rejects if the database is unreachable for too long. */
  flushed: () => Promise<void>;
};

const MAX_ROWS = 500;
// A statement costs 0.4 ms, plus 0.015 ms per message. A short wait for a larger batch saves a fifth of a core.
const GATHER_ROWS = 12;
const GATHER_MS = 3;
const RECORD_TRIES = 25;

type Mark = { starting: Starting; resolve: (mayGo: boolean) => void };

/**
 * Batches the ledger requests of many messages into one statement at a time. Requests that arrive while a statement
 * runs form the next batch. The outcome of a message is recorded at the latest when the next message of its
 * connection is marked, so a crash leaves at most one message per connection in doubt.
 *
 * A restart of the database must not turn known outcomes into unknown ones, so they are retried for about a minute.
 * If a row was recovered as lost in the meantime, its own owner corrects it.
 */
export function openTicker({ db, log }: { db: Db; log: Log }, run: Run): Ticker {
  let marks: Mark[] = [];
  let outcomes: Recorded[] = [];
  let running: Promise<void> | null = null;
  let gathered: (() => void) | null = null;

  const tick = async (): Promise<void> => {
    const marking = marks.splice(0, MAX_ROWS);
    const recording = outcomes.splice(0, MAX_ROWS);
    try {
      const starting = marking.map((mark) => mark.starting);
      const allowed = await timeLedger('settle', () => settle({ db }, run, { outcomes: recording, starting }));
      for (const { starting: of, resolve } of marking) resolve(allowed.has(of.subscriberId));
      await suppress(recording);
    } catch (error) {
      // It is uncertain whether the statement was committed. The messages are not sent in either case.
      for (const { resolve } of marking) resolve(false);
      outcomes = [...recording, ...outcomes];
      throw error;
    }
  };

  const suppress = async (recorded: Recorded[]): Promise<void> => {
    if (run.isRehearsal) return;
    const dead = recorded.filter((outcome) => outcome.verdict === 'address-dead');
    const ids = dead.map(({ subscriberId }) => subscriberId);
    await suppressDead({ db }, run, ids);
  };

  const drain = async (): Promise<void> => {
    let failures = 0;
    while (marks.length > 0 || outcomes.length > 0)
      try {
        await gather();
        await tick();
        failures = 0;
      } catch (error) {
        failures++;
        warnUnlessAway(log, error, 'the ledger does not answer; outcomes are kept in memory', {
          rows: outcomes.length,
        });
        if (failures >= RECORD_TRIES) {
          // No later statement will answer these.
          for (const { resolve } of marks.splice(0)) resolve(false);
          throw error;
        }
        await sleep(Math.min(5_000, 200 * failures));
      }
  };

  /** Waits until the batch is large enough, or for a moment. */
  const gather = (): Promise<void> =>
    new Promise((resolve) => {
      if (marks.length >= GATHER_ROWS) return resolve();
      const timer = setTimeout(() => gathered?.(), GATHER_MS);
      gathered = () => {
        clearTimeout(timer);
        gathered = null;
        resolve();
      };
    });

  const start = (): void => {
    if (marks.length >= GATHER_ROWS) gathered?.();
    if (running) return;
    running = drain().finally(() => (running = null));
    // The caller of `flushed` gets the error.
    running.catch(() => undefined);
  };

  return {
    mark: (starting) =>
      new Promise((resolve) => {
        marks.push({ starting, resolve });
        start();
      }),
    record: (outcome) => {
      outcomes.push(outcome);
      start();
    },
    flushed: async () => {
      for (let drained = running; drained; drained = running) await drained;
    },
  };
}
