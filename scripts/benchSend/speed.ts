import { makeDkimKeys } from '../../src/wire/dkim/keys.ts';
import type { Bench } from './bench.ts';
import { costsBetween, readCosts } from './costs.ts';
import { runSource } from './processes.ts';
import { makeEdition, makeReaders } from './readers.ts';
import { sendOnce } from './send.ts';

const DOMAIN = 'paper.example';
const WAYS = {
  unsigned: [],
  'Ed25519 DKIM': ['ed25519-sha256'],
  'RSA-2048 DKIM': ['rsa-sha256'],
  'both DKIM': ['ed25519-sha256', 'rsa-sha256'],
} as const;

/**
 * Measures each kind of signing in turn, each directly after smtp-source on the same sink, as ratios within the run.
 */
export async function measureSpeed(
  bench: Bench,
  {
    port,
    readers,
    rounds,
    bytes,
    ways,
  }: { port: number; readers: number; rounds: number; bytes: number; ways: string | null },
): Promise<void> {
  const { db } = bench;
  const newsletterId = await makeReaders(db, 'speed', readers);
  await makeDkimKeys({ db, now: () => new Date() }, DOMAIN, { actor: 'benchmark' });
  await bench.startMailers(1, [port]);
  console.log(
    `\n| way | ratio to smtp-source | messages/s | smtp-source/s | CPU ms a message: mailer | its threads | PostgreSQL | sink | bench |\n|---|---|---|---|---|---|---|---|---|`,
  );
  let number = 0;
  for (let round = 1; round <= rounds; round++)
    for (const [way, algorithms] of Object.entries(WAYS)) {
      if (ways && !ways.split(',').some((start) => way.startsWith(start))) continue;
      await db.updateTable('dkim_keys').set({ is_active: false }).execute();
      if (algorithms.length > 0)
        await db.updateTable('dkim_keys').set({ is_active: true }).where('algorithm', 'in', algorithms).execute();
      const editionId = await makeEdition(db, newsletterId, ++number, bytes);
      const before = readCosts(bench.parts());
      const source = await runSource(port, readers, bytes);
      const alone = costsBetween(before, readCosts(bench.parts()), readers);
      console.log(`| smtp-source | 1 | ${source.toFixed(0)} | | | | | ${alone.sink.toFixed(3)} | |`);
      const ours = await sendOnce(bench, editionId);
      const costs = Object.values(ours.costs).map((ms) => ms.toFixed(3));
      console.log(
        `| ${way} | ${(ours.perSecond / source).toFixed(2)} | ${ours.perSecond.toFixed(0)} | ${source.toFixed(0)} | ${costs.join(' | ')} |`,
      );
    }
  await bench.stopMailers();
}
