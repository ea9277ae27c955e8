import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser, type ParsedMail } from 'mailparser';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { runCli } from './cli/run.ts';
import { PROCESS_ENV } from './support/processes.ts';
import { browserTest, openBrowser, releaseBrowser, openVisit } from './support/browser.ts';

const ROOT = join(import.meta.dirname, '..');
const READER = 'ana.reader@mail.example';
const MOVER = 'ben.reader@mail.example';

let dataDir: string;
let origin: string;
let serve: ChildProcess;
let paper: { server: Server; origin: string };
let browser: Browser;

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  const { port } = listener.address() as { port: number };
  await new Promise((done) => listener.close(done));
  return port;
}

const stories = [
  {
    path: '/article',
    title: 'Harbor pilots end their strike after nine days',
    about: 'Ships move again in the main channel this morning, and ninety of them wait their turn at anchor.',
  },
];

/** The paper's own site: a feed, and an article with the sign-up block under it. */
async function startPaper(): Promise<typeof paper> {
  const server = createServer((request, response) => {
    const base = `http://${request.headers.host}`;
    if (request.url === '/feed.xml') {
      response.setHeader('content-type', 'application/rss+xml');
      response.end(`<?xml version="1.0"?><rss version="2.0"><channel><title>The Gazette</title><link>${base}/</link>
        ${stories
          .map(
            ({
              title,
              about,
              path,
            }) => `<item><title>${title}</title><link>${base}${path}</link><guid>${base}${path}</guid>
        <pubDate>${new Date(Date.now() - 3_600_000).toUTCString()}</pubDate><description>${about}</description></item>`,
          )
          .join('')}
        </channel></rss>`);
      return;
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>Harbor pilots end their strike</title>
      <article><h1>Harbor pilots end their strike after nine days</h1><p>Ships move again.</p>
      <iframe src="${origin}/embed/daily-headlines" title="Sign up" width="100%" height="420"></iframe></article></html>`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, origin: `http://127.0.0.1:${(server.address() as { port: number }).port}` };
}

/** A command, as staff type it. */
async function reveille(...args: string[]): Promise<string> {
  const ran = await runCli(args, { DATA_DIR: dataDir, PORT: new URL(origin).port, LOG_LEVEL: 'error' });
  if (ran.code !== 0) throw new Error(`reveille ${args.join(' ')} ended with ${ran.code}: ${ran.stderr}`);
  return ran.stdout;
}

/** What the built-in inbox has for the reader, the newest first. */
async function mailsOf(address: string): Promise<ParsedMail[]> {
  const list = (await (await fetch(`${origin}/inbox/messages.json`)).json()) as { id: number; to: string }[];
  const own = list.filter(({ to }) => to.includes(address)).toSorted((a, b) => b.id - a.id);
  return Promise.all(
    own.map(async ({ id }) => simpleParser(await (await fetch(`${origin}/inbox/messages/${id}.eml`)).text())),
  );
}

async function sendEdition(date: string): Promise<number> {
  const [first] = (await reveille('compose', '--date', date, '--json')).split('\n');
  const { edition } = JSON.parse(first!) as { edition: number };
  await reveille('send', String(edition), '--yes', '--wait');
  return edition;
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-loop-'));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  [paper, browser] = await Promise.all([startPaper(), openBrowser()]);
  serve = spawn(process.execPath, [join(ROOT, 'src/cli.ts'), 'serve', '--empty'], {
    env: { ...PROCESS_ENV, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of serve.stdout!) if (String(chunk).includes('Ctrl-C')) break;
});
afterAll(async () => {
  await releaseBrowser(browser);
  serve.kill('SIGTERM');
  await once(serve, 'exit');
  await new Promise((done) => paper.server.close(done));
  await rm(dataDir, { recursive: true, force: true });
});

browserTest(
  'a reader signs up under an article, confirms, gets the next edition, leaves by one click, and gets no other',
  async () => {
    // At its own hour the scheduler would send an edition, too: an hour that is over is a day away.
    const at = new Date(Date.now() - 3_600_000).toISOString().slice(11, 16);
    await reveille('newsletters', 'set', 'daily-headlines', '--zone', 'UTC', '--at', at);
    await reveille('outlets', 'add', `${paper.origin}/feed.xml`, '--own', '--allow-private');

    const { context, page } = await openVisit(browser);
    await page.goto(`${paper.origin}/article`);
    const block = page.frameLocator('iframe');
    await block.getByLabel(/email/i).fill(READER);
    // A person needs a moment; who does not is taken for a robot.
    await page.waitForTimeout(3_000);
    await block.getByRole('button').click();
    await block.getByRole('status').waitFor();
    expect(await context.cookies()).toEqual([]);

    await expect.poll(async () => (await mailsOf(READER)).length).toBe(1);
    const [confirmation] = await mailsOf(READER);
    const confirmUrl = /http:\S+\/confirm\/\S+/.exec(confirmation!.text!)![0];
    await page.goto(confirmUrl);
    await page.getByRole('button').click();
    await page.getByRole('status').waitFor();
    await expect.poll(async () => (await mailsOf(READER))[0]?.subject).toMatch(/welcome/i);

    await reveille('ingest');
    await sendEdition(inDays(0));
    await expect.poll(async () => (await mailsOf(READER)).length).toBe(3);
    const [edition] = await mailsOf(READER);
    expect(edition!.text).toContain('Harbor pilots end their strike after nine days');

    const list = edition!.headers.get('list') as unknown as { unsubscribe: { url: string } };
    const gone = await fetch(list.unsubscribe.url, {
      method: 'POST',
      redirect: 'error',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect(gone.status).toBe(200);

    stories.unshift({
      path: '/next',
      title: 'Veterans hospital opens its rebuilt east wing',
      about: 'The wing has two hundred beds, a clinic for burns and a garden on the roof, the ministry said.',
    });
    await reveille('ingest');
    const next = await sendEdition(inDays(1));
    const status = JSON.parse(await reveille('status', String(next), '--json')) as { state: string };
    expect(status.state).toBe('submitted');
    expect(await mailsOf(READER)).toHaveLength(3);
    await context.close();
  },
);

browserTest('a reader moves and erases by links that come to their mailbox, and by no link of an edition', async () => {
  const list = join(dataDir, 'movers.csv');
  await writeFile(list, `email\n${MOVER}\n`);
  await reveille('subscribers', 'import', list, '--consent', 'Signed up on paper');
  stories.unshift({
    path: '/third',
    title: 'Mountain rescue school takes in its first forty recruits',
    about: 'The school stands above the tree line, has two helicopters, and trains with the army from this week on.',
  });
  await reveille('ingest');
  await sendEdition(inDays(2));
  const [edition] = await mailsOf(MOVER);
  const preferencesUrl = /http:\S+\/preferences\/[\w-]{40}/.exec(edition!.text!)![0];
  const { context, page } = await openVisit(browser);

  /** Presses a button of the preferences, and opens the link that comes by mail. */
  const openFresh = async (address: string, action: string): Promise<void> => {
    const before = (await mailsOf(address)).length;
    await page.goto(preferencesUrl);
    await page.locator(`button[value=${action}]`).click();
    await page.getByRole('status').getByText('15 minutes').waitFor();
    await expect.poll(async () => (await mailsOf(address)).length).toBe(before + 1);
    const [mail] = await mailsOf(address);
    await page.goto(/http:\S+\/(?:data|erase|move)\/[\w-]{40}/.exec(mail!.text!)![0]);
  };

  await openFresh(MOVER, 'data');
  const download = page.waitForEvent('download');
  await page.locator('main button').click();
  expect((await download).suggestedFilename()).toBe('my-data.json');

  const moved = `moved.${MOVER}`;
  await openFresh(MOVER, 'address');
  await page.getByLabel('New address').fill(moved);
  await page.locator('main button').click();
  await page.getByRole('status').waitFor();
  await expect.poll(async () => (await mailsOf(moved)).length).toBe(1);
  const [asked] = await mailsOf(moved);
  await page.goto(/http:\S+\/address\/[\w-]{40}/.exec(asked!.text!)![0]);
  await page.locator('main button').click();
  await page.getByText('Your address is changed').waitFor();

  await openFresh(moved, 'erase');
  await page.getByRole('checkbox').check();
  await page.locator('main button').click();
  await page.getByText('Your data is erased').waitFor();
  expect(JSON.parse(await reveille('subscribers', 'show', moved, '--json'))).toMatchObject({ subscriber: null });
  await context.close();
});
