import { createHmac, randomBytes } from 'node:crypto';
import { isbot } from 'isbot';
import type { Db } from '../../platform/db/client.ts';
import type { Log } from '../../platform/log.ts';
import { addCounts, type Followed } from './clickCounts.ts';
import type { Link } from './links.ts';

/** How somebody followed a link. `network`: as src/web/clientAddress.ts names it. */
export type Follow = { method: string; network: string | null; userAgent: string; purpose: string };

export type ClickCounter = {
  /** Notes that a link was followed; returns at once. */
  note: (link: Link, follow: Follow) => void;
  /** Decides on visits that are over, or (`all`) on every one, and writes what was decided. */
  settle: (all?: boolean) => Promise<void>;
};

// A visit is over when nothing of it came for so long, or when it has lasted so long: a filter that looks at a mail's
// links takes seconds, a reader opens one, reads, and comes back.
const QUIET_MS = 10_000;
const LONGEST_MS = 60_000;
// Of visits in mind; the oldest is decided early where there are more.
const MAX_VISITS = 20_000;
const SETTLE_EVERY_MS = 2_000;
// Who follows at least this many different links of a mail, and half of all that it has, without a pause, reads none.
const MIN_SCANNED = 3;
const SCANNED_SHARE = 0.5;

type Visit = { links: Set<string>; editionLinks: number; startedAt: number; latestAt: number };

/** True of a request that no person's click makes, by what it says of itself. */
export function isProgram({ method, userAgent, purpose }: Follow): boolean {
  return method !== 'GET' || userAgent === '' || isbot(userAgent) || /\bprefetch|preview\b/i.test(purpose);
}

/** True of a visit that looked at a mail's links instead of reading. */
function isScan({ links, editionLinks }: Pick<Visit, 'links' | 'editionLinks'>): boolean {
  return links.size >= Math.max(MIN_SCANNED, Math.ceil(editionLinks * SCANNED_SHARE));
}

/**
 * Counts who follows links, without knowing who. A visit is one network and one user agent at one edition's links:
 * a hash of them, keyed anew by each process and kept in its memory alone, for at most a minute and a few seconds. When
 * it is over, each link in it is a click, once however often it was followed, or all of them are scans. Counts are written every two
 * seconds in one statement; a process that dies takes what it has in mind with it.
 */
export function createClickCounter({ db, log, now }: { db: Db; log: Log; now: () => Date }): ClickCounter {
  const key = randomBytes(32);
  // In the order in which they began.
  const visits = new Map<string, Visit>();
  let decided = new Map<string, Followed>();
  let timer: NodeJS.Timeout | null = null;

  const decide = (ids: Iterable<string>, isScanned: boolean): void => {
    for (const id of ids) {
      const { clicks, scans } = decided.get(id) ?? { clicks: 0, scans: 0 };
      decided.set(id, isScanned ? { clicks, scans: scans + 1 } : { clicks: clicks + 1, scans });
    }
  };
  const end = (name: string, visit: Visit): void => {
    visits.delete(name);
    decide(visit.links, isScan(visit));
  };

  const settle = async (all: boolean = false): Promise<void> => {
    const at = now().getTime();
    for (const [name, visit] of visits)
      if (all || at - visit.latestAt >= QUIET_MS || at - visit.startedAt >= LONGEST_MS) end(name, visit);
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
        if (visits.size + decided.size > 0) wake();
      });
    }, SETTLE_EVERY_MS).unref();
  };

  const nameOf = ({ network, userAgent }: Follow, { editionId }: Link): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([network, userAgent, editionId]))
      .digest('base64url');

  return {
    settle,
    note: (link, follow) => {
      wake();
      if (isProgram(follow)) return decide([link.id], true);
      const name = nameOf(follow, link);
      const at = now().getTime();
      let visit = visits.get(name);
      if (visit && (at - visit.latestAt >= QUIET_MS || at - visit.startedAt >= LONGEST_MS)) {
        end(name, visit);
        visit = undefined;
      }
      if (!visit) {
        for (const [oldest, its] of visits) {
          if (visits.size < MAX_VISITS) break;
          end(oldest, its);
        }
        visit = { links: new Set(), editionLinks: 0, startedAt: at, latestAt: at };
        visits.set(name, visit);
      }
      visit.links.add(link.id);
      visit.editionLinks = link.editionLinks;
      visit.latestAt = at;
    },
  };
}
