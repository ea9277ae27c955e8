import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { draftEdition } from '../../src/newsroom/draft.ts';
import { triggerSend } from '../../src/editions/control.ts';
import { editionStatus, type EditionStatus } from '../../src/editions/status.ts';
import { addOutlet, ingestNewsletter } from '../../src/newsroom/ingest/ingest.ts';
import { deriveTokenKeys } from '../../src/platform/keys.ts';
import { createLog } from '../../src/platform/log.ts';
import { openQueues, type Queues } from '../../src/platform/queue/queue.ts';
import { readToken } from '../../src/platform/tokens.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { guardStates } from '../support/guardStates.ts';
import { makeNewsletter } from '../support/edition.ts';
import { photo } from '../support/pictures.ts';
import { startProcess, stopProcess } from '../support/processes.ts';
import { hasRedis, startRedis, type TestRedis } from '../support/redis.ts';
import { startSink, type Sink } from '../support/sink.ts';

const SECRET = 'a secret of the flow test that is longer than 32 bytes';
const log = createLog('test', 'silent');
const now = (): Date => new Date();
const hourAgo = (): string => new Date(Date.now() - 3_600_000).toISOString().slice(11, 16);

const HEADLINES = [
  ['Ferries sail again after the harbour strike ends', 'Crews voted overnight to return to work.'],
  ['Mountain rescue finds two climbers alive', 'The pair had sheltered in a snow cave for three days.'],
  ['Parliament passes the veterans housing bill', 'Twelve thousand homes are to be built within five years.'],
] as const;

/** An outlet on loopback: one RSS feed, with a picture for each story. */
async function startOutlet(): Promise<{ url: string; close: () => Promise<unknown> }> {
  const pictures = await Promise.all(
    HEADLINES.map((_, seed) =>
      photo({ seed: seed + 1 })
        .jpeg()
        .toBuffer(),
    ),
  );
  const server: Server = createServer((request, response) => {
    const picture = pictures[Number(/^\/(\d)\.jpg$/.exec(request.url ?? '')?.[1] ?? -1)];
    if (picture) {
      response.end(picture);
      return;
    }
    const base = `http://${request.headers.host}`;
    const items = HEADLINES.map(
      ([title, summary], index) => `<item><title>${title}</title><link>${base}/story/${index}</link>
        <guid>${base}/story/${index}</guid><pubDate>${new Date(Date.now() - index * 3_600_000).toUTCString()}</pubDate>
        <description>${summary}</description>
        <media:content url="${base}/${index}.jpg" medium="image" width="1200" height="675"/></item>`,
    );
    response.setHeader('content-type', 'application/rss+xml');
    response.end(`<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
      <title>The Example Gazette</title><link>${base}/</link>${items.join('')}</channel></rss>`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}/feed.xml`, close: () => new Promise((done) => server.close(done)) };
}

describe.each(['postgres', 'redis'] as const)('from feed bytes to SMTP bytes, with the queue on %s', (backend) => {
  const skip = backend === 'redis' && !hasRedis;
  const processes: ChildProcess[] = [];
  let database: TestDatabase;
  let redis: TestRedis | null = null;
  let sink: Sink;
  let outlet: Awaited<ReturnType<typeof startOutlet>>;
  let queues: Queues;
  let dataDir: string;
  let environment: Record<string, string>;

  beforeAll(async () => {
    if (skip) return;
    database = await createTestDatabase();
    await guardStates(database.db);
    if (backend === 'redis') redis = await startRedis();
    [sink, outlet] = await Promise.all([startSink(), startOutlet()]);
    queues = openQueues({ redisUrl: redis?.url ?? null, databaseUrl: database.url }, log);
    dataDir = await mkdtemp(join(tmpdir(), 'reveille-flow-'));
    environment = {
      DATABASE_URL: database.url,
      ...(redis ? { REDIS_URL: redis.url } : {}),
      SMTP_URL: sink.relay.url,
      PUBLIC_URL: 'https://news.paper.example',
      SECRET,
      DATA_DIR: dataDir,
    };
    const names = ['newsroom', 'renderer', 'mailer', 'mailer', 'scheduler', 'scheduler'];
    processes.push(...(await Promise.all(names.map((name) => startProcess(`workers/${name}.ts`, environment)))));
  });
  afterAll(async () => {
    if (skip) return;
    await Promise.all(processes.map(stopProcess));
    await queues.close();
    await redis?.stop();
    await Promise.all([sink.close(), outlet.close()]);
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const makeEdition = async (slug: string, readers: number): Promise<number> => {
    const { db } = database;
    const newsletterId = await makeNewsletter(db, slug, readers);
    // At its own hour the scheduler would send it as well, whenever the test runs then.
    await db.updateTable('newsletters').set({ send_at: hourAgo() }).where('id', '=', newsletterId).execute();
    await addOutlet({ db, log, now }, { newsletterId, url: outlet.url, isOwn: true, allowPrivate: true }, 'test');
    await ingestNewsletter({ db, log, now }, newsletterId);
    const { edition } = await draftEdition({ db, log, now }, { newsletterId });
    return edition.id;
  };

  const waitForEnd = async (editionId: number): Promise<EditionStatus> => {
    for (const deadline = Date.now() + 150_000; ; await sleep(100)) {
      const status = await editionStatus({ db: database.db }, editionId);
      if (status.state === 'submitted' || Date.now() > deadline) return status;
    }
  };

  test.skipIf(skip)('every reader gets the edition once, with its own links', async () => {
    const editionId = await makeEdition(`whole-${backend}`, 40);
    await triggerSend(
      { db: database.db, queues, now, config: { relays: [sink.relay] } },
      { editionId, actor: 'test', isRehearsal: false },
    );
    expect(await waitForEnd(editionId)).toMatchObject({
      state: 'submitted',
      deliveries: { submitted: 40, unknown: 0 },
    });

    const got = sink.messages.filter(({ to }) => to.endsWith(`@whole-${backend}.example`));
    expect(got).toHaveLength(40);
    expect(new Set(got.map(({ to }) => to)).size).toBe(40);
    const mail = await simpleParser(got[0]!.raw);
    for (const [title, summary] of HEADLINES) {
      expect(mail.text).toContain(title);
      expect(mail.html).toContain(summary);
    }
    expect(
      String(mail.html).match(/<img[^>]+src="https:\/\/news\.paper\.example\/pictures\/[0-9a-f]{32}-\d+\.jpg"/g),
    ).toHaveLength(3);
    expect(mail.headers.get('list-unsubscribe-post') ?? got[0]!.raw).toBeTruthy();
    const link = /List-Unsubscribe: <https:\/\/news\.paper\.example\/unsubscribe\/([\w-]{40})>/.exec(got[0]!.raw);
    const keys = { tokens: deriveTokenKeys([SECRET]), addressHash: Buffer.alloc(0) };
    const { subscriberId } = readToken(keys, 'unsubscribe', link?.[1] ?? '', now());
    const reader = await database.db
      .selectFrom('subscribers')
      .select('email')
      .where('id', '=', subscriberId)
      .executeTakeFirst();
    expect(reader?.email).toBe(got[0]!.to);
  });

  test.skipIf(skip)(
    'a mailer killed in mid-send, and a queue that forgot everything, lose nobody',
    async () => {
      const slug = `crash-${backend}`;
      const editionId = await makeEdition(slug, 150);
      const mine = (): string[] =>
        sink.received.filter(({ to }) => to.endsWith(`@${slug}.example`)).map(({ to }) => to);
      sink.setScript(async (stage) => {
        if (stage === 'message') await sleep(40);
        return undefined;
      });
      await triggerSend(
        { db: database.db, queues, now, config: { relays: [sink.relay] } },
        { editionId, actor: 'test', isRehearsal: false },
      );
      await expect.poll(() => mine().length).toBeGreaterThan(20);
      const mailer = processes[2]!;
      const ended = once(mailer, 'exit');
      mailer.kill('SIGKILL');
      await ended;
      if (redis) {
        const client = new Redis(redis.url);
        await client.flushall();
        client.disconnect();
      }
      const { state, deliveries } = await waitForEnd(editionId);
      sink.setScript(() => undefined);
      expect(state).toBe('submitted');
      expect(deliveries.submitted + deliveries.unknown).toBe(150);
      // One message a connection can be on the wire.
      expect(deliveries.unknown).toBeLessThanOrEqual(20);
      expect(new Set(mine()).size).toBe(mine().length);
      expect(mine().length).toBeGreaterThanOrEqual(deliveries.submitted);
    },
    240_000,
  );

  test.skipIf(skip)(
    'SIGTERM drains every process, and leaves no unknown',
    async () => {
      const slug = `stop-${backend}`;
      const editionId = await makeEdition(slug, 100);
      sink.setScript(async (stage) => {
        if (stage === 'message') await sleep(40);
        return undefined;
      });
      await triggerSend(
        { db: database.db, queues, now, config: { relays: [sink.relay] } },
        { editionId, actor: 'test', isRehearsal: false },
      );
      const mine = (): number => sink.messages.filter(({ to }) => to.endsWith(`@${slug}.example`)).length;
      await expect.poll(mine).toBeGreaterThan(5);
      const codes = await Promise.all(processes.filter((child) => child.signalCode === null).map(stopProcess));
      sink.setScript(() => undefined);
      expect(codes).toEqual(codes.map(() => 0));
      const { deliveries } = await editionStatus({ db: database.db }, editionId);
      expect(deliveries).toMatchObject({ unknown: 0, submitting: 0 });
      expect(deliveries.submitted).toBe(mine());
    },
    240_000,
  );
});
