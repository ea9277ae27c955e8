import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { send } from './load.ts';
import { KINDS, signUpRequest } from './requests.ts';

// Longer than the processing of a sign-up, so that it does not delay the next answer.
const PAUSE_MS = 15;

/**
 * Compares the latency for each state of an address: `samples` rounds of one request for each state on one connection.
 * Returns a table with medians, quartiles, and the ratio of each median to that of unknown addresses.
 */
export async function compareTimes(origin: string, slug: string, samples: number): Promise<string> {
  const pool = new Pool(origin, { connections: 1 });
  const times = new Map<string, number[]>(KINDS.map((kind) => [kind, []]));
  for (let round = 0; round < samples; round++)
    for (const kind of KINDS) {
      const name = kind === 'unknown' ? `stranger-${round}` : `kind-${kind}`;
      const time = await send(pool, signUpRequest(slug, name), performance.now());
      if (time !== null) times.get(kind)!.push(time);
      await sleep(PAUSE_MS);
    }
  await pool.close();
  const rows = KINDS.map((kind) => {
    const sorted = times.get(kind)!.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)]!;
    return { kind, quartile: at(0.25), median: at(0.5), upper: at(0.75) };
  });
  const lines = rows.map(
    ({ kind, quartile, median, upper }) =>
      `| ${kind} | ${[quartile, median, upper].map((ms) => ms.toFixed(2)).join(' | ')} | ${(median / rows[0]!.median).toFixed(2)} |`,
  );
  return [
    '| address | lower quartile ms | median ms | upper quartile ms | of unknown |',
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
