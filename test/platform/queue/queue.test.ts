import { randomBytes } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../../src/platform/log.ts';
import { consume, openQueues, type QueueLocation } from '../../../src/platform/queue/queue.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { hasRedis, startRedis, type TestRedis } from '../../support/redis.ts';

const log = createLog('test', 'silent');

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !condition() && Date.now() < deadline;) await sleep(20);
}

describe.each(['postgres', 'redis'] as const)('the queue on %s', (backend) => {
  let database: TestDatabase;
  let redis: TestRedis | null = null;
  let location: QueueLocation;

  beforeAll(async () => {
    database = await createTestDatabase();
    if (backend === 'redis' && hasRedis) redis = await startRedis();
    location = {
      redisUrl: redis?.url ?? null,
      databaseUrl: database.url,
      prefix: `test${randomBytes(4).toString('hex')}`,
    };
  });
  afterAll(async () => {
    await redis?.stop();
    await database.drop();
  });

  const skip = backend === 'redis' && !hasRedis;

  test.skipIf(skip)('runs a job once for one generation, and again for the next', async () => {
    const queues = openQueues(location, log);
    const seen: number[] = [];
    await queues.enqueue('render', { editionId: 7 }, 'g1');
    await queues.enqueue('render', { editionId: 7 }, 'g1');
    await queues.enqueue('render', { editionId: 7 }, 'g2');
    const consumer = consume(location, log, 'renderer', {
      render: async ({ editionId }) => void seen.push(editionId),
    });
    await until(() => seen.length >= 2);
    await sleep(200);
    expect(seen).toEqual([7, 7]);
    await consumer.close();
    await queues.close();
  });

  test.skipIf(skip)('tells a running job to come to an end, and waits for it', async () => {
    const queues = openQueues(location, log);
    let state = 'waiting';
    const consumer = consume(location, log, 'mailer', {
      deliver: async (_payload, signal) => {
        state = 'running';
        while (!signal.aborted) await sleep(10);
        await sleep(50);
        state = 'ended';
      },
    });
    await queues.enqueue('deliver', { editionId: 1, slot: 0 });
    await until(() => state === 'running');
    await consumer.close();
    expect(state).toBe('ended');
    await queues.close();
  });

  test.skipIf(skip)('refuses a payload that is not the job’s', async () => {
    const queues = openQueues(location, log);
    await expect(queues.enqueue('render', { editionId: -1 })).rejects.toMatchObject({ code: 'QUEUE_PAYLOAD' });
    await queues.close();
  });
});

test.skipIf(!hasRedis || Boolean(process.env['REDIS_URL']))(
  'adding a job to a queue that is down does not fail and does not wait after the first time; reading its counts fails',
  async () => {
    const redis = await startRedis();
    const warnings: string[] = [];
    const heard = pino(
      { level: 'warn' },
      { write: (line) => warnings.push((JSON.parse(line) as { err: string }).err) },
    );
    const queues = openQueues({ redisUrl: redis.url, databaseUrl: '' }, heard);
    await queues.enqueue('render', { editionId: 1 });
    await redis.stop();
    for (let editionId = 2; editionId < 20; editionId++) await queues.enqueue('render', { editionId });
    await expect(queues.ping()).rejects.toThrow(/./);
    await expect(queues.counts()).rejects.toThrow(/./);
    await queues.close();
    expect(warnings).toContain('the queue did not answer a moment ago');
  },
);

test.skipIf(!hasRedis || Boolean(process.env['REDIS_URL']))(
  'a Redis that is full is not ready, and is ready again once it has room',
  async () => {
    const redis = await startRedis();
    const queues = openQueues({ redisUrl: redis.url, databaseUrl: '' }, log);
    const client = new Redis(redis.url);
    await queues.ping();
    await client.config('SET', 'maxmemory', '1kb');
    await expect(queues.ping()).rejects.toThrow(/OOM/);
    await client.config('SET', 'maxmemory', '0');
    await queues.ping();
    client.disconnect();
    await queues.close();
    await redis.stop();
  },
);

/** A proxy in front of PostgreSQL that ends its connections until `open` is called, as a server that starts does. */
async function startGate(
  databaseUrl: string,
): Promise<{ url: string; refused: () => number; open: () => void; close: () => Promise<void> }> {
  const target = new URL(databaseUrl);
  let isOpen = false;
  let refused = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (!isOpen) {
      refused += 1;
      socket.destroy();
      return;
    }
    const onward = connect(Number(target.port), target.hostname);
    onward.on('error', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.href,
    refused: () => refused,
    open: () => void (isOpen = true),
    close: async () => void (await new Promise((done) => server.close(done))),
  };
}

test('processes that start before PostgreSQL take and add jobs once it answers, and leave the processor alone', async () => {
  const database = await createTestDatabase();
  const gate = await startGate(database.url);
  const location: QueueLocation = { redisUrl: null, databaseUrl: gate.url, prefix: 'early' };
  const seen: number[] = [];
  const consumer = consume(location, log, 'renderer', { render: async ({ editionId }) => void seen.push(editionId) });
  const queues = openQueues(location, log);
  await queues.enqueue('render', { editionId: 1 });
  await until(() => gate.refused() >= 4);
  expect(gate.refused()).toBeLessThan(50);
  gate.open();
  for (const deadline = Date.now() + 60_000; seen.length === 0 && Date.now() < deadline; await sleep(500))
    await queues.enqueue('render', { editionId: 2 }, 'once');
  expect(seen).toEqual([2]);
  await queues.ping();
  await consumer.close();
  await queues.close();
  await gate.close();
  await database.drop();
});
