import type { Db } from '../../platform/db/client.ts';
import { openBucket, type Bucket } from './bucket.ts';
import { domainOf, groupOf, loadDomainLimits, NO_LIMIT, type DomainLimit } from './domains.ts';
import { claimShare } from './share.ts';

/** What a run may currently send to one limited domain. */
type Gate = { limit: DomainLimit; bucket: Bucket; places: number; inUse: number };

/** The limits of destination domains as one run applies them. */
type Gates = {
  /** The group of a limited domain. Null if no limit applies to this address. */
  groupOf: (address: string) => string | null;
  /** Takes a place for one message to the group. False if none is free. */
  tryEnter: (group: string) => boolean;
  leave: (group: string) => void;
  /** The approximate messages per second that the group accepts, for planning. Infinity: its limit was lifted. */
  perSecond: (group: string) => number;
  close: () => void;
};

const EVERY_MS = 1_000;
// The assumed rate of one connection to a domain if only the number of connections is limited.
const PER_CONNECTION = 5;

/**
 * Opens the domain limits for the run whose lease is `leaseId`. Rates use a throttle, and connections a share, that
 * all runs of all processes have in common. Changes of the limits apply within a second. `onChange` is called when a
 * place may be free.
 */
export async function openGates({ db }: { db: Db }, leaseId: string, onChange: () => void): Promise<Gates> {
  const gates = new Map<string, Gate>();

  /** The gate is shut until its share is known. */
  const openGate = (group: string, limit: DomainLimit): Gate => {
    const perSecond = (): number | null => gate.limit.perSecond;
    const bucket = openBucket({ db }, { key: `domain:${group}`, perSecond, onMore: onChange });
    const gate: Gate = { limit, bucket, places: 0, inUse: 0 };
    return gate;
  };

  const renew = async (): Promise<void> => {
    const limits = await loadDomainLimits({ db });
    for (const [group, limit] of limits) if (!gates.has(group)) gates.set(group, openGate(group, limit));
    for (const [group, gate] of gates) {
      const limit = limits.get(group) ?? NO_LIMIT;
      const share = { key: `domain:${group}`, leaseId, inUse: gate.inUse };
      const places =
        limit.connections === null
          ? Infinity
          : (await claimShare({ db }, { ...share, limit: limit.connections })).places;
      Object.assign(gate, { limit, places });
    }
    onChange();
  };
  await renew();
  // If a renewal fails, the last limits stay in force: the fence needs the database anyway.
  const timer = setInterval(() => void renew().catch(() => undefined), EVERY_MS);

  return {
    groupOf: (address) => {
      if (gates.size === 0) return null;
      const group = groupOf(domainOf(address));
      return gates.has(group) ? group : null;
    },
    tryEnter: (group) => {
      const gate = gates.get(group)!;
      if (gate.inUse >= gate.places || !gate.bucket.tryTake()) return false;
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
    close: () => clearInterval(timer),
  };
}
