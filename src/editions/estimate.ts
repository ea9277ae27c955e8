/** Pending readers who share an hour. After `endMs` they no longer get the edition. */
type PendingWave = { dueMs: number; endMs: number; readers: number };

/** A relay's limits: messages per second, and messages left today. Null: no limit. */
type RelayLimit = { perSecond: number | null; left: number | null };

/** How many messages can be sent in `seconds`, within the edition's own rate and its relays' limits. */
function capacityOf(seconds: number, perSecond: number | null, relays: readonly RelayLimit[]): number {
  const at = (rate: number | null): number => (rate === null ? Infinity : rate * seconds);
  const each = relays.map((relay) => Math.min(at(relay.perSecond), relay.left ?? Infinity));
  const all = each.length === 0 ? Infinity : each.reduce((total, one) => total + one, 0);
  return Math.min(all, at(perSecond));
}

/**
 * Estimates how many readers the rates and today's quotas cannot serve before their deadline, with the earliest hour
 * served first. Null if the send has no limit.
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
    // No reader is served before their hour, even if the relays are idle until then.
    const room = Math.min(until(nowMs) - served, until(Math.max(nowMs, dueMs)));
    const fits = Math.floor(Math.min(readers, Math.max(0, room)));
    served += fits;
    missing += readers - fits;
  }
  return missing;
}
