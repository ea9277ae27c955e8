/** Pending readers who share an hour; after `endMs` they do not get it any more. */
export type PendingWave = { dueMs: number; endMs: number; readers: number };

/** What a relay takes: messages a second, and how many more today; null: no limit. */
export type RelayLimit = { perSecond: number | null; left: number | null };

/** How many messages go out in so many seconds, by the edition's own rate and its relays' limits together. */
function capacityOf(seconds: number, perSecond: number | null, relays: readonly RelayLimit[]): number {
  const at = (rate: number | null): number => (rate === null ? Infinity : rate * seconds);
  const each = relays.map((relay) => Math.min(at(relay.perSecond), relay.left ?? Infinity));
  const all = each.length === 0 ? Infinity : each.reduce((total, one) => total + one, 0);
  return Math.min(all, at(perSecond));
}

/**
 * About how many readers are beyond what rates and today's quotas allow until their time is over, the earliest hour
 * served first; null where nothing limits the send.
 */
export function estimateMissing(
  { waves, nowMs }: { waves: readonly PendingWave[]; nowMs: number },
  { perSecond, relays }: { perSecond: number | null; relays: readonly RelayLimit[] },
): number | null {
  if (capacityOf(1, perSecond, relays) === Infinity) return null;
  let served = 0;
  let missing = 0;
  for (const { dueMs, endMs, readers } of waves.toSorted((a, b) => a.endMs - b.endMs)) {
    const until = (fromMs: number): number => capacityOf(Math.max(0, endMs - fromMs) / 1000, perSecond, relays);
    // Nobody is served before their hour, however idle the relays are until then.
    const room = Math.min(until(nowMs) - served, until(Math.max(nowMs, dueMs)));
    const fits = Math.floor(Math.min(readers, Math.max(0, room)));
    served += fits;
    missing += readers - fits;
  }
  return missing;
}
