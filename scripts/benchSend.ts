/**
 * Compares the speed of the mailer with Postfix's load generator on the same sink, as ratios within one run. Everything
 * runs on loopback in separate processes, with the ledger in an embedded PostgreSQL with its usual durability.
 *
 *   npm run bench:send -- [--part speed,freeze,scale,backends,mailers,bytes] [--readers N] [--rounds N] [--sizes N,N,N] [--ways unsigned,RSA]
 *
 * smtp-source and smtp-sink (Debian's package postfix) must be on the PATH, for `backends` a redis-server as well.
 */
import { parseArgs } from 'node:util';
import { openBench, type Bench } from './benchSend/bench.ts';
import { measureBytes } from './benchSend/bytes.ts';
import { measureFreeze } from './benchSend/freeze.ts';
import { measureMailers } from './benchSend/mailers.ts';
import { startRedis, stop } from './benchSend/processes.ts';
import { makeEdition, makeReaders } from './benchSend/readers.ts';
import { measureScale } from './benchSend/scale.ts';
import { sendOnce } from './benchSend/send.ts';
import { measureSpeed } from './benchSend/speed.ts';

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'speed,freeze,scale,backends,mailers,bytes' },
    readers: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '2' },
    bytes: { type: 'string', default: '60000' },
    ways: { type: 'string' },
    sizes: { type: 'string', default: '10000,100000,1000000' },
  },
});
const readers = Number(values.readers);
const rounds = Number(values.rounds);
const sizes = values.sizes.split(',').map(Number);
const PORT = 2600;
const REDIS_PORT = 2690;

async function withBench(redisUrl: string | null, work: (bench: Bench) => Promise<void>): Promise<void> {
  const bench = await openBench(redisUrl);
  try {
    await bench.startSink(PORT);
    await work(bench);
  } finally {
    await bench.close();
  }
}

/** Measures the same send with both queue backends. */
async function measureBackends(): Promise<void> {
  const redis = await startRedis(REDIS_PORT);
  console.log(`\n| queue on | messages/s | first message after ms |\n|---|---|---|`);
  try {
    for (const redisUrl of [null, `redis://127.0.0.1:${REDIS_PORT}`])
      await withBench(redisUrl, async (bench) => {
        const newsletterId = await makeReaders(bench.db, 'backend', readers);
        await bench.startMailers(1, [PORT]);
        for (let round = 1; round <= rounds; round++) {
          const editionId = await makeEdition(bench.db, newsletterId, round);
          const ours = await sendOnce(bench, editionId);
          console.log(`| ${redisUrl ? 'Redis' : 'PostgreSQL'} | ${ours.perSecond.toFixed(0)} | ${ours.firstAfterMs} |`);
        }
      });
  } finally {
    await stop(redis);
  }
}

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  speed: () =>
    withBench(null, (bench) =>
      measureSpeed(bench, {
        port: PORT,
        readers,
        rounds,
        bytes: Number(values.bytes),
        ways: values.ways ?? null,
      }),
    ),
  scale: () => withBench(null, (bench) => measureScale(bench, { port: PORT, sizes })),
  freeze: () => withBench(null, (bench) => measureFreeze(bench, { sizes, rounds })),
  bytes: () => withBench(null, (bench) => measureBytes(bench, { port: PORT, readers })),
  backends: measureBackends,
  mailers: () =>
    withBench(null, async (bench) => {
      await bench.startSink(PORT + 1);
      await measureMailers(bench, { ports: [PORT, PORT + 1], readers, rounds, bytes: Number(values.bytes) });
    }),
};

for (const name of values.part.split(',')) {
  const part = PARTS[name];
  if (!part) throw new Error(`There is no part "${name}"; there are ${Object.keys(PARTS).join(', ')}.`);
  await part();
}
