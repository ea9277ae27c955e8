import { warnUnlessAway } from '../../platform/db/away.ts';
import type { Db } from '../../platform/db/client.ts';
import { holdLease, type Lease } from '../../platform/leases.ts';
import type { Log } from '../../platform/log.ts';
import { openBucket } from '../limits/bucket.ts';
import { loadRelayState } from '../limits/relayStates.ts';
import { claimShare, releaseShares } from '../limits/share.ts';
import { loadWarmUpDay, takeFromDay } from '../limits/warmUp.ts';
import { CONNECTIONS_PER_RELAY, type Line } from './line.ts';

/** What keeps a process's lines within what all processes agreed on. */
export type Following = {
  /** Resolves once this process has its part of the connections; at once where it has. */
  ready: () => Promise<void>;
  close: () => Promise<void>;
};

const EVERY_MS = 1_000;
// A warm-up relay spreads its day's messages over this time, rather than show them all at once.
const WARM_UP_SPREAD_SECONDS = 3_600;
const IDLE_ROUNDS = 10;

/**
 * Keeps `lines` in step with the other processes, once a second while they are in use: each line's part of its
 * relay's connections, whether others found the relay down, and what its warm-up plan leaves today. After ten
 * seconds without use everything is given back. `onChange` is called when a line may have become free or shut.
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
    // What others could not reach, and this process has connections to, is up.
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
      warnUnlessAway(log, error, 'the relays’ limits could not be read; the last ones hold');
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
