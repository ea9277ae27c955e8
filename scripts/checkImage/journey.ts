import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { z } from 'zod';
import type { Container, Mount } from './container.ts';
import { signIn } from './desk.ts';
import { runOnce } from './engine.ts';
import { STORY_COUNT } from './outlet.ts';
import type { ReceivedMessage } from './relay.ts';

const READERS = 25;
const SENT_WITHIN_MS = 180_000;
const CONSENT = 'Signed up on paper, spring 2026';

/** `docker compose run --rm web node src/cli.ts …` */
type Reveille = (...words: string[]) => Promise<string>;

const Made = z.object({ made: z.string(), url: z.string().optional() });

/** The sample newsletter, and its edition in the browser. Its mail goes to the inbox, never to the relay. */
async function showDemo(reveille: Reveille): Promise<string> {
  const lines = (await reveille('demo', '--json')).trim().split('\n');
  const url = lines.map((line) => Made.parse(JSON.parse(line))).find(({ made }) => made === 'edition')?.url ?? '';
  const { status } = await fetch(url);
  if (status !== 200) throw new Error(`the edition of the demo answers ${status} at ${url}`);
  return url;
}

/** Creates a newsletter, its outlet and its readers by compose commands. Returns the draft's id. */
async function makeEdition(reveille: Reveille, data: Mount, feedUrl: string, { user }: Container): Promise<number> {
  const hourAgo = new Date(Date.now() - 3_600_000).toISOString().slice(11, 16);
  const newsletter = ['--newsletter', 'harbour'];
  const sender = ['--from', 'Harbour News <news@harbour.example>', '--legal-name', 'Harbour Ltd'];
  const footer = ['--postal-address', '1 Quay Street', '--privacy-url', 'https://harbour.example/privacy'];
  const schedule = ['--zone', 'UTC', '--at', hourAgo, '--min-stories', '1'];
  await reveille('newsletters', 'add', 'harbour', '--name', 'Harbour News', ...sender, ...footer, ...schedule);
  await reveille('outlets', 'add', feedUrl, '--own', '--allow-private', ...newsletter);
  const rows = Array.from({ length: READERS }, (_, index) => `reader${index}@harbour.example,Reader ${index}\n`);
  const list = join(data.from, 'readers.csv');
  await writeFile(list, `email,first_name\n${rows.join('')}`);
  await chown(list, user.uid, user.gid);
  await reveille('subscribers', 'import', `${data.to}/readers.csv`, '--consent', CONSENT, ...newsletter);
  await reveille('ingest');
  const [first = ''] = (await reveille('compose', '--json', ...newsletter)).split('\n');
  return z.object({ edition: z.number() }).parse(JSON.parse(first)).edition;
}

async function waitForMessages(received: readonly ReceivedMessage[]): Promise<void> {
  for (const deadline = Date.now() + SENT_WITHIN_MS; received.length < READERS; await sleep(200))
    if (Date.now() > deadline) throw new Error(`the relay has ${received.length} of ${READERS} messages`);
}

/** Looks at a message as its reader's program does: every story has a picture, and the web serves each as JPEG. */
async function assertPictures(raw: string, url: string): Promise<number> {
  const { html } = await simpleParser(raw);
  const sources = new Set(
    [...String(html).matchAll(/<img[^>]+src="([^"]+\/pictures\/[^"]+)"/g)].map(([, source = '']) => source),
  );
  if (sources.size < STORY_COUNT) throw new Error(`the mail has ${sources.size} pictures for ${STORY_COUNT} stories`);
  for (const source of sources) {
    if (!source.startsWith(`${url}/`)) throw new Error(`a picture of the mail is not at PUBLIC_URL: ${source}`);
    const response = await fetch(source);
    const start = Buffer.from(await response.arrayBuffer()).subarray(0, 3);
    const isJpeg = response.headers.get('content-type') === 'image/jpeg' && start.toString('hex') === 'ffd8ff';
    if (response.status !== 200 || !isJpeg) throw new Error(`${source} is no JPEG: ${response.status}`);
  }
  return sources.size;
}

/**
 * The steps of a new user: show the demo, create an account and a newsletter, sign in at the desk, send the edition.
 * Throws unless the relay gets it once for every reader, with its pictures.
 */
export async function sendFirstEdition(
  { say, web, data }: { say: (line: string) => void; web: Container; data: Mount },
  { url, feedUrl, received }: { url: string; feedUrl: string; received: readonly ReceivedMessage[] },
): Promise<void> {
  const reveille: Reveille = (...words) => runOnce(web, ['node', 'src/cli.ts', ...words]);
  say(`the demo’s edition is at ${await showDemo(reveille)}`);
  const added = await reveille('staff', 'add', 'Ada', '--role', 'owner', '--json');
  const account = z.object({ name: z.string(), password: z.string() }).parse(JSON.parse(added));
  const editionId = await makeEdition(reveille, data, feedUrl, web);
  const desk = await signIn(url, account);
  say(`${account.name} signed in at the desk`);
  if (!(await desk.get(`/desk/editions/${editionId}`)).includes('name="readers"'))
    throw new Error('the desk offers no way to send the edition');
  await desk.post(`/desk/editions/${editionId}/send`, { readers: String(READERS) });
  await waitForMessages(received);
  const readers = new Set(received.flatMap(({ to }) => to));
  if (readers.size !== READERS || received.length !== READERS)
    throw new Error(`the relay has ${received.length} messages for ${readers.size} of ${READERS} readers`);
  const pictures = await assertPictures(received[0]!.raw, url);
  say(`${received.length} readers got the edition, with ${pictures} pictures that the web serves as JPEG`);
}
