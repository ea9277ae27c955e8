import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { clockJump } from './acts.ts';
import { startMember, type Member } from './fleet.ts';
import type { Chosen } from './misbehaviours.ts';
import { MAILERS } from './plan.ts';
import { findRedis } from '../servers/findRedis.ts';
import { startPostgres, startRedis, type PostgresServer, type RedisServer } from './servers.ts';
import type { SinkOrders, SinkReport } from './sink.ts';

/** The whole system. Each part is a separate process, started like in production. */
export type System = {
  /** The environment of every process of Reveille. */
  environment: Record<string, string>;
  storePath: string;
  startWorkers: () => Promise<void>;
  parts: () => { mailers: readonly Member[]; postgres: PostgresServer; redis: RedisServer | null };
  /** Messages that the sink has received so far. */
  received: () => number;
  /** Names and counts of processes that ended by themselves. */
  crashes: () => string;
  stopWorkers: () => Promise<void>;
  close: () => Promise<void>;
};

export type Sink = { ports: Record<string, number>; received: () => number; close: () => Promise<void> };

export async function startSink(orders: SinkOrders, inside?: readonly string[]): Promise<Sink> {
  const child = fork(join(import.meta.dirname, 'sink.ts'), {
    ...(inside && { execPath: 'ip', execArgv: [...inside, process.execPath] }),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let received = 0;
  const ports = await new Promise<Record<string, number>>((done, fail) => {
    child.on('message', (report: SinkReport) => {
      if (report.kind === 'ready') done(report.ports);
      else received = report.received;
    });
    child.once('exit', () => fail(new Error('the sink ended')));
    child.send(orders);
  });
  return {
    ports,
    received: () => received,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** Starts the servers and the sink. The workers start after the rows are created. */
export async function startSystem({
  folder,
  backend,
  seed,
  chosen,
  perSecond,
}: {
  folder: string;
  backend: 'redis' | 'postgres';
  seed: number;
  chosen: Chosen;
  perSecond: number;
}): Promise<System> {
  const dataDir = join(folder, 'data');
  const storePath = join(folder, 'sink.jsonl');
  await mkdir(dataDir, { recursive: true });
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).toReversed()) await end().catch(() => undefined);
  };
  try {
    const postgres = await startPostgres(dataDir);
    closing.push(postgres.stop);
    const redis = backend === 'redis' ? await startRedis(findRedis()!) : null;
    if (redis) closing.push(redis.stop);
    const sink = await startSink({ seed, storePath, perSecond, chosen: [...chosen], host: '127.0.0.1' });
    closing.push(sink.close);
    const relays = Object.entries(sink.ports).map(
      ([name, port]) => `smtp://127.0.0.1:${port}${name === 'tls' ? '?tls=required' : ''}`,
    );
    const environment: Record<string, string> = {
      DATABASE_URL: postgres.url,
      ...(redis && { REDIS_URL: redis.url }),
      SECRET: randomBytes(32).toString('hex'),
      SMTP_URL: relays.join(','),
      DATA_DIR: dataDir,
      PUBLIC_URL: 'https://news.paper.example',
    };

    const members: Member[] = [];
    const start = async (name: string, file: string, execArgv: string[] = []): Promise<void> => {
      const { member, started } = startMember(
        name,
        file,
        { environment, logPath: join(folder, `${name}.log`) },
        execArgv,
      );
      members.push(member);
      await started;
    };
    const stopWorkers = async (): Promise<void> => {
      await Promise.all(members.map((member) => member.stop()));
    };
    closing.push(stopWorkers);
    return {
      environment,
      storePath,
      startWorkers: async () => {
        await Promise.all([
          start('scheduler1', 'workers/scheduler.ts'),
          start('scheduler2', 'workers/scheduler.ts'),
          start('renderer', 'workers/renderer.ts'),
        ]);
        for (let mailer = 0; mailer < MAILERS; mailer++)
          await start(`mailer${mailer}`, 'workers/mailer.ts', chosen.has('clock') ? [clockJump(mailer, false)] : []);
      },
      parts: () => ({ mailers: members.filter((member) => member.name.startsWith('mailer')), postgres, redis }),
      received: sink.received,
      crashes: () =>
        members
          .filter((member) => member.crashes() > 0)
          .map((member) => `${member.name} ${member.crashes()}`)
          .join(', ') || '0',
      stopWorkers,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
