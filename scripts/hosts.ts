/**
 * Reveille on three hosts that are network namespaces, while links are cut, hosts lose power, clocks are wrong, a disk
 * fills up and PostgreSQL fails over. As root, on Linux, with Debian's PostgreSQL, Redis, iproute2 and iptables.
 *   node scripts/hosts.ts [--readers 20000] [--seed N] [--only mute,kill,…] [--fault-seconds 60] [--rate 160]
 *                         [--minutes 15] [--keep]
 * For each scenario an edition is sent to readers of its own. Exits with 1 if a reader was lost or mailed twice. The
 * seed chooses the hosts and moments. --keep waits for Ctrl-C before it removes the network.
 */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { describeResults, holds, type Result } from './hosts/audit.ts';
import { removeLeftovers } from './hosts/network.ts';
import { runScenario } from './hosts/run.ts';
import { isScenario, SCENARIOS, type ScenarioName } from './hosts/scenarios.ts';
import { openWorld, type World } from './hosts/world.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function fail(why: string): never {
  process.stderr.write(`hosts: ${why}\n`);
  process.exit(2);
}

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(randomInt(1, 1_000_000)) },
    only: { type: 'string', default: Object.keys(SCENARIOS).join(',') },
    'fault-seconds': { type: 'string', default: '60' },
    rate: { type: 'string', default: '160' },
    minutes: { type: 'string', default: '15' },
    keep: { type: 'boolean', default: false },
  },
});

function number(name: 'readers' | 'seed' | 'fault-seconds' | 'rate' | 'minutes'): number {
  const value = Number(values[name]);
  return values[name] !== '' && value > 0 ? value : fail(`--${name} is a positive number`);
}

const names = values.only
  .split(',')
  .map((name) =>
    isScenario(name) ? name : fail(`--only knows ${Object.keys(SCENARIOS).join(', ')}, and not "${name}"`),
  ) satisfies ScenarioName[];
const [readers, seed, faultSeconds] = [number('readers'), number('seed'), number('fault-seconds')];
const interrupted = Promise.withResolvers<never>();
interrupted.promise.catch(() => undefined);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => interrupted.reject(new Error(signal)));

let world: World | null = null;
const results: Result[] = [];
let exitCode = 1;
try {
  say(
    `hosts: seed ${seed}, ${readers} readers, faults of ${faultSeconds} s, ${cpus().length} cores; repeat with --seed ${seed}`,
  );
  const removed = await removeLeftovers();
  if (removed > 0) say(`removed what ${removed} interrupted runs left`);
  const started = performance.now();
  world = await openWorld({ seed, perSecond: number('rate'), diskMegabytes: 1_500, say });
  say(`everything runs after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  for (const name of names) {
    const running = runScenario(world, name, { readers, seed, faultSeconds, minutes: number('minutes') });
    const result = await Promise.race([running, interrupted.promise]);
    results.push(result);
    const { lost, twice, unknown, inFlight, goesOnSeconds, wrong } = result;
    say(
      `${holds(result) ? '✓' : '✗'} ${name}: lost ${lost.length}, twice ${twice.length}, unknown ${unknown} of ${inFlight} in flight, ` +
        `goes on after ${goesOnSeconds ?? '-'} s, silent for ${result.silenceSeconds} s, ${result.duringFault} during it, restarted ${result.restarted}`,
    );
    for (const what of [...wrong, ...lost.slice(0, 5), ...twice.slice(0, 5)]) say(`    ${what}`);
  }
  exitCode = results.every(holds) ? 0 : 1;
  say(`\n${describeResults(results)}\n`);
  say(exitCode === 0 ? `Nobody was lost or mailed twice (seed ${seed}).` : `Broken; repeat with --seed ${seed}.`);
  if (values.keep) {
    say(`the logs are in ${world.network.folder}; Ctrl-C removes all`);
    await once(process, 'SIGINT');
  }
} catch (error) {
  process.stderr.write(`hosts: ${error instanceof Error ? error.message : String(error)}\n`);
} finally {
  await world?.close();
}
process.exit(exitCode);
