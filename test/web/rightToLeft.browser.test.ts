import { load } from 'cheerio';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { keepSlots } from '../../src/editions/slots.ts';
import { loadEdition } from '../../src/editions/load.ts';
import { setNewsletter } from '../../src/editions/newsletters/newsletters.ts';
import { LANGUAGES, presentWords, wordsIn, type Words } from '../../src/language/catalogues.ts';
import {
  browserTest,
  findViolations,
  forEachLook,
  hasChromium,
  openBrowser,
  openVisit,
  overflowsSideways,
  releaseBrowser,
} from '../support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { placesOf } from '../support/placesOf.ts';
import { serveApp } from '../support/serve.ts';
import { makeEdition, makeNewsletter, makeSubscriber, NOON, openSite, tokenFor } from './support.ts';

const LETTERS = 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي';
const turn = (text: string): string =>
  text.replaceAll(/\{\w+\}|[a-z]/gi, (found) =>
    found.length > 1 ? found : LETTERS[(found.toLowerCase().codePointAt(0)! - 97) % LETTERS.length]!,
  );
function turnAll<T>(value: T): T {
  if (typeof value === 'string') return turn(value) as T;
  if (Array.isArray(value)) return value.map(turnAll) as T;
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, turnAll(inner)])) as T;
}

// A pseudo-language in the place of Arabic, which has no catalogue: our words in letters written from right to left.
const languages = LANGUAGES as string[];
const catalogues = presentWords().catalogues as Record<string, Words>;
let database: TestDatabase;
let browser: Browser;
let origin: string;
let close: () => Promise<void>;
let pages: string[];

beforeAll(async () => {
  catalogues['ar'] = turnAll(wordsIn('en'));
  languages.push('ar');
  database = await createTestDatabase();
  if (hasChromium) browser = await openBrowser();
  const { db } = database;
  const site = await openSite(db);
  ({ close, origin } = await serveApp(site.app));
  await makeNewsletter(db);
  const { id } = await setNewsletter(
    { db },
    'daily',
    {
      language: 'ar',
      languages: 'ar',
      name: 'صباح الميناء',
      sponsorText: 'معاطف دافئة لكل طقس',
      sponsorUrl: 'https://coats.example/winter',
      houseNotice: 'غرفة الأخبار مفتوحة يوم السبت',
    },
    'test',
  );
  const headline = 'مقاتلة F-16 تهبط في الميناء بعد ثلاثة أيام من العاصفة';
  const stories = [1, 2, 3, 4].map(() => ({ headline, summary: `${headline}. ${headline}.` }));
  const edition = await makeEdition(db, id, { date: '2026-11-24', state: 'draft' }, stories);
  const slots = JSON.stringify(keepSlots((await loadEdition({ db }, edition))!.slots));
  await db
    .updateTable('editions')
    .set({ state: 'submitted', started_at: NOON, slots })
    .where('id', '=', edition)
    .execute();
  const pending = await makeSubscriber(site, id, 'ada@reader.example', 'pending');
  const active = await makeSubscriber(site, id, 'ben@reader.example');
  pages = [
    '/newsletters/daily',
    '/embed/daily',
    `/confirm/${tokenFor(site.keys, 'confirm', pending, id)}`,
    `/preferences/${tokenFor(site.keys, 'preferences', active, id)}`,
    `/unsubscribe/${tokenFor(site.keys, 'unsubscribe', active, id)}`,
    '/editions/daily',
    '/editions/daily/2026-11-24',
  ];
});
afterAll(async () => {
  await releaseBrowser(browser);
  await close();
  await database.drop();
  languages.splice(languages.indexOf('ar'), 1);
  delete catalogues['ar'];
});

browserTest('the public pages are written from right to left as a whole, at any width, without a fault', async () => {
  const { page } = await openVisit(browser);
  for (const path of pages) {
    await page.goto(`${origin}${path}`);
    const $ = load(await page.content());
    expect([path, $('html').attr('lang'), $('html').attr('dir')]).toEqual([path, 'ar', 'rtl']);
    // An address is written from left to right everywhere.
    expect({ path, turned: $('body [dir=ltr]:not(input)').length }).toEqual({ path, turned: 0 });
    await forEachLook(
      page,
      [
        { width: 320, colorScheme: 'light' },
        { width: 1280, colorScheme: 'dark' },
      ],
      async () => {
        expect({ path, overflows: await overflowsSideways(page) }).toEqual({ path, overflows: false });
        for (const place of await placesOf(page, 'F-16'))
          expect({ path, place }).toEqual({ path, place: [1, 1, 1, 0] });
      },
    );
    expect({ path, found: await findViolations(page) }).toEqual({ path, found: [] });
  }
});
