import { createHmac, randomBytes } from 'node:crypto';
import { isbot } from 'isbot';
import type { Db } from '../../platform/db/client.ts';
import type { Log } from '../../platform/log.ts';
import { addCounts, type Followed } from './clickCounts.ts';
import type { Link } from './links.ts';

/** A request for a link. `network`: as src/web/clientAddress.ts names it. */
export type Follow = { method: string; network: string | null; userAgent: string; purpose: string };

export type ClickCounter = {
  /** Notes that a link was followed. Returns at once. */
  note: (link: Link, follow: Follow) => void;
  /** Decides about visits that have ended, or about all of them (`all`), and writes the result. */
  settle: (all?: boolean) => Promise<void>;
};

// A visit ends after this long without a request, or at this total length. A filter scans a mail's links in seconds;
// a reader opens one link, reads, and comes back.
const QUIET_MS = 10_000;
const LONGEST_MS = 60_000;
// The most visits in memory. Above this, the oldest is decided early.
const MAX_VISITS = 20_000;
const SETTLE_EVERY_MS = 2_000;
// A visit without a pause to at least this many links of a mail, and to half of all its links, is a scan.
const MIN_SCANNED = 3;
const SCANNED_SHARE = 0.5;

type Visit = { links: Set<string>; editionLinks: number; startedAt: number; latestAt: number };

/** True if a request, by its own description, cannot be a person's click. */
export function isProgram({ method, userAgent, purpose }: Follow): boolean {
  return method !== 'GET' || userAgent === '' || isbot(userAgent) || /\bprefetch|preview\b/i.test(purpose);
}

/** True if a visit scanned a mail's links. */
function isScan({ links, editionLinks }: Pick<Visit, 'links' | 'editionLinks'>): boolean {
  return links.size >= Math.max(MIN_SCANNED, Math.ceil(editionLinks * SCANNED_SHARE));
}

type Visits = {
  note: (link: Link, follow: Follow) => void;
  /** Ends the visits that are over, or all of them. */
  end: (all: boolean) => void;
  count: () => number;
};

/**
 * The visits in progress: one network and one user agent on one edition's links. Their keys are hashes with a secret of
 * this process, kept only in memory. `onEnd` gets each visit once, at its end.
 */
function openVisits(now: () => Date, onEnd: (visit: Visit) => void): Visits {
  const key = randomBytes(32);
  // Ordered by their start.
  const visits = new Map<string, Visit>();
  const nameOf = ({ network, userAgent }: Follow, { editionId }: Link): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([network, userAgent, editionId]))
      .digest('base64url');
  const isOver = ({ latestAt, startedAt }: Visit, at: number): boolean =>
    at - latestAt >= QUIET_MS || at - startedAt >= LONGEST_MS;
  const endOne = (name: string, visit: Visit): void => {
    visits.delete(name);
    onEnd(visit);
  };
  const begin = (name: string, at: number): Visit => {
    for (const [oldest, its] of visits) {
      if (visits.size < MAX_VISITS) break;
      endOne(oldest, its);
    }
    const visit: Visit = { links: new Set(), editionLinks: 0, startedAt: at, latestAt: at };
    visits.set(name, visit);
    return visit;
  };
  return {
    count: () => visits.size,
    end: (all) => {
      const at = now().getTime();
      for (const [name, visit] of visits) if (all || isOver(visit, at)) endOne(name, visit);
    },
    note: (link, follow) => {
      const name = nameOf(follow, link);
      const at = now().getTime();
      let visit = visits.get(name);
      if (visit && isOver(visit, at)) {
        endOne(name, visit);
        visit = undefined;
      }
      visit ??= begin(name, at);
      visit.links.add(link.id);
      visit.editionLinks = link.editionLinks;
      visit.latestAt = at;
    },
  };
}

/**
 * Counts clicks without identifying readers. When a visit ends, each of its links counts as one click however often it
 * was followed, or all of them count as scans. A visit lasts for a minute and a few seconds at most. Counts are written
 * every two seconds in one statement. A process that dies loses the visits in its memory.
 */
export function createClickCounter({ db, log, now }: { db: Db; log: Log; now: () => Date }): ClickCounter {
  let decided = new Map<string, Followed>();
  let timer: NodeJS.Timeout | null = null;

  const decide = (ids: Iterable<string>, isScanned: boolean): void => {
    for (const id of ids) {
      const { clicks, scans } = decided.get(id) ?? { clicks: 0, scans: 0 };
      decided.set(id, isScanned ? { clicks, scans: scans + 1 } : { clicks: clicks + 1, scans });
    }
  };
  const visits = openVisits(now, (visit) => decide(visit.links, isScan(visit)));

  const settle = async (all: boolean = false): Promise<void> => {
    visits.end(all);
    if (decided.size === 0) return;
    const batch = decided;
    decided = new Map();
    try {
      await addCounts({ db }, batch);
    } catch (error) {
      log.warn({ err: error, links: batch.size }, 'clicks could not be counted');
    }
  };
  const wake = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      void settle().then(() => {
        if (visits.count() + decided.size > 0) wake();
      });
    }, SETTLE_EVERY_MS).unref();
  };

  return {
    settle,
    note: (link, follow) => {
      wake();
      if (isProgram(follow)) decide([link.id], true);
      else visits.note(link, follow);
    },
  };
}
