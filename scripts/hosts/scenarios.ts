import { setTimeout as sleep } from 'node:timers/promises';
import { pick } from '../chaos/random.ts';
import type { Direction } from './network.ts';
import { APP_HOSTS, type AppHost, type World } from './world.ts';

/** What a fault did. `host`: the only host of Reveille that it concerned; null: all. */
type Fault = { host: AppHost | null; restartedByHand: string[] };

/**
 * A fault in the middle of a send. `hit` breaks something, calls `began`, waits, mends it, and returns at its end.
 * `restore` brings back, after the send, what the next scenario needs.
 */
export type Scenario = {
  title: string;
  isScheduled?: boolean;
  hit: (world: World, how: { random: () => number; forMs: number; began: () => Promise<void> }) => Promise<Fault>;
  restore?: (world: World) => Promise<void>;
};

const NOBODY: string[] = [];

const cutHost =
  (direction: Direction, peer?: string): Scenario['hit'] =>
  async ({ network }, { random, forMs, began }) => {
    const host = pick(random, APP_HOSTS);
    await network.cut(host, direction, peer);
    await began();
    await sleep(forMs);
    await network.mend();
    return { host, restartedByHand: NOBODY };
  };

const cutDatabase =
  (direction: Direction): Scenario['hit'] =>
  async ({ network, primary }, { forMs, began }) => {
    const { host } = primary();
    await network.cut(host, direction);
    await began();
    await sleep(forMs);
    await network.mend();
    return { host: null, restartedByHand: NOBODY };
  };

/** Loses power: nothing says good-bye. Its programs start again with the host, as units do. */
const killHost: Scenario['hit'] = async (world, { random, forMs, began }) => {
  const host = pick(random, APP_HOSTS);
  await world.network.cut(host, 'both');
  await Promise.all(world.membersOn(host).map((member) => member.kill(forMs)));
  await began();
  await sleep(forMs);
  await world.network.mend();
  return { host, restartedByHand: NOBODY };
};

const turnClocks = (world: World): void => {
  for (const host of ['one', 'two'] as const)
    for (const member of world.membersOn(host)) member.running()?.kill('SIGUSR2');
};

const fillDisk: Scenario['hit'] = async ({ primary }, { forMs, began }) => {
  const server = primary();
  // Once it is full, nobody can ask it any more.
  await began();
  await server.fill();
  await sleep(forMs);
  await server.empty();
  if (server.isRunning()) return { host: null, restartedByHand: NOBODY };
  await server.start();
  return { host: null, restartedByHand: ['PostgreSQL'] };
};

/** The primary's host loses power. The standby takes its place after `forMs`, and gets its name. */
const failOver: Scenario['hit'] = async (world, { forMs, began }) => {
  const { host } = world.primary();
  await world.network.cut(host, 'both');
  await world.network.killAll(host);
  await sleep(forMs);
  await world.failOver();
  await began();
  return { host: null, restartedByHand: NOBODY };
};

export const SCENARIOS = {
  mute: { title: 'a host’s packets reach nobody', hit: cutHost('out') },
  deaf: { title: 'no packet reaches a host', hit: cutHost('in') },
  relay: { title: 'a host and the relay cannot reach each other', hit: cutHost('both', 'relay') },
  'database-mute': { title: 'the database host’s packets reach nobody', hit: cutDatabase('out') },
  'database-deaf': { title: 'no packet reaches the database host', hit: cutDatabase('in') },
  kill: { title: 'a host loses power, and starts again', hit: killHost },
  clock: {
    title: 'one host’s clock is 5 minutes ahead, another’s 5 behind',
    isScheduled: true,
    hit: async (world, { forMs, began }) => {
      await began();
      await sleep(forMs);
      turnClocks(world);
      return { host: null, restartedByHand: NOBODY };
    },
  },
  disk: { title: 'PostgreSQL’s disk is full', hit: fillDisk },
  failover: {
    title: 'PostgreSQL’s host loses power; the synchronous standby takes over',
    hit: failOver,
    restore: (world) => world.addStandby(),
  },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;
export const isScenario = (name: string): name is ScenarioName => Object.hasOwn(SCENARIOS, name);
export { turnClocks };
