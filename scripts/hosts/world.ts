import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase, type Db } from '../../src/platform/db/client.ts';
import type { Keys } from '../../src/platform/keys.ts';
import { openGround, openRuntime } from '../../src/platform/runtime.ts';
import { startMember, type Member } from '../chaos/fleet.ts';
import { startSink } from '../chaos/system.ts';
import { openNetwork, type Network } from './network.ts';
import { addSynchronousStandby, startPrimary, type Server } from './postgres.ts';

/** The processes of Reveille on each of the three hosts. */
const PROCESSES = {
  one: ['src/web/main.ts', 'workers/scheduler.ts', 'workers/newsroom.ts', 'workers/renderer.ts', 'workers/mailer.ts'],
  two: ['src/web/main.ts', 'workers/scheduler.ts', 'workers/newsroom.ts', 'workers/renderer.ts', 'workers/mailer.ts'],
  three: ['workers/mailer.ts', 'workers/mailer.ts'],
} as const;

export type AppHost = keyof typeof PROCESSES;
export const APP_HOSTS = Object.keys(PROCESSES) as AppHost[];
const DATABASE_HOSTS = ['databaseA', 'databaseB'] as const;

// Both wrong clocks of the host that a schedule depends on: five minutes ahead, and five behind.
const CLOCK_ERROR_MS: Partial<Record<AppHost, number>> = { one: 300_000, two: -300_000 };

/** Three hosts with Reveille, one with PostgreSQL and Redis, one with the standby, and one with the relay. */
export type World = {
  network: Network;
  keys: Keys;
  /** The relay's record (scripts/chaos/store.ts), and how many messages it has received. */
  storePath: string;
  received: () => number;
  membersOn: (host: AppHost) => readonly Member[];
  primary: () => Server;
  /** The primary's database, past the network. */
  db: () => Db;
  /** Makes the standby the primary; the names `db` and `redis` follow. Redis starts empty there. */
  failOver: () => Promise<void>;
  /** Makes the other host a standby again. */
  addStandby: () => Promise<void>;
  close: () => Promise<void>;
};

function startRedis(network: Network, host: string): void {
  const args = ['redis-server', '--port', '6379', '--bind', '0.0.0.0', '--protected-mode', 'no', '--save', ''];
  spawn('ip', [...network.on(host), ...args], { cwd: '/', stdio: 'ignore' });
}

/** Starts everything. `perSecond`: how many messages the relay takes. */
export async function openWorld({
  seed,
  perSecond,
  diskMegabytes,
  say,
}: {
  seed: number;
  perSecond: number;
  diskMegabytes: number;
  say: (text: string) => void;
}): Promise<World> {
  const network = await openNetwork([...APP_HOSTS, ...DATABASE_HOSTS, 'relay']);
  say(`the network is there: ${network.folder}`);
  const members = new Map<AppHost, Member[]>(APP_HOSTS.map((host) => [host, []]));
  const closing: (() => Promise<unknown>)[] = [() => network.close()];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).toReversed()) await end().catch(() => undefined);
  };
  try {
    let primary: Server = await startPrimary(network, DATABASE_HOSTS[0], diskMegabytes);
    let standby: Server = await addSynchronousStandby(network, primary, DATABASE_HOSTS[1], diskMegabytes);
    startRedis(network, primary.host);
    const point = (): Promise<void> => {
      const address = network.addressOf(primary.host);
      return network.setNames({ db: address, redis: address, relay: network.addressOf('relay') });
    };
    await point();
    const storePath = join(network.folder, 'relay.jsonl');
    const orders = { seed, storePath, perSecond, chosen: [], host: network.addressOf('relay') };
    const sink = await startSink(orders, network.on('relay'));
    closing.push(sink.close);

    const environment = {
      DATABASE_URL: 'postgres://paper@db/paper',
      REDIS_URL: 'redis://redis:6379',
      SMTP_URL: Object.values(sink.ports)
        .map((port) => `smtp://relay:${port}`)
        .join(','),
      SECRET: randomBytes(32).toString('hex'),
      PUBLIC_URL: 'https://news.paper.example',
      TRUST_PROXY: '10.77.0.0/24',
      BACKUP_CHECK: 'off',
    };
    const own = { ...environment, DATABASE_URL: primary.url, LOG_LEVEL: 'silent', DATA_DIR: network.folder };
    const runtime = await openRuntime(openGround('hosts', { environment: { ...own, REDIS_URL: '' } }));
    const { keys } = runtime;
    await runtime.close();
    let db = openDatabase(primary.url, { maxConnections: 3 });
    closing.push(() => db.destroy());
    closing.push(() => Promise.all([...members.values()].flat().map((member) => member.stop())));

    for (const host of APP_HOSTS) {
      const dataDir = join(network.folder, host);
      await mkdir(dataDir, { recursive: true });
      const errorMs = CLOCK_ERROR_MS[host];
      const clock = new URL(`../chaos/jumpClock.ts?ms=${errorMs}&andBack`, import.meta.url).href;
      const starting = PROCESSES[host].map((file, index) => {
        const name = `${host}-${index}-${file.replaceAll(/^.*\/|\.ts$/g, '')}`;
        const logPath = join(network.folder, `${name}.log`);
        const ofHost = { HOST: network.addressOf(host), DATA_DIR: dataDir };
        return startMember(
          name,
          file,
          { environment: { ...environment, ...ofHost }, logPath, inside: network.on(host) },
          errorMs === undefined ? [] : [`--import=${clock}`],
        );
      });
      members.get(host)!.push(...starting.map(({ member }) => member));
      await Promise.all(starting.map(({ started }) => started));
    }
    return {
      network,
      keys,
      storePath,
      received: sink.received,
      membersOn: (host) => members.get(host)!,
      primary: () => primary,
      db: () => db,
      failOver: async () => {
        await standby.promote();
        startRedis(network, standby.host);
        [primary, standby] = [standby, primary];
        await point();
        const old = db;
        db = openDatabase(primary.url, { maxConnections: 3 });
        await old.destroy().catch(() => undefined);
      },
      addStandby: async () => {
        await network.killAll(standby.host);
        await network.mend();
        standby = await addSynchronousStandby(network, primary, standby.host, diskMegabytes);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
