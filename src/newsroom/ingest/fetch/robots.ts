import robotsModule from 'robots-parser';
import type { Db } from '../../../platform/db/client.ts';
import { samplePath } from '../../sample/base.ts';
import type { FetchOutcome } from './fetch.ts';
import type { PoliteFetcher } from './polite.ts';
import { ROBOTS_NAME } from './userAgent.ts';

// The package exports its function as CommonJS, but declares it differently.
// oxlint-disable-next-line no-unsafe-type-assertion -- see above
const robotsParser = robotsModule as unknown as typeof robotsModule.default;
// RFC 9309, 2.4: a copy is used for a day; 2.5: half a MiB is read.
const FRESH_MS = 24 * 3_600_000;
const MAX_BYTES = 512_000;
// 2.3.1.4: an unreachable robots.txt forbids everything, for a reasonably long time.
const UNREACHABLE_FOR_MS = 30 * FRESH_MS;
const RETRY_MS = 15 * 60_000;
const MAX_CRAWL_DELAY_MS = 30_000;
// Matching costs the length of the rules times that of the path. Larger products are attacks.
const MAX_MATCH_COST = 2e8;

/** The verdict of a robots.txt about one page. `unknown`: it cannot be reached; try again later. */
export type RobotsVerdict = { kind: 'allowed'; pauseMs: number } | { kind: 'disallowed' } | { kind: 'unknown' };

export type Robots = { ask: (url: string) => Promise<RobotsVerdict> };

/** A stored copy. `rules` is '' if there is no robots.txt, and null if it was never reached. */
type Known = { rules: string | null; failingSince: Date | null };

function judge({ rules, failingSince }: Known, url: URL, now: Date): RobotsVerdict {
  if (rules === null) {
    const isLong = failingSince !== null && now.getTime() - failingSince.getTime() > UNREACHABLE_FOR_MS;
    return isLong ? { kind: 'allowed', pauseMs: 0 } : { kind: 'unknown' };
  }
  if (rules.length * (url.pathname.length + url.search.length) > MAX_MATCH_COST) return { kind: 'disallowed' };
  const robots = robotsParser(`${url.origin}/robots.txt`, rules);
  if (robots.isAllowed(url.href, ROBOTS_NAME) === false) return { kind: 'disallowed' };
  const delayMs = (robots.getCrawlDelay(ROBOTS_NAME) ?? 0) * 1000;
  return {
    kind: 'allowed',
    pauseMs: Number.isFinite(delayMs) ? Math.min(Math.max(delayMs, 0), MAX_CRAWL_DELAY_MS) : 0,
  };
}

/** The rules in an answer to /robots.txt: '' for 4xx (no rules), null if it cannot be reached. */
function rulesOf(answer: FetchOutcome): string | null {
  // PostgreSQL does not accept NUL.
  if (answer.kind === 'fetched')
    return answer.bytes
      .toString('utf8')
      .replaceAll('\0', '')
      .replace(/^\ufeff/u, '');
  if (answer.kind !== 'failed') return null;
  if (answer.code === 'FETCH_TOO_MANY_REDIRECTS') return '';
  const status = answer.status ?? 0;
  return status >= 400 && status < 500 && status !== 429 ? '' : null;
}

async function loadKnown(db: Db, origin: string, now: Date): Promise<Known | null> {
  const row = await db
    .selectFrom('fetch_hosts')
    .select(['robots', 'robots_fetched_at', 'robots_failing_since'])
    .where('origin', '=', origin)
    .executeTakeFirst();
  if (!row?.robots_fetched_at) return null;
  const age = now.getTime() - row.robots_fetched_at.getTime();
  if (age < 0 || age > (row.robots_failing_since ? RETRY_MS : FRESH_MS)) return null;
  return { rules: row.robots, failingSince: row.robots_failing_since };
}

async function save(db: Db, origin: string, rules: string | null, now: Date): Promise<Known> {
  const row = await db
    .insertInto('fetch_hosts')
    .values({ origin, robots: rules, robots_fetched_at: now, robots_failing_since: rules === null ? now : null })
    .onConflict((conflict) =>
      conflict.column('origin').doUpdateSet((eb) => ({
        robots_fetched_at: now,
        // The earlier copy stays in use while the file cannot be reached (RFC 9309, 2.4).
        robots: rules ?? eb.ref('fetch_hosts.robots'),
        robots_failing_since: rules === null ? eb.fn.coalesce('fetch_hosts.robots_failing_since', eb.val(now)) : null,
      })),
    )
    .returning(['robots', 'robots_failing_since'])
    .executeTakeFirstOrThrow();
  return { rules: row.robots, failingSince: row.robots_failing_since };
}

/** Fetches each server's robots.txt once a day for all processes. Follows RFC 9309, also for failures. */
export function openRobots({
  db,
  fetcher,
  now,
  publicUrl,
}: {
  db: Db;
  fetcher: Pick<PoliteFetcher, 'fetch'>;
  now: () => Date;
  publicUrl?: string | undefined;
}): Robots {
  const asked = new Map<string, Promise<Known>>();
  const learn = async (origin: string): Promise<Known> => {
    const known = await loadKnown(db, origin, now());
    if (known) return known;
    const answer = await fetcher.fetch(`${origin}/robots.txt`, {
      accept: 'text/plain, */*;q=0.5',
      maxBytes: MAX_BYTES,
      mayCut: true,
    });
    return await save(db, origin, rulesOf(answer), now());
  };
  return {
    ask: async (link) => {
      if (samplePath(publicUrl, link) !== null) return { kind: 'allowed', pauseMs: 0 };
      const url = new URL(link);
      const known = asked.get(url.origin) ?? learn(url.origin);
      asked.set(url.origin, known);
      return judge(await known, url, now());
    },
  };
}
