import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createClickCounter, isProgram, type ClickCounter, type Follow } from '../../../src/editions/clicks/counter.ts';
import { loadClicks } from '../../../src/editions/clicks/clickCounts.ts';
import { findLink, saveLinks, storyLink, type Link } from '../../../src/editions/clicks/links.ts';
import { loadEdition } from '../../../src/editions/load.ts';
import { createLog } from '../../../src/platform/log.ts';
import { setNewsletter } from '../../../src/editions/newsletters/newsletters.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeEdition, makeNewsletter } from '../../web/support.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const STORIES = 12;

let database: TestDatabase;
let newsletterId: number;
let links: Link[];
let editionId: number;
let at: Date;
let day = 0;
let counter: ClickCounter;

const log = createLog('test', 'silent');
const reader = (network: string, more: Partial<Follow> = {}): Follow => ({
  method: 'GET',
  network,
  userAgent: FIREFOX,
  purpose: '',
  ...more,
});
const wait = (seconds: number): void => {
  at = new Date(at.getTime() + seconds * 1_000);
};
/** Clicks and scans of the stories that have any, by position. */
async function counted(): Promise<Record<number, [number, number]>> {
  const rows = await loadClicks(database, editionId);
  return Object.fromEntries(
    [...rows]
      .filter(([, { clicks, scans }]) => clicks + scans > 0)
      .map(([position, each]) => [position, [each.clicks, each.scans]]),
  );
}

beforeAll(async () => {
  database = await createTestDatabase();
  const { id, slug } = await makeNewsletter(database.db);
  newsletterId = id;
  await setNewsletter(database, slug, { clickCounts: 'on' }, 'test');
});
afterAll(() => database.drop());

beforeEach(async () => {
  at = new Date('2026-11-24T06:00:00Z');
  counter = createClickCounter({ db: database.db, log, now: () => at });
  const date = `2026-10-${String(++day).padStart(2, '0')}`;
  const stories = Array.from({ length: STORIES }, (_, index) => ({ headline: `Story ${index}` }));
  editionId = await makeEdition(database.db, newsletterId, { date, state: 'submitted' }, stories);
  const loaded = (await loadEdition(database, editionId))!;
  await saveLinks(database, loaded, { isRehearsal: false });
  const settings = { publicUrl: '', isRehearsal: false };
  links = await Promise.all(
    loaded.stories.map(async (story) => (await findLink(database, storyLink(loaded, story, settings).slice(3)))!),
  );
});

test('who reads two stories has clicked on two, however often they were opened', async () => {
  for (const index of [0, 0, 4, 0]) counter.note(links[index]!, reader('192.0.2.1'));
  wait(9);
  await counter.settle();
  expect(await counted()).toEqual({});
  wait(1);
  await counter.settle();
  expect(await counted()).toEqual({ 1: [1, 0], 5: [1, 0] });
});

test('a later visit of the same reader counts again, and so does another reader', async () => {
  counter.note(links[0]!, reader('192.0.2.1'));
  counter.note(links[0]!, reader('192.0.2.2'));
  counter.note(links[0]!, reader('192.0.2.1', { userAgent: `${FIREFOX} another` }));
  wait(11);
  counter.note(links[0]!, reader('192.0.2.1'));
  await counter.settle(true);
  expect(await counted()).toEqual({ 1: [4, 0] });
});

test('one network that follows all links of a mail at once scans them, the first ones too', async () => {
  for (const link of links) {
    counter.note(link, reader('203.0.113.9'));
    wait(1);
  }
  counter.note(links[3]!, reader('192.0.2.1'));
  wait(60);
  await counter.settle();
  const scans = Object.fromEntries(links.map((_, index) => [index + 1, [0, 1]]));
  expect(await counted()).toEqual({ ...scans, 4: [1, 1] });
});

test('half of the links at once are a scan, fewer are a reader in a hurry', async () => {
  for (const link of links.slice(0, 5)) counter.note(link, reader('192.0.2.1'));
  for (const link of links.slice(6)) counter.note(link, reader('192.0.2.2'));
  await counter.settle(true);
  const of = (from: number, to: number, count: number[]): [number, number[]][] =>
    Array.from({ length: to - from + 1 }, (_, index) => [from + index, count]);
  expect(await counted()).toEqual(Object.fromEntries([...of(1, 5, [1, 0]), ...of(7, 12, [0, 1])]));
});

test('a series of requests without end is decided after a minute', async () => {
  for (let second = 0; second < 70; second += 5) {
    counter.note(links[second % 3]!, reader('192.0.2.1'));
    await counter.settle();
    wait(5);
  }
  expect(await counted()).toEqual({ 1: [1, 0], 2: [1, 0], 3: [1, 0] });
});

test('HEAD, prefetching, nameless and known programs are counted apart', async () => {
  const programs: Partial<Follow>[] = [
    { method: 'HEAD' },
    { purpose: 'prefetch;prerender' },
    { userAgent: '' },
    { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    { userAgent: 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' },
    { userAgent: 'curl/8.5.0' },
    { userAgent: 'python-requests/2.32' },
    { userAgent: 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)' },
  ];
  for (const program of programs) counter.note(links[0]!, reader('192.0.2.1', program));
  await counter.settle();
  expect(await counted()).toEqual({ 1: [0, programs.length] });
  const people = [
    FIREFOX,
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
  ];
  expect(people.map((userAgent) => isProgram(reader('192.0.2.1', { userAgent })))).toEqual([false, false, false]);
});

test('what a counter keeps in mind is bounded: of a flood of networks the earliest are decided on', async () => {
  for (let index = 0; index < 20_010; index++) counter.note(links[0]!, reader(`network ${index}`));
  await counter.settle();
  expect(await counted()).toEqual({ 1: [10, 0] });
  await counter.settle(true);
  expect(await counted()).toEqual({ 1: [20_010, 0] });
});

test('several processes that count the same links at once lose nothing, and none waits for ever', async () => {
  const others = Array.from({ length: 6 }, () => createClickCounter({ db: database.db, log, now: () => at }));
  for (const [index, each] of others.entries()) {
    const order = index % 2 === 0 ? links : links.toReversed();
    for (const link of order) each.note(link, reader(`198.51.100.${index}`, { method: 'HEAD' }));
  }
  await Promise.all(others.map((each) => each.settle(true)));
  expect(Object.values(await counted())).toEqual(links.map(() => [0, 6]));
});

test('counts that cannot be stored are logged as lost, and counting continues', async () => {
  const gone = await createTestDatabase();
  const broken = createClickCounter({ db: gone.db, log, now: () => at });
  await gone.drop();
  broken.note(links[0]!, reader('192.0.2.1'));
  await expect(broken.settle(true)).resolves.toBeUndefined();
});
