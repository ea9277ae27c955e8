import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { composeEdition } from '../../src/newsroom/compose/compose.ts';
import { rankNewsletter } from '../../src/newsroom/rank/rank.ts';
import type { StoredPicture } from '../../src/domain/story.ts';
import { createLog } from '../../src/platform/log.ts';
import { addItem, addOutlet } from '../newsroom/rank/newsroom.ts';
import {
  browserTest,
  findInvalid,
  findViolations,
  forEachLook,
  openVisit,
  overflowsSideways,
} from '../support/browser.ts';
import type { TestDatabase } from '../support/database.ts';
import { DESK_LOOKS, openVisitedSite } from '../support/visitedSite.ts';
import { addStoredPicture, photo } from '../support/pictures.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeNewsletter, makeSubscriber } from './support.ts';

const TITLES = [
  'Storm closes the harbour of Amsel, and all ferries to the isles stay in port until Friday',
  'Brisa bridge closes for repairs',
  'Corvale choir sings at dawn',
];

let database: TestDatabase;
let browser: Browser;
let origin: string;
let close: () => Promise<void>;
let desk: SignedIn;
let editionId: number;
let storyId: number;
let items: number[];

beforeAll(async () => {
  const visited = await openVisitedSite();
  ({ database, browser, origin, close } = visited);
  const { site } = visited;
  const { db } = database;
  const newsletter = await makeNewsletter(db);
  for (const name of ['ann', 'ben', 'cleo']) await makeSubscriber(site, newsletter.id, `${name}@reader.example`);
  const now = new Date();
  const deps = { db, log: createLog('test', 'silent'), now: () => now };
  items = [];
  const add = async (title: string, more: { rights?: ['picture']; picture?: string } = {}) => {
    const outletId = await addOutlet(db, newsletter.id, {
      name: `The Gazette of ${title.split(' ')[0]}`,
      rights: more.rights ?? [],
    });
    const url = `https://outlet.example/${more.picture ?? 'none'}.jpg`;
    const stored = more.picture && more.rights ? await addStoredPicture(db, more.picture, outletId) : null;
    if (stored) await addRenditions(stored);
    const image = { url, width: 900, height: 600, alt: 'A harbour', caption: null, credit: 'A. Photographer' };
    return addItem(db, outletId, {
      title,
      summary: `${title}.`,
      published_at: new Date(now.getTime() - (items.length + 1) * 600_000),
      ...(more.picture ? { image: JSON.stringify(image), picture_url: url } : {}),
      ...(stored ? { picture_hash: stored.hash } : {}),
    });
  };
  for (const title of TITLES) items.push(await add(title));
  await add(TITLES[0]!, { rights: ['picture'], picture: 'granted' });
  await add(TITLES[0]!, { picture: 'refused' });
  await rankNewsletter(deps, newsletter.id);
  editionId = (await composeEdition(deps, { newsletterId: newsletter.id })).id;
  desk = await signIn(site, 'Ada Lovelace', 'sender');
  const first = await db.selectFrom('items').select('story_id').where('id', '=', items[0]!).executeTakeFirstOrThrow();
  storyId = first.story_id!;
  await db.updateTable('items').set({ is_withdrawn: true }).where('id', 'in', items.slice(1)).execute();
  await desk.act(`/desk/editions/${editionId}/keep`, { item: String(items[1]), reason: 'We asked them: it is right' });
});
afterAll(() => close());

/** The picture's files in all its sizes, as pages ask for them. */
async function addRenditions({ hash, widths }: StoredPicture): Promise<void> {
  for (const width of widths)
    for (const [format, body] of [
      ['jpg', await photo({ width: 300, height: 200 }).jpeg().toBuffer()],
      ['webp', await photo({ width: 300, height: 200 }).webp().toBuffer()],
    ] as const)
      await database.db
        .insertInto('picture_renditions')
        .values({ hash, width, format, body })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
}

const openDesk = async (viewport: { width: number; height: number }) => {
  const visit = await openVisit(browser, { viewport, hasTouch: true });
  const [name, value] = desk.cookie.split('=');
  await visit.context.addCookies([{ name: name!, value: value!, url: origin }]);
  return visit;
};

browserTest.each([
  ['the edition', () => `/desk/editions/${editionId}`],
  ['adding a story', () => `/desk/editions/${editionId}/add`],
  ['joining and splitting', () => `/desk/editions/${editionId}/events?story=${storyId}`],
  ['choosing a picture', () => `/desk/editions/${editionId}/picture?story=${storyId}`],
  ['the current stories', () => '/desk/newsletters/daily/stories'],
])('the page of %s is accessible and valid, and fits every window', async (_what, path) => {
  const { context, page, complaints, requests, received } = await openDesk({ width: 390, height: 800 });
  try {
    expect((await page.goto(`${origin}${path()}`))?.status()).toBe(200);
    await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
    await forEachLook(page, DESK_LOOKS, async () => {
      expect(await overflowsSideways(page)).toBe(false);
      expect(await findViolations(page)).toEqual([]);
    });
    expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await findInvalid(await received())).toEqual([]);
  } finally {
    await context.close();
  }
});

browserTest('an address that cannot be added stands in its field with the reason', async () => {
  const { context, page } = await openDesk({ width: 390, height: 800 });
  try {
    await page.goto(`${origin}/desk/editions/${editionId}`);
    await page.getByLabel('Add a story by its address').fill('http://192.168.1.1/story');
    await page.getByRole('button', { name: 'Add the story' }).tap();
    const field = page.getByLabel('Add a story by its address');
    await page.locator('#add-fault').waitFor();
    expect(await field.inputValue()).toBe('http://192.168.1.1/story');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#add-fault').textContent()).toContain('is a private address');
    expect(await findViolations(page)).toEqual([]);
  } finally {
    await context.close();
  }
});

browserTest('a picture is uploaded for a story', async () => {
  const { context, page } = await openDesk({ width: 390, height: 800 });
  try {
    await page.goto(`${origin}/desk/editions/${editionId}/picture?story=${storyId}`);
    const buffer = await photo({ width: 640, height: 420 }).jpeg().toBuffer();
    await page
      .getByLabel('Picture', { exact: false })
      .first()
      .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer });
    await page.getByLabel('Credit').fill('Ben Beispiel');
    await page.getByRole('button', { name: 'Upload and use it' }).tap();
    await page.getByText('The story shows the picture that you chose.').waitFor();
    expect(await page.locator('#story-1 figcaption').textContent()).toContain('Ben Beispiel');
  } finally {
    await context.close();
  }
});

browserTest('breaking news is under way with four taps on a phone', async () => {
  const { context, page } = await openDesk({ width: 390, height: 800 });
  let taps = 0;
  const tap = async (on: Locator) => {
    taps += 1;
    await on.tap();
  };
  try {
    await page.goto(`${origin}/desk/newsletters/daily/stories`);
    await tap(page.getByRole('button', { name: 'Breaking news' }).first());
    await page.waitForURL(/\/desk\/editions\/\d+#start$/);
    const special = Number(/editions\/(\d+)/.exec(page.url())![1]);
    const readers = page.locator('#start').getByLabel('Number of readers');
    await tap(readers);
    await page.keyboard.type('3');
    await tap(page.locator('#start form.send button'));
    await expect
      .poll(() =>
        database.db
          .selectFrom('editions')
          .select(['state', 'kind'])
          .where('id', '=', special)
          .executeTakeFirstOrThrow(),
      )
      .toEqual({ state: 'preparing', kind: 'special' });
    expect(taps).toBeLessThanOrEqual(4);
  } finally {
    await context.close();
  }
});
