import { messageOf } from '../../domain/errors.ts';

/** A server's answer, or the reason why there is none. */
export type Answer =
  | { kind: 'answered'; status: number; headers: Headers; startedAt: Date; endedAt: Date }
  | { kind: 'failed'; text: string };

/** One request as a mailbox provider makes it: without cookie or login, and without following redirects. */
export type Visit = (method: 'GET' | 'POST', url: string) => Promise<Answer>;

const TIMEOUT_MS = 10_000;

/** Opens visits over HTTP. A POST has the body of RFC 8058. The body of the answer is not read. */
export function openVisits({ now }: { now: () => Date }): Visit {
  return async (method, url) => {
    const startedAt = now();
    try {
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(method === 'POST' && { body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }),
      });
      const endedAt = now();
      await response.body?.cancel();
      return { kind: 'answered', status: response.status, headers: response.headers, startedAt, endedAt };
    } catch (error) {
      // fetch reports "fetch failed", with the reason as its cause.
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
      return { kind: 'failed', text: messageOf(cause) };
    }
  };
}
