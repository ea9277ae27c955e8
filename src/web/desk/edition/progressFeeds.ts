import { warnUnlessAway } from '../../../platform/db/away.ts';
import type { Config } from '../../../platform/config.ts';
import type { Db } from '../../../platform/db/client.ts';
import { sendProgress, type SendProgress } from '../../../editions/progress.ts';
import type { Log } from '../../../platform/log.ts';

type Listener = (progress: SendProgress) => void;

/** The figures of sends: one poll at a time for each edition, however many desks look at it. */
export type ProgressFeeds = {
  /** Calls `listener` with the figures now and each time they change, until the returned function is called. */
  follow: (editionId: number, listener: Listener) => () => void;
  /** The latest figures where they are young enough and `isCurrent`, else new ones. Throws NOT_FOUND. */
  read: (editionId: number, isCurrent: (progress: SendProgress) => boolean) => Promise<SendProgress>;
};

type Feed = {
  listeners: Set<Listener>;
  latest: { progress: SendProgress; text: string } | null;
  /** By performance.now(). */
  againAtMs: number;
  polling: Promise<SendProgress> | null;
  timer: NodeJS.Timeout | null;
};

const MIN_PAUSE_MS = 1_000;
const PAUSE_AFTER_FAILURE_MS = 5_000;
const KEPT_FEEDS = 20;
// Reading figures takes at most one part in twenty of the database's time.
const PAUSE_FACTOR = 20;

/** Feeds that poll by themselves only while somebody follows them. A poll that fails is tried again. */
export function createProgressFeeds({
  db,
  config,
  log,
}: {
  db: Db;
  config: Pick<Config, 'relays'>;
  log: Log;
}): ProgressFeeds {
  const feeds = new Map<number, Feed>();

  const look = async (editionId: number, feed: Feed): Promise<SendProgress> => {
    const startedAt = performance.now();
    const progress = await sendProgress({ db, config }, editionId);
    const now = performance.now();
    feed.againAtMs = now + Math.max(MIN_PAUSE_MS, PAUSE_FACTOR * (now - startedAt));
    const text = JSON.stringify(progress);
    if (text === feed.latest?.text) return progress;
    feed.latest = { progress, text };
    for (const listener of feed.listeners) listener(progress);
    return progress;
  };

  const poll = (editionId: number, feed: Feed): Promise<SendProgress> =>
    (feed.polling ??= look(editionId, feed).finally(() => (feed.polling = null)));

  const run = async (editionId: number, feed: Feed): Promise<void> => {
    feed.timer = null;
    try {
      await poll(editionId, feed);
    } catch (error) {
      warnUnlessAway(log, error, 'the figures of a send could not be read', { edition: editionId });
      feed.againAtMs = performance.now() + PAUSE_AFTER_FAILURE_MS;
    }
    schedule(editionId, feed);
  };

  const schedule = (editionId: number, feed: Feed): void => {
    if (feed.listeners.size === 0 || feed.timer) return;
    feed.timer = setTimeout(() => void run(editionId, feed), Math.max(0, feed.againAtMs - performance.now()));
  };

  const feedOf = (editionId: number): Feed => {
    const known = feeds.get(editionId);
    if (known) return known;
    const feed: Feed = { listeners: new Set(), latest: null, againAtMs: 0, polling: null, timer: null };
    feeds.set(editionId, feed);
    const idle = [...feeds].filter(([, { listeners, polling }]) => listeners.size === 0 && !polling);
    for (const [id] of idle.slice(0, Math.max(0, idle.length - KEPT_FEEDS))) feeds.delete(id);
    return feed;
  };

  return {
    follow: (editionId, listener) => {
      const feed = feedOf(editionId);
      feed.listeners.add(listener);
      if (feed.latest) listener(feed.latest.progress);
      schedule(editionId, feed);
      return () => {
        feed.listeners.delete(listener);
        if (feed.listeners.size > 0 || !feed.timer) return;
        clearTimeout(feed.timer);
        feed.timer = null;
      };
    },
    read: async (editionId, isCurrent) => {
      const feed = feedOf(editionId);
      const latest = feed.latest?.progress;
      if (latest && performance.now() < feed.againAtMs && isCurrent(latest)) return latest;
      const polled = await poll(editionId, feed);
      // A poll that was under way may have begun before what the caller knows of.
      return isCurrent(polled) ? polled : poll(editionId, feed);
    },
  };
}
