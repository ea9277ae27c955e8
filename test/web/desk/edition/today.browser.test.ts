import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { composeEdition } from '../../../../src/newsroom/compose/compose.ts';
import { rankNewsletter } from '../../../../src/newsroom/rank/rank.ts';
import { createLog } from '../../../../src/platform/log.ts';
import { addItem, addNewsletter, addOutlet } from '../../../newsroom/rank/newsroom.ts';
import {
  browserTest,
  findInvalid,
  findViolations,
  forEachLook,
  openVisit,
  overflowsSideways,
} from '../../../support/browser.ts';
import { DESK_LOOKS, openVisitedSite } from '../../../support/visitedSite.ts';
import { signIn, type SignedIn } from '../../signedIn.ts';
import type { TestSite } from '../../support.ts';

const TITLES = ['Amsel bakery wins pie prize', 'Brisa bridge closes', 'Corvale choir sings', 'Dornach dam leaks'];

let browser: Browser;
let origin: string;
let close: () => Promise<void>;
let site: TestSite;
let ada: SignedIn;
let ben: SignedIn;
let id: number;

beforeAll(async () => {
  ({ site, browser, origin, close } = await openVisitedSite());
  ada = await signIn(site, 'Ada');
  ben = await signIn(site, 'Ben');
  await site.db.updateTable('staff').set({ email: 'ada@paper.example' }).where('name', '=', 'Ada').execute();
});
afterAll(() => close());
beforeEach(async () => {
  await site.db.deleteFrom('newsletters').execute();
  const newsletterId = await addNewsletter(site.db, { slug: 'today', story_count: 4 });
  for (const [at, title] of TITLES.entries())
    await addItem(site.db, await addOutlet(site.db, newsletterId), {
      title,
      published_at: new Date(Date.now() - (at + 1) * 3_600_000),
    });
  const deps = { db: site.db, log: createLog('test', 'silent'), now: () => new Date() };
  await rankNewsletter(deps, newsletterId);
  id = (await composeEdition(deps, { newsletterId })).id;
});

const editionPage = (): string => `${origin}/desk/editions/${id}`;
const headlines = async (): Promise<string[]> => {
  const rows = site.db.selectFrom('edition_stories').select('headline').where('edition_id', '=', id);
  return (await rows.orderBy('position').execute()).map(({ headline }) => headline);
};
const signedIn = (desk: SignedIn) => {
  const [name, value] = desk.cookie.split('=');
  return [{ name: name!, value: value!, url: origin }];
};
const storyOf = (page: Page, headline: string) => page.locator('.row-story', { hasText: headline });
const digestOf = (page: Page) => page.frameLocator('.preview iframe');

browserTest.each([1440, 390])(
  'at %i pixels, ten actions lead from the sign-in to a reordered, edited, previewed, tested and approved edition',
  async (width) => {
    const { context, page, complaints } = await openVisit(browser, { viewport: { width, height: 844 } });
    let actions = 0;
    const act = async (deed: Promise<unknown>): Promise<void> => {
      actions++;
      await deed;
    };
    const type = async (label: string, text: string): Promise<void> => {
      await page.getByLabel(label, { exact: true }).filter({ visible: true }).first().fill(text);
      await page.keyboard.press('Enter');
    };
    try {
      await page.goto(`${origin}/desk/login`);
      await act(page.locator('[name=name]').fill('Ada'));
      await act(
        page
          .locator('[name=password]')
          .fill('correct horse')
          .then(() => page.keyboard.press('Enter')),
      );
      await act(page.locator('.edition a').click());
      await page.waitForURL(editionPage());

      await act(storyOf(page, TITLES[1]!).getByTitle('Move up').click());
      await page.locator('#said', { hasText: 'Moved “Brisa bridge closes” from 2 to 1.' }).waitFor();
      expect((await headlines())[0]).toBe(TITLES[1]);

      await act(page.locator('#edit-1 > summary').click());
      await act(type('Headline', 'Brisa bridge opens again'));
      await page.locator('#said', { hasText: 'Edited “Brisa bridge opens again”' }).waitFor();

      if (width < 1000) await act(page.getByRole('link', { name: 'Digest', exact: true }).click());
      else await act(page.getByRole('link', { name: 'Phone' }).click());
      await digestOf(page).getByText('Brisa bridge opens again').first().waitFor();

      await act(type('Subject', 'The bridge is open'));
      await page.locator('h1', { hasText: 'The bridge is open' }).waitFor();
      expect(await page.locator('.inboxes b').first().textContent()).toBe('The bridge is open');

      await act(page.getByRole('button', { name: 'Send a test copy' }).click());
      await page.locator('.copies', { hasText: 'ada@paper.example on its way' }).waitFor();
      await site.db.updateTable('outbox').set({ state: 'submitted' }).where('edition_id', '=', id).execute();
      await page.locator('.copies', { hasText: 'accepted by the built-in inbox' }).waitFor();

      await act(page.getByRole('button', { name: 'Approve' }).click());
      await page.locator('#overview', { hasText: 'Approved by Ada' }).waitFor();
      expect(actions).toBe(10);
      expect(complaints).toEqual([]);
      const row = site.db.selectFrom('editions').select(['state', 'subject']).where('id', '=', id);
      expect(await row.executeTakeFirst()).toEqual({ state: 'approved', subject: 'The bridge is open' });
    } finally {
      await context.close();
    }
  },
);

browserTest(
  'a refused address stays in its form with the reason, in sight, also when another form is saved',
  async () => {
    const { context, page } = await openVisit(browser, { viewport: { width: 1440, height: 844 } });
    try {
      await context.addCookies(signedIn(ada));
      await page.goto(editionPage());
      const field = page.getByLabel('Add a story by its address');
      await field.fill('http://localhost/story');
      await page.getByRole('button', { name: 'Add the story' }).click();
      await page.locator('#add .error', { hasText: 'localhost is a private address' }).waitFor();
      await page.locator('#said.failed', { hasText: 'The story was not added.' }).waitFor();
      expect(await field.inputValue()).toBe('http://localhost/story');
      expect(await page.locator('#said').evaluate((bar) => bar.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0);

      await page.getByLabel('Subject', { exact: true }).fill('A subject of ours');
      await page.keyboard.press('Enter');
      await page.locator('#said', { hasText: 'Changed the subject.' }).waitFor();
      const parts = await page.locator('#work > [data-part]').evaluateAll((all) => all.map(({ id: part }) => part));
      expect(parts[0]).toBe('stories');
      expect(parts).toContain('history');
      expect(await page.title()).toContain('A subject of ours');
      expect(await field.inputValue()).toBe('http://localhost/story');
    } finally {
      await context.close();
    }
  },
);

browserTest('the digest of an edition that was sent is shown in other looks', async () => {
  const { context, page, complaints } = await openVisit(browser, { viewport: { width: 1440, height: 844 } });
  await context.addCookies(signedIn(ada));
  await site.db
    .updateTable('editions')
    .set({ state: 'submitted', started_at: new Date(), finished_at: new Date() })
    .where('id', '=', id)
    .execute();
  try {
    await page.goto(editionPage());
    await page.getByRole('link', { name: 'Text part' }).click();
    await page.locator('.preview iframe[src*="look=text"]').waitFor();
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
});

browserTest('a story is dragged to its place, undone, and what others change appears while one types', async () => {
  const { context, page, complaints } = await openVisit(browser, { viewport: { width: 1440, height: 1000 } });
  await context.addCookies(signedIn(ada));
  try {
    await page.goto(editionPage());
    const grip = await storyOf(page, TITLES[2]!).locator('[data-grip]').boundingBox();
    const first = await page.locator('.row-story').first().boundingBox();
    await page.mouse.move(grip!.x + 5, grip!.y + 5);
    await page.mouse.down();
    await page.mouse.move(grip!.x + 5, first!.y - 40, { steps: 5 });
    await page.mouse.up();
    await page.locator('#said', { hasText: 'from 3 to 1' }).waitFor();
    expect(await headlines()).toEqual([TITLES[2], TITLES[0], TITLES[1], TITLES[3]]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.locator('#said', { hasText: 'Undone.' }).waitFor();
    expect(await headlines()).toEqual(TITLES);

    await page.locator('#edit-1 > summary').click();
    await page.locator('#summary-1').fill('Typed, not saved yet');
    await ben.act(`/desk/editions/${id}/order`, { from: '1', place: '2' });
    await page.locator('#news', { hasText: 'Ben' }).waitFor();
    expect(await page.locator('#story-2 [name=summary]').inputValue()).toBe('Typed, not saved yet');
    await page.locator('#story-2').getByRole('button', { name: 'Save story' }).click();
    await page.locator('#story-2 .sum', { hasText: 'Typed, not saved yet' }).waitFor();
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
});

browserTest('what one types stays in sight when somebody else removes its story meanwhile', async () => {
  const { context, page, complaints } = await openVisit(browser, { viewport: { width: 390, height: 844 } });
  await context.addCookies(signedIn(ada));
  const last = TITLES.at(-1)!;
  const { story_id: story } = await site.db
    .selectFrom('edition_stories')
    .select('story_id')
    .where('edition_id', '=', id)
    .where('headline', '=', last)
    .executeTakeFirstOrThrow();
  try {
    await page.goto(editionPage());
    await page.locator('#edit-4 > summary').click();
    await page.locator('#headline-4').fill('Typed while it left');
    await ben.act(`/desk/editions/${id}/picks`, { story: String(story), place: '', action: 'exclude' });
    await page.locator('#left', { hasText: 'The story that you edit was removed' }).waitFor();
    expect(await page.locator('#left [name=headline]').inputValue()).toBe('Typed while it left');
    expect(await findViolations(page)).toEqual([]);
    await page.locator('#left').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your text is not saved yet').waitFor();
    expect(await page.locator('.both').textContent()).toContain('Typed while it left');
    expect(complaints.filter((each) => !each.includes('409'))).toEqual([]);
  } finally {
    await context.close();
  }
});

browserTest('typed text that was not saved is not left without a question', async () => {
  const { context, page, complaints } = await openVisit(browser, { viewport: { width: 1440, height: 844 } });
  await context.addCookies(signedIn(ada));
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked++;
    expect(dialog.type()).toBe('beforeunload');
    void dialog.dismiss();
  });
  const leave = () => page.getByRole('link', { name: 'Subscribers', exact: true }).click();
  const headline = page.locator('#headline-1');
  const reopen = async (): Promise<void> => {
    await page.goto(editionPage());
    await page.locator('#edit-1 > summary').click();
  };
  const isAsked = async (): Promise<void> => {
    const before = asked;
    const question = page.waitForEvent('dialog');
    await leave();
    await question;
    await expect.poll(() => asked).toBe(before + 1);
  };
  const isFree = async (): Promise<void> => {
    const before = asked;
    await leave();
    await page.waitForURL('**/desk/subscribers');
    expect(asked).toBe(before);
  };
  try {
    await reopen();
    await headline.fill('Typed, not saved yet');
    await isAsked();
    expect(await headline.inputValue()).toBe('Typed, not saved yet');
    await headline.fill(TITLES[0]!);
    await isFree();

    await page.goBack();
    await page.waitForURL(editionPage());
    await page.locator('#edit-1 > summary').click();
    await headline.fill('Typed again');
    await page.route('**/fix', (route) => route.abort());
    await headline.press('Enter');
    await page.locator('#said.failed', { hasText: 'could not be saved' }).waitFor();
    await isAsked();
    await page.unroute('**/fix');
    await headline.press('Enter');
    await page.locator('#said', { hasText: 'Edited “Typed again”' }).waitFor();
    await isFree();

    await page.goto(`${origin}/desk/newsletters/today/settings`);
    await page.locator('#name').fill('The Morning');
    await isAsked();
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await page.locator('[data-unsaved]').waitFor();
    await isAsked();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.notice', { hasText: 'Saved: ' }).waitFor();
    await isFree();
    expect([asked, complaints.filter((text) => !text.includes('ERR_FAILED'))]).toEqual([4, []]);
  } finally {
    await context.close();
  }
});

browserTest('everything works without scripts: moving, looking, undoing', async () => {
  const { context, page } = await openVisit(browser, { javaScriptEnabled: false });
  await context.addCookies(signedIn(ada));
  try {
    await page.goto(editionPage());
    await page.locator('#place-3').fill('1');
    await page.locator('#place-3').press('Enter');
    expect((await headlines())[0]).toBe(TITLES[2]);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await headlines()).toEqual(TITLES);
    await page.getByRole('link', { name: 'Text part' }).click();
    await digestOf(page).locator('pre', { hasText: TITLES[0]! }).waitFor();
  } finally {
    await context.close();
  }
});

browserTest('once somebody has started the send on a phone, the button that stops it is in sight', async () => {
  const { context, page } = await openVisit(browser, { viewport: { width: 390, height: 667 } });
  await context.addCookies(signedIn(ada));
  try {
    await page.goto(editionPage());
    await page.locator('form[action$="/send"] [name=readers]').fill('0');
    await page.locator('form[action$="/send"] button').click();
    const stop = page.getByRole('button', { name: 'Pause the send' });
    await stop.waitFor();
    await page.locator('#send').waitFor();
    await expect
      .poll(async () => {
        const { y, height } = (await stop.boundingBox())!;
        return y >= 0 && y + height <= 667;
      })
      .toBe(true);
  } finally {
    await context.close();
  }
});

browserTest.each(['draft', 'submitting'] as const)(
  'the page of an edition that is %s is accessible and valid, fits every window, and has its stop on the first screen',
  async (state) => {
    const { context, page, requests, complaints, received } = await openVisit(browser);
    await context.addCookies(signedIn(ada));
    try {
      await ada.act(`/desk/editions/${id}/order`, { from: '1', place: '2' });
      await ada.act(`/desk/editions/${id}/test`, { to: 'ada@paper.example' });
      await site.db.updateTable('editions').set({ state }).where('id', '=', id).execute();
      await page.goto(editionPage());
      await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
      await forEachLook(page, DESK_LOOKS, async () => {
        expect(await overflowsSideways(page)).toBe(false);
        expect(await findViolations(page)).toEqual([]);
        if (state === 'draft') return;
        // The menu was opened for the look at everything; at the hour of the send it is closed.
        await page.evaluate('for (const menu of document.querySelectorAll("header details")) menu.open = false');
        const stop = await page.getByRole('button', { name: 'Pause the send' }).boundingBox();
        await page.evaluate('for (const menu of document.querySelectorAll("header details")) menu.open = true');
        expect(stop!.y + stop!.height).toBeLessThan(700);
      });
      expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
      expect(complaints).toEqual([]);
      expect(await findInvalid(await received())).toEqual([]);
    } finally {
      await context.close();
    }
  },
);
