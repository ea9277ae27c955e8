import type { Db } from '../platform/db/client.ts';
import { openGates } from './limits/gates.ts';
import { claimDeliveries, postponeClaims, type Claimed, type Run } from './ledger/claim.ts';
import { timeLedger } from './metrics.ts';

/** Gives a run's workers one reader at a time. */
export type Supply = {
  /** Null: nothing is due for this run. The caller calls `done` once for each reader. */
  next: () => Promise<Claimed | null>;
  done: (reader: Claimed) => void;
  /** How many readers had passed their deadline when they were claimed. */
  late: () => number;
  close: () => void;
};

const FIRST_CLAIM = 100;
const MAX_CLAIM = 500;
// Claims cover about this much sending time. Larger claims would keep readers from other mailers.
const AHEAD_MS = 400;
const LOOK_AGAIN_MS = 250;

/**
 * Claims ahead of the workers, with larger batches the faster they are. Readers of a domain with a limit wait in a
 * queue of their own while the others continue. Readers beyond what the domain accepts in a few seconds are postponed,
 * each to about its turn. `isOver` ends the supply at once.
 */
export async function openSupply(
  { db, ledger }: { db: Db; ledger: Db },
  run: Run,
  isOver: () => boolean,
): Promise<Supply> {
  let ready: Claimed[] = [];
  const queues = new Map<string, Claimed[]>();
  let claiming: Promise<void> | null = null;
  let claimRows = FIRST_CLAIM;
  let claimedAt = performance.now();
  let isDry = false;
  let late = 0;
  let wake: (() => void)[] = [];
  const horizons = new Map<string, { at: number; perSecond: number }>();
  // A mailer that slept past its lease may claim a reader that it still holds. It keeps one of the two claims. The
  // value is the domain group whose place the reader takes.
  const held = new Map<number, string | null>();

  const change = (): void => {
    const woken = wake;
    wake = [];
    for (const go of woken) go();
  };
  const gates = await openGates({ db }, run.owner, change);

  /** Sorts claimed readers: ready, in their domain's queue, or postponed to their turn. */
  const admit = async (readers: readonly Claimed[]): Promise<void> => {
    const putOff: { subscriberId: number; afterMs: number }[] = [];
    for (const reader of readers) {
      if (held.has(reader.subscriberId)) continue;
      held.set(reader.subscriberId, null);
      const group = gates.groupOf(reader.email);
      if (group === null) {
        ready.push(reader);
        continue;
      }
      const queue = queues.get(group) ?? [];
      queues.set(group, queue);
      const perSecond = gates.perSecond(group);
      if (queue.length < Math.max(4, perSecond * 2)) {
        queue.push(reader);
        continue;
      }
      const now = Date.now();
      const last = horizons.get(group);
      const after = last?.perSecond === perSecond ? last.at : now;
      const at = Math.max(now + 1_000, after + 1_000 / perSecond);
      horizons.set(group, { at, perSecond });
      held.delete(reader.subscriberId);
      putOff.push({ subscriberId: reader.subscriberId, afterMs: at - now });
    }
    await postponeClaims({ db: ledger }, run, putOff);
  };

  const claim = async (): Promise<void> => {
    try {
      const claimed = await timeLedger('claim', () => claimDeliveries({ db: ledger }, run, claimRows));
      late += claimed.late;
      isDry = claimed.readers.length === 0 && claimed.settled === 0;
      const tookMs = performance.now() - claimedAt;
      claimedAt = performance.now();
      claimRows = Math.round(Math.min(MAX_CLAIM, Math.max(FIRST_CLAIM, (claimRows * AHEAD_MS) / Math.max(1, tookMs))));
      await admit(claimed.readers);
    } finally {
      claiming = null;
      change();
    }
  };

  const fromQueues = (): Claimed | null => {
    for (const [group, queue] of queues)
      if (queue.length > 0 && gates.tryEnter(group)) {
        const reader = queue.shift()!;
        held.set(reader.subscriberId, group);
        return reader;
      }
    return null;
  };

  const fromReady = (): Claimed | null => {
    const first = ready.shift() ?? null;
    if (!first || gates.groupOf(first.email) === null) return first;
    // A limit was set after they were claimed.
    const readers = [first, ...ready];
    ready = [];
    for (const { subscriberId } of readers) held.delete(subscriberId);
    // If the ledger does not answer, the end of the run releases them.
    admit(readers).catch(() => undefined);
    return fromReady() ?? fromQueues();
  };

  const hasQueued = (): boolean => [...queues.values()].some((queue) => queue.length > 0);

  return {
    next: async () => {
      for (;;) {
        if (isOver()) return null;
        const reader = fromQueues() ?? fromReady();
        // Fetch the next batch while these messages are being sent.
        if (!isDry && !claiming && ready.length < claimRows / 2) {
          claiming = claim();
          claiming.catch(() => undefined);
        }
        if (reader) return reader;
        if (claiming) await claiming;
        else if (hasQueued())
          await new Promise<void>((go) => {
            wake.push(go);
            setTimeout(go, LOOK_AGAIN_MS);
          });
        else if (isDry) return null;
      }
    },
    done: (reader) => {
      const group = held.get(reader.subscriberId) ?? null;
      held.delete(reader.subscriberId);
      if (group !== null) gates.leave(group);
    },
    late: () => late,
    close: () => gates.close(),
  };
}
