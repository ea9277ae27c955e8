/** The sink: a forked process that stores received messages, and misbehaves according to the seed. */
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSecureContext } from 'node:tls';
import { makeSelfSigned } from './certificate.ts';
import { converse, type Port } from './conversation.ts';
import { tarpitMs, temperOf, type Misbehaviour, type Stage } from './misbehaviours.ts';
import { createRandom, pick } from './random.ts';
import { openStore, type Store } from './store.ts';

/** The configuration of the sink. */
export type SinkOrders = {
  seed: number;
  storePath: string;
  perSecond: number;
  chosen: Misbehaviour[];
  /** The address at which it listens. */
  host: string;
};

/** Messages of the sink to its parent: its ports when it listens, then the number of received messages. */
export type SinkReport = { kind: 'ready'; ports: Record<string, number> } | { kind: 'progress'; received: number };

const REPORT_EVERY_MS = 50;
const SLOW_AT: readonly Stage[] = ['rcpt', 'data', 'answer'];

const report = (message: SinkReport): void => void process.send?.(message);

/** Limits the rate evenly over all connections. */
function createPace(perSecond: number): () => Promise<void> {
  let nextAt = 0;
  return async () => {
    const now = performance.now();
    nextAt = Math.max(now, nextAt + 1000 / perSecond);
    await sleep(nextAt - now);
  };
}

async function listen(host: string, port: Port, take: (socket: Socket, port: Port) => void): Promise<number> {
  const server = createServer((socket) => take(socket, port));
  await new Promise<void>((done) => server.listen(0, host, done));
  return (server.address() as { port: number }).port;
}

async function run({ seed, perSecond, host, ...orders }: SinkOrders, store: Store): Promise<void> {
  const chosen = new Set(orders.chosen);
  const turn = createPace(perSecond);
  const attempts = new Map<string, number>();
  let connections = 0;
  let received = 0;

  const meet = (address: string): ReturnType<Parameters<typeof converse>[1]['meet']> => {
    const attempt = (attempts.get(address) ?? 0) + 1;
    attempts.set(address, attempt);
    const slowAt = pick(createRandom(seed, 'slow', address, attempt), SLOW_AT);
    return { temper: temperOf(seed, chosen, address, attempt), slowAt };
  };
  const take = (socket: Socket, port: Port): void => {
    const deps = { store, port, tarpitMs: tarpitMs(seed, chosen, ++connections), meet, turn, number: () => ++received };
    converse(socket, deps).catch((error: unknown) => {
      socket.destroy();
      process.stderr.write(`the sink broke: ${String(error)}\n`);
    });
  };

  const ports: Record<string, number> = {
    pipelining: await listen(host, { name: 'pipelining', pipelining: true, tls: null }, take),
    plain: await listen(host, { name: 'plain', pipelining: false, tls: null }, take),
  };
  if (chosen.has('tls')) {
    const tls = createSecureContext(makeSelfSigned('sink.example'));
    ports['tls'] = await listen(host, { name: 'tls', pipelining: true, tls }, take);
  }
  setInterval(() => report({ kind: 'progress', received }), REPORT_EVERY_MS);
  report({ kind: 'ready', ports });
}

process.once('message', (orders: SinkOrders) => {
  const store = openStore(orders.storePath);
  // The parent handles signals to the process group, and then ends the sink.
  process.on('SIGINT', () => undefined);
  process.once('disconnect', () => {
    store.close();
    process.exit(0);
  });
  run(orders, store).catch((error: unknown) => {
    process.stderr.write(`the sink did not start: ${String(error)}\n`);
    process.exit(1);
  });
});
