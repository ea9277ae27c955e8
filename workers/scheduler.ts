import { setTimeout as sleep } from 'node:timers/promises';
import { outletsDue } from '../src/ingest/ingest.ts';
import { runProcess, type Running } from '../src/process.ts';
import type { Runtime } from '../src/runtime.ts';
import { openPlans } from '../src/schedule/plans.ts';
import { sweep } from '../src/schedule/sweep.ts';

const SWEEP_EVERY_MS = 1_000;

/** Looks at the rows once a second and adds a job for whatever lacks one. Any number of schedulers may run. */
async function startScheduler({ db, queues, log, now, config }: Runtime): Promise<Running> {
  const stopping = new AbortController();
  const plans = openPlans({ db, now });
  const deps = { db, queues, log, now, plans, config, isRehearsal: config.relays.length === 0, outletsDue };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      // Each part has said what kept it; the next look is a second away.
      await sweep(deps).catch(() => undefined);
      await sleep(SWEEP_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = loop();
  return {
    close: async () => {
      stopping.abort();
      await ended;
    },
  };
}

await runProcess('scheduler', startScheduler);
