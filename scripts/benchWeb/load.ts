import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

/** A form to post, or a page to get if there is no body. */
export type Request = { path: string; body: string | null };
type Outcome = { requests: number; errors: number; p50: number; p99: number; max: number };

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const CONNECTIONS = 256;

/**
 * Sends a request and reads the whole answer. Returns milliseconds from `startedAt`, or null if the status is not 200.
 */
export async function send(pool: Pool, { path, body }: Request, startedAt: number): Promise<number | null> {
  try {
    const form = { method: 'POST', headers: FORM, body } as const;
    const answer = await pool.request(body === null ? { path, method: 'GET' } : { path, ...form });
    await answer.body.dump();
    return answer.statusCode === 200 ? performance.now() - startedAt : null;
  } catch {
    return null;
  }
}

/** Sends `rate` requests a second. The latency of a request counts from when it should have been sent. */
export async function runAtRate(
  origin: string,
  { rate, requests }: { rate: number; requests: readonly Request[] },
): Promise<Outcome> {
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const startedAt = performance.now();
  const answers: Promise<number | null>[] = [];
  while (answers.length < requests.length) {
    const due = Math.min(requests.length, Math.floor(((performance.now() - startedAt) * rate) / 1000) + 1);
    for (let n = answers.length; n < due; n++) answers.push(send(pool, requests[n]!, startedAt + (n * 1000) / rate));
    await sleep(1);
  }
  const times = await Promise.all(answers);
  await pool.close();
  const taken = times.filter((time) => time !== null).toSorted((a, b) => a - b);
  const at = (share: number): number => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? NaN;
  return { requests: times.length, errors: times.length - taken.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** A row of the table. The last column is the CPU time of the web process. */
export function describe(name: string, { requests, errors, p50, p99, max }: Outcome, cpuMs: number): string {
  const ms = [...[p50, p99, max].map((time) => time.toFixed(1)), cpuMs.toFixed(2)];
  return `| ${[name, requests, errors, ...ms].join(' | ')} |`;
}
