import type { Bench } from './bench.ts';
import { makeEdition, makeReaders } from './readers.ts';
import { sendOnce } from './send.ts';

/** One mailer against one sink, then two against two; the ratio within the run. */
export async function measureMailers(
  bench: Bench,
  { ports, readers, rounds }: { ports: readonly [number, number]; readers: number; rounds: number },
): Promise<void> {
  const newsletterId = await makeReaders(bench.db, 'mailers', readers);
  console.log(`\n| one mailer, one sink/s | two mailers, two sinks/s | ratio |\n|---|---|---|`);
  for (let round = 1; round <= rounds; round++) {
    const rates: number[] = [];
    for (const count of [1, 2]) {
      const mailers = await bench.startMailers(count, ports.slice(0, count));
      const editionId = await makeEdition(bench.db, newsletterId, 2 * round + count);
      rates.push((await sendOnce(bench, { editionId, mailers })).perSecond);
      await bench.stopMailers();
    }
    console.log(`| ${rates[0]!.toFixed(0)} | ${rates[1]!.toFixed(0)} | ${(rates[1]! / rates[0]!).toFixed(2)} |`);
  }
}
