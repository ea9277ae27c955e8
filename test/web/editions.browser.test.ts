import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { fixStory } from '../../src/editions/fix.ts';
import { setNewsletter } from '../../src/editions/newsletters/newsletters.ts';
import type { Queues } from '../../src/platform/queue/queue.ts';
import {
  browserTest,
  findInvalid,
  findViolations,
  forEachLook,
  openVisit,
  overflowsSideways,
} from '../support/browser.ts';
import type { TestDatabase } from '../support/database.ts';
import { openVisitedSite } from '../support/visitedSite.ts';
import { addOwnPicture, photo } from '../support/pictures.ts';
import { makeEdition, makeNewsletter, NOON } from './support.ts';

const LOOKS = [
  { width: 320, colorScheme: 'light' },
  { width: 320, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
] as const;
const STORIES = [
  {
    headline: 'Ferries sail again after three days of storm',
    summary: 'The harbour opened at dawn, and the first boat left an hour later with everyone who had waited.',
  },
  { headline: `Un${'pronounceable'.repeat(8)}`, summary: 'A headline without a space.' },
  { headline: 'حكومة جديدة', summary: 'A headline from right to left.' },
];

let database: TestDatabase;
let browser: Browser;
let origin: string;
let close: () => Promise<void>;
let picture: Buffer;

beforeAll(async () => {
  const visited = await openVisitedSite({ now: () => NOON });
  ({ database, browser, origin, close } = visited);
  picture = await photo({ width: 560, height: 373 }).jpeg().toBuffer();
  const { db } = database;
  const newsletter = await makeNewsletter(db);
  await makeEdition(db, newsletter.id, { date: '2026-10-31', state: 'submitted' });
  await makeEdition(db, newsletter.id, { date: '2026-11-22', state: 'submitted' });
  await addOwnPicture(db, 'bridge', newsletter.id);
  const stories = STORIES.map(({ headline, summary }) => ({ headline, summary, image: 'bridge' }));
  const id = await makeEdition(
    db,
    newsletter.id,
    { date: '2026-11-23', kind: 'special', number: 2, state: 'submitted', note: 'A word from the desk.' },
    stories,
  );
  await makeEdition(db, newsletter.id, { date: '2026-11-24', state: 'submitted', isRehearsal: true });
  const queues = { enqueue: async () => undefined } as unknown as Queues;
  const change = { editionId: id, actor: 'desk', note: 'It was three days, not two.', position: 1 };
  await fixStory({ db, queues, now: () => NOON }, { ...change, changes: { summary: 'The harbour opened at dawn.' } });
});
afterAll(() => close());

const PAGES = [
  ['an edition', '/editions/daily/2026-11-23/special-2'],
  ['a rehearsal', '/editions/daily/2026-11-24'],
  ['the archive', '/editions/daily'],
  ['a month of it', '/editions/daily/2026-10'],
  ['a search', '/editions/daily?q=harbour'],
  ['a search in vain', '/editions/daily?q=nothing&lang=es'],
] as const;

browserTest.each(PAGES)(
  '%s is accessible and valid, fits every window, and asks no other host',
  async (_name, path) => {
    const { context, page, requests, complaints, received } = await openVisit(browser);
    // One rendition is stored, and browsers choose others.
    await context.route('**/pictures/*', (route) => route.fulfill({ body: picture, contentType: 'image/jpeg' }));
    try {
      expect((await page.goto(`${origin}${path}`))?.status()).toBe(200);
      for (const details of await page.locator('details').all()) await details.locator('summary').click();
      await forEachLook(page, LOOKS, async () => {
        expect(await overflowsSideways(page)).toBe(false);
        expect(await findViolations(page)).toEqual([]);
      });
      expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
      expect(complaints).toEqual([]);
      expect(await findInvalid(await received())).toEqual([]);
    } finally {
      await context.close();
    }
  },
);

browserTest('a headline may be hyphenated in words that are as long as a narrow screen, and in no others', async () => {
  const { context, page } = await openVisit(browser);
  try {
    for (const [path, headline] of [
      ['/editions/daily/2026-11-23/special-2', '.story h2'],
      ['/editions/daily?q=harbour', '.found .subject'],
    ]) {
      await page.goto(`${origin}${path}`);
      const styleOf = (selector: string) =>
        page.evaluate<string[]>(
          `(({ hyphens, hyphenateLimitChars }) => [hyphens, hyphenateLimitChars])(getComputedStyle(document.querySelector('${selector}')))`,
        );
      expect(await styleOf(headline!)).toEqual(['auto', '20 5 5']);
      expect(await styleOf('main p')).toEqual(['manual', 'auto']);
    }
  } finally {
    await context.close();
  }
});

browserTest('everything works without scripts: searching, going to a month and back, citing', async () => {
  const { context, page } = await openVisit(browser, { javaScriptEnabled: false });
  try {
    await page.goto(`${origin}/editions/daily`);
    await page.getByLabel('Search all editions').fill('harbour');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: 'Ferries sail again' }).click();
    expect(new URL(page.url()).hash).toBe('#story-1');
    await page.getByText('Share and cite').click();
    expect(await page.locator('.whole').first().textContent()).toBe(`${origin}/editions/daily/2026-11-23/special-2`);
    await page.getByRole('link', { name: 'All editions' }).click();
    await page.getByRole('link', { name: 'October 2026' }).click();
    await page.getByRole('link', { name: 'Subject of 2026-10-31' }).click();
    expect(page.url()).toBe(`${origin}/editions/daily/2026-10-31`);
  } finally {
    await context.close();
  }
});

browserTest(
  'on paper an edition is its stories, with where to read them and without what only a screen can do',
  async () => {
    const { context, page } = await openVisit(browser, { colorScheme: 'dark' });
    try {
      await page.goto(`${origin}/editions/daily/2026-11-23/special-2`);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      for (const selector of ['.pager', '.share', '.invite'])
        expect(await page.locator(selector).isVisible()).toBe(false);
      const shown = await page.evaluate<string[]>(
        `[getComputedStyle(document.querySelector('.story h2 a'), '::after').content, getComputedStyle(document.body).backgroundColor]`,
      );
      expect(shown).toEqual(['"https://outlet.example/0"', 'rgb(255, 255, 255)']);
    } finally {
      await context.close();
    }
  },
);

browserTest('in a language without words of ours, ours say that they are English', async () => {
  await setNewsletter(database, 'daily', { language: 'ar' }, 'test');
  const { context, page } = await openVisit(browser, { viewport: { width: 320, height: 800 } });
  try {
    await page.goto(`${origin}/editions/daily/2026-11-23/special-2`);
    expect(await findViolations(page)).toEqual([]);
    expect(await overflowsSideways(page)).toBe(false);
    const label = page.locator('.correction strong');
    expect([await label.getAttribute('lang'), await label.textContent()]).toEqual([
      'en',
      'Correction, November 24, 2026 at 1:00 PM GMT+1:',
    ]);
  } finally {
    await context.close();
    await setNewsletter(database, 'daily', { language: 'en' }, 'test');
  }
});
