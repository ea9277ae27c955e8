import type { Db } from '../../../platform/db/client.ts';
import { openFetcher, type Fetcher, type FetcherOptions, type FetchOptions, type FetchOutcome } from './fetch.ts';
import { answerOwnSample } from './ownSample.ts';
import { FOREIGN, OWN, takeTurn } from './turns.ts';

const MAX_WAIT_MS = 60_000;
const LAPSE_MARGIN_MS = 5_000;

/** Options of a polite fetch, with a longer pause after it, for example the Crawl-delay of a robots.txt. */
type PoliteOptions = FetchOptions & { pauseMs?: number };

export type PoliteFetcher = {
  fetch: (url: string, options: PoliteOptions) => Promise<FetchOutcome>;
  close: Fetcher['close'];
};

/**
 * A fetcher that waits up to a minute for its turn at each server. The limits on concurrent requests and on pauses
 * apply
 * over all processes. Redirects to other servers use the same turn.
 */
export function openPoliteFetcher(db: Db, options: FetcherOptions): PoliteFetcher {
  const fetcher = openFetcher(options);
  return {
    fetch: async (url, wanted) => {
      const own = answerOwnSample(options.publicUrl, url, wanted, new Date());
      if (own) return own;
      const origin = URL.parse(url)?.origin;
      if (!origin || origin === 'null') return await fetcher.fetch(url, wanted);
      const manners = origin === options.privateOrigin ? OWN : FOREIGN;
      const patience = AbortSignal.timeout(MAX_WAIT_MS);
      const turn = await takeTurn(
        db,
        origin,
        { ...manners, pauseMs: Math.max(manners.pauseMs, wanted.pauseMs ?? 0) },
        {
          lapseMs: (options.timeoutMs ?? 10_000) + LAPSE_MARGIN_MS,
          signal: wanted.signal ? AbortSignal.any([patience, wanted.signal]) : patience,
        },
      );
      if (!turn)
        return {
          kind: 'failed',
          code: 'FETCH_TIMEOUT',
          message: `${new URL(origin).host} has too many requests waiting; this one got no turn.`,
          status: null,
          retryAfterMs: null,
        };
      try {
        return await fetcher.fetch(url, wanted);
      } finally {
        await turn.release();
      }
    },
    close: fetcher.close,
  };
}
