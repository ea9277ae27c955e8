import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { fixStory } from '../../src/editions/fix.ts';
import { addNewsletter } from '../../src/editions/newsletters/newsletters.ts';
import type { Queues } from '../../src/platform/queue/queue.ts';
import { browserTest, hasChromium, openBrowser, releaseBrowser } from '../support/browser.ts';
import { freePort } from '../../scripts/servers/ports.ts';
import { serveApp } from '../support/serve.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { compareWithGolden, photograph } from '../support/golden.ts';
import { addOwnPicture, photo } from '../support/pictures.ts';
import { makeEdition, NOON, openSite } from '../web/support.ts';

const STORIES = [
  { headline: 'Ferries sail again after three days of storm', image: 'bridge' },
  { headline: 'Choir sings at dawn', section: 'On land' },
  { headline: 'Lighthouse lamp found in a cellar', section: 'At sea', image: 'bridge' },
  { headline: 'Pie prize awarded' },
];
const SUMMARY = 'The harbour opened at dawn, and the first boat left an hour later with everyone who had waited.';

let database: TestDatabase;
let browser: Browser;
let picture: Buffer;
let origin: string;
let close: () => Promise<void>;
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  if (hasChromium) browser = await openBrowser();
  picture = await photo({ width: 560, height: 373 }).jpeg().toBuffer();
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  ({ close } = await serveApp((await openSite(db, { PUBLIC_URL: origin, PORT: String(port) })).app, port));
  const newsletter = await addNewsletter(
    { db },
    'daily',
    {
      name: 'Harbour Morning',
      from: 'news@paper.example',
      sections: 'At sea; On land',
      houseNotice: 'Join the readers’ evening',
      houseNoticeUrl: 'https://paper.example/evening',
      legalName: 'Harbour Press Ltd',
      postalAddress: '14 Cable Street, Port Aven',
    },
    'test',
  );
  await addOwnPicture(db, 'bridge', newsletter.id);
  await makeEdition(db, newsletter.id, { date: '2026-11-23', state: 'submitted' });
  const stories = STORIES.map((story) => ({ ...story, summary: SUMMARY }));
  const id = await makeEdition(db, newsletter.id, { date: '2026-11-24', state: 'submitted' }, stories);
  for (const [at, { section = null }] of STORIES.entries())
    await db
      .updateTable('edition_stories')
      .set({ section })
      .where('edition_id', '=', id)
      .where('position', '=', at + 1)
      .execute();
  const queues = { enqueue: async () => undefined } as unknown as Queues;
  const changes = { summary: 'The choir of Corvale greeted the sun.' };
  const order = { editionId: id, position: 2, changes, note: 'It was no Sunday.', actor: 'desk' };
  await fixStory({ db, queues, now: () => NOON }, order);
});
afterAll(async () => {
  if (hasChromium) await releaseBrowser(browser);
  await close();
  await database.drop();
});

const LOOKS = [
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 1000, colorScheme: 'light' },
] as const;

browserTest.each(LOOKS)('the web edition looks as it did: $width, $colorScheme', async ({ width, colorScheme }) => {
  const png = await photograph(browser, { colorScheme, viewport: { width, height: 800 } }, async (page) => {
    await page.route('**/pictures/**', (route) => route.fulfill({ body: picture, contentType: 'image/jpeg' }));
    await page.goto(`${origin}/editions/daily/2026-11-24`);
  });
  expect(await compareWithGolden(`edition-${width}-${colorScheme}`, png)).toBeNull();
});
