/**
 * Sends one edition while all kinds of failures happen, and counts the recipients in the sink's own store.
 *   node scripts/chaos.ts [--readers 20000] [--kills 50] [--seed N] [--minutes 12] [--only kill,drop,…]
 *                         [--backend redis|postgres] [--keep]
 * The seed determines the plan of events and the sink's behaviour for each attempt of each reader. The interleaving
 * depends on the machine. Exits with 1 if an invariant is broken. --keep keeps the logs and the store.
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MISBEHAVIOURS, isMisbehaviour, type Misbehaviour } from './chaos/misbehaviours.ts';
import { runChaos, type ChaosOptions } from './chaos/run.ts';
import { findRedis } from './servers/findRedis.ts';

function fail(why: string): never {
  process.stderr.write(`chaos: ${why}\n`);
  process.exit(2);
}

function readOptions(): ChaosOptions & { keep: boolean } {
  const { values } = parseArgs({
    options: {
      readers: { type: 'string', default: '20000' },
      kills: { type: 'string', default: '50' },
      seed: { type: 'string', default: String(randomInt(1, 1_000_000)) },
      minutes: { type: 'string', default: '12' },
      only: { type: 'string' },
      backend: { type: 'string', default: findRedis() ? 'redis' : 'postgres' },
      keep: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'readers' | 'kills' | 'seed' | 'minutes'): number => {
    const value = Number(values[name]);
    return values[name] !== '' && value >= 0 ? value : fail(`--${name} is a number`);
  };
  const names = values.only?.split(',') ?? Object.keys(MISBEHAVIOURS);
  const unknown = names.find((name) => !isMisbehaviour(name));
  if (unknown !== undefined) fail(`--only knows ${Object.keys(MISBEHAVIOURS).join(', ')}, and not "${unknown}"`);
  if (values.backend !== 'redis' && values.backend !== 'postgres') fail('--backend is redis or postgres');
  const skipped = new Map<Misbehaviour, string>();
  if (values.backend === 'postgres')
    for (const name of ['redis-flush', 'redis-restart'] as const) skipped.set(name, 'no Redis in this run');
  else if (!findRedis()) fail('--backend redis needs redis-server or valkey-server on the PATH');
  return {
    readers: number('readers'),
    kills: number('kills'),
    seed: number('seed'),
    minutes: number('minutes'),
    chosen: new Set(names.filter(isMisbehaviour).filter((name) => !skipped.has(name))),
    skipped,
    backend: values.backend,
    keep: values.keep,
  };
}

const { keep, ...options } = readOptions();
const folder = await mkdtemp(join(tmpdir(), 'reveille-chaos-'));
const aborting = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => aborting.abort(new Error(signal)));
// Started processes must end also after an uncaught exception.
process.on('uncaughtException', (error) => aborting.abort(error));
let exitCode = 1;
try {
  exitCode = (await runChaos(options, folder, aborting.signal)) ? 0 : 1;
} catch (error) {
  process.stderr.write(`chaos: ${error instanceof Error ? error.stack : String(error)}\n`);
} finally {
  if (keep) process.stdout.write(`the logs and the sink's store are in ${folder}\n`);
  else await rm(folder, { recursive: true, force: true });
}
process.exit(exitCode);
