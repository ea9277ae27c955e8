import { codeOf } from '../domain/errors.ts';

/** The result of a request to an address of the operator's. `reason` never contains a part of the address. */
export type Called = { isDone: true } | { isDone: false; reason: string };

const TIMEOUT_MS = 10_000;

function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  return codeOf(cause) ?? codeOf(error) ?? 'the connection failed';
}

/**
 * Requests an address that the operator set, which may be a private one. Only a 2xx is success, and redirects are not
 * followed: they would repeat a signed text elsewhere. It ends within `timeoutMs` and never throws.
 */
export async function callOut(
  url: string,
  {
    method,
    headers = {},
    body = null,
    timeoutMs = TIMEOUT_MS,
  }: { method: 'GET' | 'POST'; headers?: Record<string, string>; body?: string | null; timeoutMs?: number },
): Promise<Called> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method, headers, body, signal, redirect: 'manual' });
    await response.body?.cancel();
    return response.ok ? { isDone: true } : { isDone: false, reason: `HTTP ${response.status}` };
  } catch (error) {
    return { isDone: false, reason: reasonOf(error, timeoutMs) };
  }
}
