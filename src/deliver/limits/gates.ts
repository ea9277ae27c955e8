import type { Db } from '../../db/client.ts';
import { openBucket, type Bucket } from './bucket.ts';
import { domainOf, groupOf, loadDomainLimits, type DomainLimit } from './domains.ts';
import { claimShare } from './share.ts';

/** What a run may do for one limited domain at present. */
type Gate = { limit: DomainLimit; bucket: Bucket | null; places: number; inUse: number };

/** The limits of destination domains, as one run keeps to them. */
export type Gates = {
  /** The group of a limited domain, or null: nothing limits this address. */
  groupOf: (address: string) => string | null;
  /** Takes a place for one message to the group; false where there is none now. */
  tryEnter: (group: string) => boolean;
  leave: (group: string) => void;
  /** About how many messages a second the group takes, for planning ahead. */
  perSecond: (group: string) => number;
  close: () => void;
};

const EVERY_MS = 1_000;
// What one connection to one domain may manage, where only their number is limited.
const PER_CONNECTION = 5;

/**
 * Opens the limits that a person set for domains, for the run whose lease is `leaseId`: rates by a throttle and
 * connections by a share that all runs of all processes draw on. `onChange`: a place may have come free.
 */
export async function openGates({ db }: { db: Db }, leaseId: string, onChange: () => void): Promise<Gates> {
  const gates = new Map<string, Gate>();
  for (const [group, limit] of await loadDomainLimits({ db })) {
    const { perSecond } = limit;
    const key = `domain:${group}`;
    const bucket =
      perSecond === null ? null : openBucket({ db }, { key, perSecond: () => perSecond, onMore: onChange });
    gates.set(group, { limit, bucket, places: limit.connections === null ? Infinity : 0, inUse: 0 });
  }

  const renew = async (): Promise<void> => {
    for (const [group, gate] of gates) {
      const { connections } = gate.limit;
      if (connections === null) continue;
      const key = `domain:${group}`;
      const { places } = await claimShare({ db }, { key, leaseId, limit: connections, inUse: gate.inUse });
      gate.places = places;
    }
    onChange();
  };
  const hasShares = [...gates.values()].some((gate) => gate.limit.connections !== null);
  if (hasShares) await renew();
  // A renewal that fails leaves the last shares in force: the fence needs the database anyway.
  const timer = hasShares ? setInterval(() => void renew().catch(() => undefined), EVERY_MS) : null;

  return {
    groupOf: (address) => {
      if (gates.size === 0) return null;
      const group = groupOf(domainOf(address));
      return gates.has(group) ? group : null;
    },
    tryEnter: (group) => {
      const gate = gates.get(group)!;
      if (gate.inUse >= gate.places || !(gate.bucket?.tryTake() ?? true)) return false;
      gate.inUse++;
      return true;
    },
    leave: (group) => {
      gates.get(group)!.inUse--;
      onChange();
    },
    perSecond: (group) => {
      const { limit } = gates.get(group)!;
      return Math.max(0.1, Math.min(limit.perSecond ?? Infinity, (limit.connections ?? Infinity) * PER_CONNECTION));
    },
    close: () => {
      if (timer) clearInterval(timer);
    },
  };
}
