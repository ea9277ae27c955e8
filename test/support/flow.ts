import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { expect } from 'vitest';
import { triggerSend } from '../../src/editions/control.ts';
import { editionStatus, type EditionStatus } from '../../src/editions/status.ts';
import { draftEdition } from '../../src/newsroom/draft.ts';
import { addOutlet, ingestNewsletter } from '../../src/newsroom/ingest/ingest.ts';
import { deriveTokenKeys } from '../../src/platform/keys.ts';
import { createLog } from '../../src/platform/log.ts';
import { openQueues } from '../../src/platform/queue/queue.ts';
import { readToken } from '../../src/platform/tokens.ts';
import { createTestDatabase } from './database.ts';
import { makeNewsletter } from './edition.ts';
import { guardStates } from './guardStates.ts';
import { photo } from './pictures.ts';
import { startProcess, stopProcess } from './processes.ts';
import { startRedis } from './redis.ts';
import { startSink, type Sink } from './sink.ts';

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

export type Flow = {
  sink: Sink;
  /** The workers, in the order of their names. */
  processes: ChildProcess[];
  redisUrl: string | null;
  /** A draft of the outlet's stories, for so many readers of a new newsletter; returns its id. */
  makeEdition: (slug: string, readers: number) => Promise<number>;
  send: (editionId: number) => Promise<unknown>;
  statusOf: (editionId: number) => Promise<EditionStatus>;
  /** The status once it is submitted, or after minutes without that. */
  waitForEnd: (editionId: number) => Promise<EditionStatus>;
  emailOf: (subscriberId: number) => Promise<string | undefined>;
  close: () => Promise<void>;
};

/** Workers as processes of their own, with an outlet that they read and a relay that they send through. */
export async function openFlow(queueOn: 'postgres' | 'redis', workers: readonly string[]): Promise<Flow> {
  const database = await createTestDatabase();
  const { db } = database;
  await guardStates(db);
  const redis = queueOn === 'redis' ? await startRedis() : null;
  const [sink, outlet] = await Promise.all([startSink(), startOutlet()]);
  const queues = openQueues({ redisUrl: redis?.url ?? null, databaseUrl: database.url }, log);
  const dataDir = await mkdtemp(join(tmpdir(), 'reveille-flow-'));
  const environment = {
    DATABASE_URL: database.url,
    ...(redis ? { REDIS_URL: redis.url } : {}),
    SMTP_URL: sink.relay.url,
    PUBLIC_URL: 'https://news.paper.example',
    SECRET,
    DATA_DIR: dataDir,
  };
  const processes = await Promise.all(workers.map((name) => startProcess(`workers/${name}.ts`, environment)));
  const statusOf = (editionId: number): Promise<EditionStatus> => editionStatus({ db }, editionId);
  return {
    sink,
    processes,
    redisUrl: redis?.url ?? null,
    makeEdition: async (slug, readers) => {
      const newsletterId = await makeNewsletter(db, slug, readers);
      // At its own hour the scheduler would send it as well, whenever the test runs then.
      await db.updateTable('newsletters').set({ send_at: hourAgo() }).where('id', '=', newsletterId).execute();
      await addOutlet({ db, log, now }, { newsletterId, url: outlet.url, isOwn: true, allowPrivate: true }, 'test');
      await ingestNewsletter({ db, log, now }, newsletterId);
      const { edition } = await draftEdition({ db, log, now }, { newsletterId });
      return edition.id;
    },
    send: (editionId) =>
      triggerSend(
        { db, queues, now, config: { relays: [sink.relay] } },
        { editionId, actor: 'test', isRehearsal: false },
      ),
    statusOf,
    waitForEnd: async (editionId) => {
      for (const deadline = Date.now() + 400_000; ; await sleep(100)) {
        const status = await statusOf(editionId);
        if (status.state === 'submitted' || Date.now() > deadline) return status;
      }
    },
    emailOf: async (subscriberId) => {
      const reader = db.selectFrom('subscribers').select('email').where('id', '=', subscriberId);
      return (await reader.executeTakeFirst())?.email;
    },
    close: async () => {
      await Promise.all(processes.map(stopProcess));
      await queues.close();
      await redis?.stop();
      await Promise.all([sink.close(), outlet.close()]);
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Sends an edition to forty readers, and expects one whole mail for each, with links of its own. */
export async function expectWholeEdition(flow: Flow, slug: string): Promise<void> {
  const editionId = await flow.makeEdition(slug, 40);
  await flow.send(editionId);
  expect(await flow.waitForEnd(editionId)).toMatchObject({
    state: 'submitted',
    deliveries: { submitted: 40, unknown: 0 },
  });

  const got = flow.sink.messages.filter(({ to }) => to.endsWith(`@${slug}.example`));
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
  expect(await flow.emailOf(subscriberId)).toBe(got[0]!.to);
}
