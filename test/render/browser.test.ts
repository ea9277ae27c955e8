import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { DIGEST_FORMATS, type DigestFormat } from '../../src/domain/choices.ts';
import type { LoadedEdition } from '../../src/editions/load.ts';
import { buildDigest } from '../../src/render/digest.ts';
import { buildConfirmation, buildWelcome, type Letter } from '../../src/render/letter.ts';
import { buildHtml } from '../../src/render/mjml.ts';
import { standardTemplates } from '../../src/render/templates.ts';
import { buildEdition } from '../../src/render/view.ts';
import {
  browserTest,
  findViolations,
  forEachLook,
  type Look,
  openBrowser,
  releaseBrowser,
  openVisit,
  overflowsSideways,
  type Visit,
} from '../support/browser.ts';
import { deps, makeLoaded, makeStories, makeStory } from './support.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => releaseBrowser(browser));

const edition = makeLoaded(makeStories(14), {
  newsletter: { house_notice: 'Join the readers’ evening', house_notice_url: 'https://paper.example/evening' },
  edition: { note: 'We are late today.' },
});

const ADDRESS = 'https://mail.paper.example/';

/** A mail in a window; its pictures never come. */
async function open(html: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const visit = await openVisit(browser, options);
  await visit.page.route('**/*', (route) =>
    route.request().url() === ADDRESS ? route.fulfill({ body: html, contentType: 'text/html' }) : route.abort(),
  );
  await visit.page.goto(ADDRESS);
  return visit;
}

async function show(
  loaded: LoadedEdition,
  {
    format = 'full',
    language = 'en',
    ...options
  }: { format?: DigestFormat; language?: string } & BrowserContextOptions,
): Promise<Visit> {
  const { html } = await buildDigest(deps, loaded, { isRehearsal: true, variant: { format, language } });
  return open(html, options);
}

const sizes = [320, 600, 800].map((width) => ({ width, height: 900 }));
const schemes = ['light', 'dark'] as const;
const looks = schemes.map((colorScheme): Look => ({ width: 320, colorScheme }));

browserTest.each(DIGEST_FORMATS)('axe finds nothing wrong with %s, light and dark', async (format) => {
  const { context, page } = await show(edition, { format });
  await forEachLook(page, looks, async () => expect(await findViolations(page)).toEqual([]));
  await context.close();
});

browserTest(
  'axe finds nothing wrong with a mail that is written from right to left, nor with another theme',
  async () => {
    const arabic = makeLoaded(makeStories(3, { headline: 'العبارات تعود إلى البحر', language: 'ar' }), {
      newsletter: { language: 'ar', languages: ['ar'], theme: 'signal' },
    });
    const { context, page } = await show(arabic, { language: 'ar' });
    await forEachLook(page, looks, async () => expect(await findViolations(page)).toEqual([]));
    await context.close();
  },
);

const look = async (language: string) => ({ language, theme: await (await standardTemplates()).theme('standard') });
const LETTERS: Record<string, (language: string) => Promise<Letter>> = {
  confirmation: async (language) =>
    buildConfirmation(edition.newsletter, { confirmUrl: `${ADDRESS}c`, firstName: 'Ada' }, await look(language)),
  welcome: async (language) => {
    const links = { unsubscribeUrl: `${ADDRESS}u`, preferencesUrl: `${ADDRESS}p` };
    const own = await look(language);
    const next = { at: new Date('2026-11-25T05:30:00Z'), zone: 'Europe/Berlin' };
    const shown = {
      ...own,
      format: 'full' as const,
      storyCount: 5,
      fullCount: null,
      maxSummary: null,
      isBare: false,
      hasContents: false,
      hasSlots: false,
      hasMostRead: false,
      picturesUrl: `${ADDRESS}pictures`,
      webUrl: `${ADDRESS}e`,
    };
    const latest = { url: `${ADDRESS}e`, view: buildEdition(edition, shown) };
    return buildWelcome(edition.newsletter, links, { ...own, latest, next });
  },
};

browserTest.each(Object.keys(LETTERS))(
  'axe finds nothing wrong with a %s letter, light and dark, in either language',
  async (name) => {
    const templates = await standardTemplates();
    for (const language of ['en', 'es']) {
      const { view } = await LETTERS[name]!(language);
      const { context, page } = await open(await buildHtml(templates.fill('letter', view), 'letter'));
      expect(await page.locator('h1').count()).toBe(1);
      await forEachLook(page, looks, async () => {
        expect(await findViolations(page)).toEqual([]);
        expect(await overflowsSideways(page)).toBe(false);
      });
      await context.close();
    }
  },
);

const LONG = 'x'.repeat(5_000);
const hostile = makeLoaded([
  makeStory(1, { headline: LONG, summary: LONG, outlet_name: LONG, byline: LONG, also_reported_by: [LONG] }),
  makeStory(2, { headline: LONG, summary: LONG, outlet_name: LONG }),
  makeStory(3, { headline: '👩‍👩‍👧‍👦'.repeat(300), summary: '港口今天重新开放'.repeat(300) }),
]);

browserTest.each(DIGEST_FORMATS)('%s is not wider than its window, with any stories', async (format) => {
  for (const loaded of [edition, hostile]) {
    const { context, page } = await show(loaded, { format });
    const widths = sizes.map(({ width }): Look => ({ width, colorScheme: 'light' }));
    await forEachLook(page, widths, async () => expect(await overflowsSideways(page)).toBe(false));
    await context.close();
  }
});

browserTest('a picture has its place before it comes, and at 320 pixels no letter is smaller than 13', async () => {
  const { context, page } = await show(edition, { viewport: sizes[0]! });
  const heights = await page.evaluate<number[]>('[...document.images].map((each) => each.clientHeight)');
  expect(heights.filter((height) => height < 40)).toEqual([]);
  const smallest = await page.evaluate<number>(`Math.min(...[...document.querySelectorAll('p, h1, h2, h3, a, small')]
    .filter((each) => each.textContent.trim()).map((each) => parseFloat(getComputedStyle(each).fontSize)))`);
  expect(smallest).toBeGreaterThanOrEqual(13);
  await context.close();
});

const WORDY = 'The harbour master said at dawn that the harbour had opened after a week of storms. '.repeat(7).trim();

browserTest('on a phone a story takes three quarters of a screen at most, and its summary four lines', async () => {
  const image = { ...edition.stories[0]!.image!, stored: { ...edition.stories[0]!.image!.stored!, height: 747 } };
  const part = { headline: 'Ferries sail again after three days of storm, and the harbour is full', image };
  const stories = makeStories(14, { ...part, summary: WORDY, dateline: 'PORT AVEN', also_reported_by: ['A', 'B'] });
  const { context, page } = await show(makeLoaded(stories), { viewport: { width: 375, height: 812 } });
  const sizes = await page.evaluate<[height: number, lines: number][]>(`(() => {
    const linesOf = (each) => each.clientHeight / parseFloat(getComputedStyle(each).lineHeight);
    return [...document.querySelectorAll('p.body')]
      .filter((each) => each.textContent.includes('PORT AVEN'))
      .map((each) => [each.closest('td').clientHeight, linesOf(each)]);
  })()`);
  expect(sizes).toHaveLength(12);
  for (const [height, lines] of sizes) {
    expect(height).toBeLessThanOrEqual(812 * 0.75);
    expect(Math.round(lines)).toBeLessThanOrEqual(4);
  }
  await context.close();
});

browserTest('in the dark the page is dark and its words are light, whichever theme', async () => {
  for (const theme of ['standard', 'signal']) {
    const loaded = makeLoaded(makeStories(14), { newsletter: { theme, house_notice: 'Join us' } });
    const { context, page } = await show(loaded, { colorScheme: 'dark', viewport: sizes[2]! });
    // Of each element with words: how light its letters are, and how light what lies under them.
    const pairs = await page.evaluate<[number, number][]>(`(() => {
      const light = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number); return (r + g + b) / 3; };
      const ground = (each) => { const colour = getComputedStyle(each).backgroundColor;
        return /, 0\\)$/.test(colour) && each.parentElement ? ground(each.parentElement) : colour; };
      return [...document.querySelectorAll('h1, h2, h3, p, p a, h2 a, h3 a')]
        .map((each) => [light(getComputedStyle(each).color), light(ground(each))]);
    })()`);
    expect(pairs.filter(([letters, under]) => letters < 120 || under > 70)).toEqual([]);
    await context.close();
  }
});

browserTest('the formats without pictures ask for nothing at all', async () => {
  for (const format of ['text', 'headlines'] as const) {
    const { context, requests } = await show(edition, { format });
    expect(requests).toEqual([ADDRESS]);
    await context.close();
  }
});
