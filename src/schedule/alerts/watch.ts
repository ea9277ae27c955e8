import { setTimeout as sleep } from 'node:timers/promises';
import { warnUnlessAway } from '../../platform/db/away.ts';
import { isHeld } from '../../platform/leases.ts';
import type { Running } from '../../platform/process.ts';
import { keyOf, type Condition, type FindDeps, type Finder } from './condition.ts';
import { backupFinder, holdFinder, safetyLogFinder } from './find/backups.ts';
import { openDiskFinder } from './find/disk.ts';
import { editionFinder } from './find/editions.ts';
import { feedbackFinder } from './find/feedback.ts';
import { openOutsideFinders } from './find/outside.ts';
import { processFinder, schedulerFinder } from './find/processes.ts';
import { relayFinder } from './find/relays.ts';
import { sendHeartbeats } from './heartbeat.ts';
import { sendNotices } from './notify.ts';
import { closeOver, openAlert, removeOld } from './register.ts';

const LOOK_EVERY_MS = 10_000;
// Less than a process has for its drain. Another process sends what this one leaves.
const CLOSE_WITHIN_MS = 5_000;

const FINDERS: readonly Finder[] = [
  editionFinder,
  relayFinder,
  processFinder,
  schedulerFinder,
  feedbackFinder,
  openDiskFinder(),
  backupFinder,
  safetyLogFinder,
  holdFinder,
  ...openOutsideFinders(),
];

const hasReceivers = ({ alerts }: FindDeps['config']): boolean => alerts.to.length > 0 || alerts.webhook !== null;

/**
 * Returns one round: it opens an alert for each condition that lasts long enough, closes those that are over, sends the
 * notices that are due, and asks HEARTBEAT_URL. Any number of processes may run rounds: rows decide who sends. A finder
 * that fails is logged and closes nothing. A stand-in acts only while no scheduler lives, so that a dead scheduler is
 * reported, too.
 */
export function openWatch(
  deps: FindDeps,
  { finders = FINDERS, isStandIn = false }: { finders?: readonly Finder[]; isStandIn?: boolean } = {},
): () => Promise<void> {
  const { db, log, now } = deps;
  const sinceMs = new Map<string, number>();

  const hasLasted = (condition: Condition, nowMs: number): boolean => {
    const key = keyOf(condition);
    const since = sinceMs.get(key) ?? nowMs;
    sinceMs.set(key, since);
    return nowMs - since >= (condition.afterMs ?? 0);
  };

  const lookFor = async ({ kinds, find, only }: Finder): Promise<void> => {
    const found = await find(deps);
    const at = now();
    const keys = new Set(found.map(keyOf));
    for (const key of sinceMs.keys())
      if (!keys.has(key) && kinds.some((kind) => key.startsWith(`${kind}:`))) sinceMs.delete(key);
    for (const condition of found)
      if (hasLasted(condition, at.getTime()) && (await openAlert(db, condition, at)))
        log.warn({ alert: condition.kind, edition: condition.editionId }, 'an alert is open');
    await closeOver(db, { kinds, found, ...(only === undefined ? {} : { only }) }, at);
  };

  const alert = async (): Promise<void> => {
    for (const finder of finders)
      await lookFor(finder).catch((error: unknown) =>
        warnUnlessAway(log, error, 'a condition of alerts could not be checked', { kinds: finder.kinds }),
      );
    await sendNotices(deps);
    await removeOld(db, now());
  };

  return async () => {
    if (isStandIn && (await isHeld(deps, 'process:scheduler'))) {
      sinceMs.clear();
      return;
    }
    await sendHeartbeats(deps);
    if (hasReceivers(deps.config)) await alert();
  };
}

/**
 * Runs rounds until it is closed, beside the other work of the process. Without alerts and heartbeats in the environment
 * it does nothing.
 */
export function startWatch(deps: FindDeps, options: { isStandIn?: boolean } = {}): Running {
  if (!hasReceivers(deps.config) && deps.config.alerts.heartbeatUrl === null) return { close: async () => undefined };
  const round = openWatch(deps, options);
  const stopping = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await round();
      } catch (error) {
        warnUnlessAway(deps.log, error, 'alerts could not be sent');
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = loop();
  return {
    close: async () => {
      stopping.abort();
      await Promise.race([ended, sleep(CLOSE_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}
