import { messageOf } from '../../domain/errors.ts';

/** What a server answered, or why none did. */
export type Answer =
  | { kind: 'answered'; status: number; headers: Headers; startedAt: Date; endedAt: Date }
  | { kind: 'failed'; text: string };

/** One request as a mailbox provider makes it: no cookie, no login, no redirect followed. */
export type Visit = (method: 'GET' | 'POST', url: string) => Promise<Answer>;

const TIMEOUT_MS = 10_000;

/** Visits over HTTP; a POST carries RFC 8058's body. The answer's own body is not read. */
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
      // fetch says "fetch failed" and keeps the reason as its cause.
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
      return { kind: 'failed', text: messageOf(cause) };
    }
  };
}
