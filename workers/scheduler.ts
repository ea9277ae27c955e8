import { setTimeout as sleep } from 'node:timers/promises';
import { isDatabaseAway } from '../src/platform/db/away.ts';
import { pauseMs } from '../src/platform/db/retry.ts';
import { outletsDue } from '../src/newsroom/ingest/ingest.ts';
import { runProcess, type Running } from '../src/platform/process.ts';
import type { Runtime } from '../src/platform/runtime.ts';
import { startWatch } from '../src/schedule/alerts/watch.ts';
import { startSafetyLog } from '../src/readers/safetyLog.ts';
import { openPlans } from '../src/schedule/plans.ts';
import { startRetention } from '../src/schedule/retention/retention.ts';
import { sweep } from '../src/schedule/sweep.ts';

const SWEEP_EVERY_MS = 1_000;
// A wave that comes due during an outage must not wait long when the database is back.
const WHILE_AWAY = { firstMs: SWEEP_EVERY_MS, longestMs: 5_000 };

/** Checks the rows once a second and enqueues the missing jobs. Any number of schedulers may run. */
async function startScheduler({ db, keys, queues, log, now, config }: Runtime): Promise<Running> {
  const stopping = new AbortController();
  const plans = openPlans({ db, now });
  const deps = { db, queues, log, now, plans, config, isRehearsal: config.relays.length === 0, outletsDue };
  const loop = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted;) {
      try {
        await sweep(deps);
        failures = 0;
      } catch (error) {
        // Each part has already logged its error.
        failures = isDatabaseAway(error) ? failures + 1 : 0;
      }
      const waitMs = failures > 0 ? pauseMs(failures, WHILE_AWAY) : SWEEP_EVERY_MS;
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = loop();
  // A slow receiver of alerts must not delay a sweep.
  const watch = startWatch(deps);
  const safety = startSafetyLog({ ...deps, keys });
  // Removing what is old takes long at times, and must not delay a sweep either.
  const retention = startRetention(deps);
  return {
    close: async () => {
      stopping.abort();
      await Promise.all([ended, watch.close(), safety.close(), retention.close()]);
    },
  };
}

await runProcess('scheduler', startScheduler);
