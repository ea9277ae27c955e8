import type { Bench } from './bench.ts';
import { currentMegabytes, peakMegabytes } from './processes.ts';
import { makeEdition, makeReaders } from './readers.ts';
import { sendOnce } from './send.ts';

/** Measures what grows with the number of readers, and what must not grow. */
export async function measureScale(
  bench: Bench,
  { port, sizes }: { port: number; sizes: readonly number[] },
): Promise<void> {
  const { db } = bench;
  console.log(
    `\n| readers | first message after ms | audience complete after ms | messages/s | CPU ms a message | mailer RSS MB (peak) |\n|---|---|---|---|---|---|`,
  );
  for (const readers of sizes) {
    const newsletterId = await makeReaders(db, `scale-${readers}`, readers);
    // Each size has a new mailer, so that its peak memory is its own. A small send comes first, so that the start is
    // not measured.
    const mailers = await bench.startMailers(1, [port]);
    const warmUp = await makeEdition(db, await makeReaders(db, `warm-${readers}`, 200), 1);
    await sendOnce(bench, warmUp);
    const editionId = await makeEdition(db, newsletterId, 1);
    const ours = await sendOnce(bench, editionId);
    const memory = `${currentMegabytes(mailers[0]!).toFixed(0)} (${peakMegabytes(mailers[0]!).toFixed(0)})`;
    await bench.stopMailers();
    console.log(
      `| ${readers} | ${ours.firstAfterMs} | ${ours.frozenAfterMs} | ${ours.perSecond.toFixed(0)} | ${ours.cpuMs.toFixed(3)} | ${memory} |`,
    );
  }
}
