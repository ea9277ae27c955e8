import type { Bench } from './bench.ts';
import { runSource } from './processes.ts';
import { makeEdition, makeReaders } from './readers.ts';
import { sendOnce } from './send.ts';

/**
 * Runs one smtp-source for each port at once, each with its part of the messages. Returns messages a second in total.
 */
async function runSources(ports: readonly number[], messages: number, bytes: number): Promise<number> {
  const each = Math.round(messages / ports.length);
  const startedAt = performance.now();
  await Promise.all(ports.map((port) => runSource(port, each, bytes)));
  return (each * ports.length) / ((performance.now() - startedAt) / 1000);
}

/**
 * Measures one mailer with one sink, then two with two, as a ratio within the run. smtp-source does the same for
 * comparison: its gain from a second pair shows the free capacity of the machine.
 */
export async function measureMailers(
  bench: Bench,
  {
    ports,
    readers,
    rounds,
    bytes,
  }: { ports: readonly [number, number]; readers: number; rounds: number; bytes: number },
): Promise<void> {
  const newsletterId = await makeReaders(bench.db, 'mailers', readers);
  console.log(`\n| of | one, one sink/s | two, two sinks/s | ratio |\n|---|---|---|---|`);
  const print = (of: string, [one, two]: readonly number[]): void =>
    console.log(`| ${of} | ${one!.toFixed(0)} | ${two!.toFixed(0)} | ${(two! / one!).toFixed(2)} |`);
  for (let round = 1; round <= rounds; round++) {
    const [sources, ours]: [number[], number[]] = [[], []];
    for (const count of [1, 2]) {
      const sinks = ports.slice(0, count);
      await bench.startMailers(count, sinks);
      const editionId = await makeEdition(bench.db, newsletterId, 2 * round + count, bytes);
      sources.push(await runSources(sinks, readers, bytes));
      ours.push((await sendOnce(bench, editionId)).perSecond);
      await bench.stopMailers();
    }
    print('smtp-source', sources);
    print('mailer', ours);
  }
}
