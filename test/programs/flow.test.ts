import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectWholeEdition, openFlow, type Flow } from '../support/flow.ts';
import { stopProcess } from '../support/processes.ts';
import { hasRedis } from '../support/redis.ts';

const WORKERS = ['newsroom', 'renderer', 'mailer', 'mailer', 'scheduler', 'scheduler'];

describe.each(['postgres', 'redis'] as const)('from feed bytes to SMTP bytes, with the queue on %s', (backend) => {
  const skip = backend === 'redis' && !hasRedis;
  let flow: Flow;

  beforeAll(async () => {
    if (!skip) flow = await openFlow(backend, WORKERS);
  });
  afterAll(async () => {
    if (!skip) await flow.close();
  });

  /** A relay that needs a moment for each message, so that the send can be met in the middle. */
  const slowDown = (): void =>
    flow.sink.setScript(async (stage) => {
      if (stage === 'message') await sleep(40);
      return undefined;
    });

  test.skipIf(skip)('every reader gets the edition once, with its own links', () =>
    expectWholeEdition(flow, `whole-${backend}`),
  );

  test.skipIf(skip)('a mailer killed in mid-send, and a queue that forgot everything, lose nobody', async () => {
    const slug = `crash-${backend}`;
    const editionId = await flow.makeEdition(slug, 150);
    const mine = (): string[] =>
      flow.sink.received.filter(({ to }) => to.endsWith(`@${slug}.example`)).map(({ to }) => to);
    slowDown();
    await flow.send(editionId);
    await expect.poll(() => mine().length).toBeGreaterThan(20);
    const mailer = flow.processes[2]!;
    const ended = once(mailer, 'exit');
    mailer.kill('SIGKILL');
    await ended;
    if (flow.redisUrl !== null) {
      const client = new Redis(flow.redisUrl);
      await client.flushall();
      client.disconnect();
    }
    const { state, deliveries } = await flow.waitForEnd(editionId);
    flow.sink.setScript(() => undefined);
    expect(state).toBe('submitted');
    expect(deliveries.submitted + deliveries.unknown).toBe(150);
    // One message a connection can be on the wire.
    expect(deliveries.unknown).toBeLessThanOrEqual(20);
    expect(new Set(mine()).size).toBe(mine().length);
    expect(mine().length).toBeGreaterThanOrEqual(deliveries.submitted);
  });

  test.skipIf(skip)('SIGTERM drains every process, and leaves no unknown', async () => {
    const slug = `stop-${backend}`;
    const editionId = await flow.makeEdition(slug, 100);
    slowDown();
    await flow.send(editionId);
    const mine = (): number => flow.sink.messages.filter(({ to }) => to.endsWith(`@${slug}.example`)).length;
    await expect.poll(mine).toBeGreaterThan(5);
    const codes = await Promise.all(flow.processes.filter((child) => child.signalCode === null).map(stopProcess));
    flow.sink.setScript(() => undefined);
    expect(codes).toEqual(codes.map(() => 0));
    const { deliveries } = await flow.statusOf(editionId);
    expect(deliveries).toMatchObject({ unknown: 0, submitting: 0 });
    expect(deliveries.submitted).toBe(mine());
  });
});
