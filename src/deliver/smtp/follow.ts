import { warnUnlessAway } from '../../platform/db/away.ts';
import type { Db } from '../../platform/db/client.ts';
import { holdLease, type Lease } from '../../platform/leases.ts';
import type { Log } from '../../platform/log.ts';
import { openBucket } from '../limits/bucket.ts';
import { loadRelayState } from '../limits/relayStates.ts';
import { claimShare, releaseShares } from '../limits/share.ts';
import { loadWarmUpDay } from '../../editions/warmUpDay.ts';
import { takeFromDay } from '../limits/warmUp.ts';
import { CONNECTIONS_PER_RELAY, type Line } from './line.ts';

/** Keeps a process's lines within the limits that all processes share. */
type Following = {
  /** Resolves when this process has its share of the connections; at once if it has it already. */
  ready: () => Promise<void>;
  close: () => Promise<void>;
};

const EVERY_MS = 1_000;
// A relay in warm-up gets its day's messages spread over this time instead of all at once.
const WARM_UP_SPREAD_SECONDS = 3_600;
const IDLE_ROUNDS = 10;

/**
 * Syncs `lines` with the other processes, once a second while they are in use: each line's share of its relay's
 * connections, whether others found the relay down, and what remains of today's warm-up quota. After ten seconds
 * without use everything is released. `onChange` is called when a line may have become free or unavailable.
 */
export function followLimits(
  { db, log }: { db: Db; log: Log },
  lines: readonly Line[],
  { isBusy, onChange, onIdle }: { isBusy: () => boolean; onChange: () => void; onIdle: () => void },
): Following {
  let lease: Lease | null = null;
  let joining: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let idleRounds = 0;

  const warm = async (line: Line): Promise<void> => {
    const plan = line.relay.warmUp;
    if (!plan) return;
    const { quota, used } = await loadWarmUpDay({ db }, line.name, plan);
    line.quota = quota;
    line.isSpent = used >= quota;
    line.rate ??= openBucket(
      { db },
      {
        key: `relay:${line.name}`,
        perSecond: () => Math.min(line.relay.perSecond ?? Infinity, Math.max(0.1, line.quota / WARM_UP_SPREAD_SECONDS)),
        approve: async (places) => {
          const taken = await takeFromDay({ db }, line.name, line.quota, places);
          line.isSpent = taken === 0;
          return taken;
        },
        onMore: onChange,
      },
    );
  };

  const renew = async (line: Line): Promise<void> => {
    const limit = line.relay.connections ?? CONNECTIONS_PER_RELAY;
    const key = `relay:${line.name}`;
    const { places } = await claimShare({ db }, { key, leaseId: lease!.id, limit, inUse: line.inUse });
    line.places = places;
    for (const session of line.idle.splice(Math.max(0, places - line.inUse))) {
      line.sessions--;
      void session.quit();
    }
    const state = await loadRelayState({ db }, line.name);
    line.isDoubted = state.failures > 0;
    // A relay that other processes cannot reach is up if this process has connections to it.
    if (state.downForMs > 0 && line.sessions === 0 && line.downUntilMs <= performance.now()) {
      line.failures = Math.max(line.failures, state.failures);
      line.downUntilMs = performance.now() + state.downForMs;
      line.downReason = state.reason;
    }
    await warm(line);
  };

  const round = async (): Promise<void> => {
    try {
      idleRounds = isBusy() ? 0 : idleRounds + 1;
      if (idleRounds >= IDLE_ROUNDS) return await leave();
      for (const line of lines) await renew(line);
      onChange();
    } catch (error) {
      warnUnlessAway(log, error, 'the relays’ limits could not be read; the last ones stay in force');
    }
    if (lease) timer = setTimeout(() => void round(), EVERY_MS);
  };

  const leave = async (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    const held = lease;
    lease = null;
    joining = null;
    onIdle();
    if (!held) return;
    await releaseShares({ db }, held.id).catch(() => undefined);
    await held.release().catch(() => undefined);
  };

  const join = async (): Promise<void> => {
    for (const line of lines) {
      line.places = 0;
      if (line.relay.perSecond !== undefined && !line.relay.warmUp)
        line.rate ??= openBucket(
          { db },
          { key: `relay:${line.name}`, perSecond: () => line.relay.perSecond ?? null, onMore: onChange },
        );
    }
    lease = await holdLease({ db, log }, { role: 'transport' });
    idleRounds = 0;
    await round();
  };

  return {
    ready: () =>
      (joining ??= join().catch((error: unknown) => {
        joining = null;
        throw error;
      })),
    close: leave,
  };
}
