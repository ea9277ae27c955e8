import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
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
import { signIn, type SignedIn } from './signedIn.ts';
import { makeEdition, makeNewsletter, makeSubscriber } from './support.ts';

let database: TestDatabase;
let browser: Browser;
let origin: string;
let close: () => Promise<void>;
let owner: SignedIn;

const EDITIONS = 4;
const READERS = 12;

beforeAll(async () => {
  const visited = await openVisitedSite({
    environment: { SMTP_URL: 'smtp://relay.example' },
    now: () => new Date('2026-11-24T12:00:00Z'),
  });
  ({ database, browser, origin, close } = visited);
  const { site } = visited;
  const { db } = database;
  const newsletter = await makeNewsletter(db);
  for (let n = 0; n < READERS; n++) await makeSubscriber(site, newsletter.id, `reader${n}@paper${n % 3}.example`);
  for (let day = 1; day <= EDITIONS; day++) {
    const date = `2026-11-${20 + day}`;
    const id = await makeEdition(db, newsletter.id, {
      date,
      state: 'submitted',
      startedAt: new Date(`${date}T05:30:00Z`),
    });
    await sql.raw(`create table deliveries_${id} partition of deliveries for values in (${id})`).execute(db);
    await sql`
      insert into deliveries (edition_id, is_rehearsal, subscriber_id, state, revision, due_at, submitted_at)
      select ${id}::integer, false, subscriber_id, case when subscriber_id % 5 = 0 then 'failed' else 'submitted' end, 1,
        e.started_at, e.started_at + subscriber_id * interval '20 s'
      from subscriptions join editions e on e.id = ${id}`.execute(db);
  }
  await sql`
    insert into edition_fixes (edition_id, revision, position, before, after, note, actor)
    values (1, 2, 1, '{"headline":"A bridge opens"}', '{"headline":"A bridge opens late"}', 'It opens late.', 'Ada')`.execute(
    db,
  );
  await sql`update editions set revision = 2 where id = 1`.execute(db);
  await sql`
    insert into reader_counts (newsletter_id, at, kind, source, readers)
    select ${newsletter.id}::integer, half_hour(timestamptz '2026-11-24 10:00Z' - n * interval '1 day'), kind,
      'https://paper.example/a-rather-long-path/of-a-story-about-ferries', n % 4 + 1
    from generate_series(0, 20) n, unnest(array['asked', 'confirmed', 'left']) kind`.execute(db);
  owner = await signIn(site, 'Ada Lovelace');
});
afterAll(() => close());

browserTest.each([
  ['/desk/newsletters/daily/results', 5],
  ['/desk/editions/1/results', 1],
  ['/desk/editions/1/correct', 0],
])('%s is accessible and valid, fits every window, and draws its plots without any other host', async (path, plots) => {
  const { context, page, requests, complaints, received } = await openVisit(browser);
  const [name, value] = owner.cookie.split('=');
  await context.addCookies([{ name: name!, value: value!, url: origin }]);
  try {
    expect((await page.goto(`${origin}${path}`))?.status()).toBe(200);
    await page.waitForLoadState('load');
    expect(await page.locator('.plot canvas').count()).toBe(plots);
    expect(await page.locator('.plot .u-legend').count()).toBe(plots);
    for (const open of [false, true]) {
      if (open) await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
      await forEachLook(page, DESK_LOOKS, async () => {
        // Plots follow the window's width a moment later.
        await expect.poll(() => overflowsSideways(page)).toBe(false);
        expect(await findViolations(page)).toEqual([]);
      });
    }
    expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
    // A policy that blocked a style or a script would complain here.
    expect(complaints).toEqual([]);
    expect(await findInvalid(await received())).toEqual([]);
  } finally {
    await context.close();
  }
});

browserTest('a term is reached by the keyboard, and Escape closes its meaning and leaves the focus', async () => {
  const { context, page } = await openVisit(browser, { javaScriptEnabled: false });
  const [name, value] = owner.cookie.split('=');
  await context.addCookies([{ name: name!, value: value!, url: origin }]);
  try {
    await page.goto(`${origin}/desk/editions/1/results`);
    const term = page.getByRole('button', { name: 'Sent', exact: true });
    const meaning = page.locator('#about-sent');
    const before = page.locator('a[href], button, summary, input, select').and(page.locator(':visible'));
    // Tab reaches the term from the top of the page, in no more steps than the page has controls.
    for (let left = await before.count(); left > 0; left--) {
      await page.keyboard.press('Tab');
      if (await term.and(page.locator(':focus')).count()) break;
    }
    expect(await meaning.isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    await meaning.waitFor();
    await page.keyboard.press('Escape');
    await meaning.waitFor({ state: 'hidden' });
    expect(await term.and(page.locator(':focus')).count()).toBe(1);
  } finally {
    await context.close();
  }
});

browserTest('without script, the tables are open and no plot is shown', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const [name, value] = owner.cookie.split('=');
  await context.addCookies([{ name: name!, value: value!, url: origin }]);
  try {
    const page = await context.newPage();
    await page.goto(`${origin}/desk/newsletters/daily/results`);
    expect(await page.locator('#growth-table').isVisible()).toBe(true);
    expect(await page.locator('.plot:visible').count()).toBe(0);
  } finally {
    await context.close();
  }
});
