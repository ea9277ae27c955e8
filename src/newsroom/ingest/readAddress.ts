import { isReveilleError } from '../../domain/errors.ts';
import type { IngestDeps } from './deps.ts';
import { PAGE_MAX_BYTES, type FetchOutcome } from './fetch/fetch.ts';
import { openPoliteFetcher, type PoliteFetcher } from './fetch/polite.ts';
import { openRobots, type RobotsVerdict } from './fetch/robots.ts';
import { userAgentOf } from './fetch/userAgent.ts';
import { parser } from './parse/parser.ts';
import type { ParsedPage } from './story.ts';

/** The page at an address, with its address after redirects; or why there is none, as a sentence. */
export type AddressRead = { kind: 'read'; url: string; page: ParsedPage } | { kind: 'failed'; message: string };

/** A person waits: page and placing together take at most 5 s. */
const PATIENCE_MS = 4_000;

const tooSlow = (host: string, { patienceMs = PATIENCE_MS }: IngestDeps): string =>
  `${host} did not answer within ${patienceMs / 1000} seconds. Try again, or add the story when its outlet is faster.`;

const failed = (message: string): AddressRead => ({ kind: 'failed', message });

/** The verdict of robots.txt, or null at the deadline. The answer that comes later is kept for the next time. */
async function askRobots(ask: Promise<RobotsVerdict>, signal: AbortSignal): Promise<RobotsVerdict | null> {
  const aborted = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  return Promise.race([ask, aborted]);
}

function describeFailure(deps: IngestDeps, answer: Extract<FetchOutcome, { kind: 'failed' }>, host: string): string {
  if (answer.code === 'FETCH_TIMEOUT') return tooSlow(host, deps);
  if (answer.status === 404 || answer.status === 410)
    return `There is no page at this address (${host} answers ${answer.status}).`;
  if (answer.code === 'FETCH_REFUSED_ADDRESS') return `${answer.message} It is not fetched.`;
  return answer.message;
}

async function readPage(
  deps: IngestDeps,
  fetcher: PoliteFetcher,
  url: string,
  { signal, pauseMs }: { signal: AbortSignal; pauseMs: number },
): Promise<AddressRead> {
  const { host, pathname } = new URL(url);
  const accept = 'text/html, application/xhtml+xml';
  const answer = await fetcher.fetch(url, { accept, maxBytes: PAGE_MAX_BYTES, signal, pauseMs });
  if (answer.kind === 'failed') return failed(describeFailure(deps, answer, host));
  if (answer.kind === 'unchanged') return failed(`${host} sent no page.`);
  if (!/html|^$/i.test(answer.contentType ?? ''))
    return failed(`There is no page at this address: ${host} sends ${answer.contentType?.split(';')[0]}.`);
  if (new URL(answer.url).pathname === '/' && pathname !== '/')
    return failed(
      `The address leads to the home page of ${new URL(answer.url).host}. The story may have been removed.`,
    );
  try {
    const source = { url: answer.url, contentType: answer.contentType };
    const page = await (deps.parser ?? parser).parse('page', answer.bytes, source, signal);
    return { kind: 'read', page, url: answer.url };
  } catch (error) {
    if (!isReveilleError(error)) throw error;
    return failed(
      error.code === 'PAGE_UNREADABLE'
        ? 'No headline was found on this page.'
        : signal.aborted
          ? tooSlow(host, deps)
          : 'The page is too large to be read.',
    );
  }
}

/**
 * Reads the page at an address that a person gave, within 4 s and as outlets' pages are read: as robots.txt allows, in its
 * turn at the server, never from a private address except `privateOrigin`. A failure is a value. `operator`: the publisher.
 */
export async function readAddress(
  deps: IngestDeps,
  url: string,
  { operator, privateOrigin }: { operator: string; privateOrigin: string | null },
): Promise<AddressRead> {
  const { host } = new URL(url);
  const options = {
    userAgent: userAgentOf({ operator, ...(deps.publicUrl ? { publicUrl: deps.publicUrl } : {}) }),
    privateOrigin,
    publicUrl: deps.publicUrl,
    ...(deps.fetchTimeoutMs ? { timeoutMs: deps.fetchTimeoutMs } : {}),
  };
  const fetcher = openPoliteFetcher(deps.db, options);
  const signal = AbortSignal.timeout(deps.patienceMs ?? PATIENCE_MS);
  const asked = openRobots({ ...deps, fetcher }).ask(url);
  try {
    const verdict = await askRobots(asked, signal);
    if (verdict === null) return failed(tooSlow(host, deps));
    if (verdict.kind === 'disallowed')
      return failed(`The robots.txt of ${host} forbids programs to read this page, so Reveille does not.`);
    if (verdict.kind === 'unknown')
      return failed(`The robots.txt of ${host} cannot be read at the moment, so the page may not be read either.`);
    return await readPage(deps, fetcher, url, { signal, pauseMs: verdict.pauseMs });
  } finally {
    // A robots.txt that is still being read would be stored as unreachable.
    void asked.catch(() => undefined).then(() => fetcher.close());
  }
}
