import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { buildSnippets } from '../../src/editions/newsletters/snippets.ts';
import type { Newsletter } from '../../src/editions/newsletters/newsletters.ts';
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
import { makeEdition, makeNewsletter, makeSubscriber, settled, tokenFor, type TestSite } from './support.ts';

const EVERY_LOOK = [
  { width: 320, colorScheme: 'light' },
  { width: 320, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const;
const MAX_BYTES = 30_000;

let database: TestDatabase;
let browser: Browser;
let site: TestSite;
let newsletter: Newsletter;
let origin: string;
let close: () => Promise<void>;
/** How far the site's clock is ahead: nobody has to wait until a form could have been filled. */
let aheadMs = 0;
const fill = (): void => {
  aheadMs += 3_000;
};
/** A newspaper's own page, on another origin, with what it copied. */
let article: { server: Server; url: string; body: string };

beforeAll(async () => {
  ({ database, site, browser, origin, close } = await openVisitedSite({ now: () => new Date(Date.now() + aheadMs) }));
  newsletter = await makeNewsletter(database.db);
  await makeEdition(database.db, newsletter.id, { date: '2026-11-23', state: 'submitted' }, [
    { headline: 'A bridge opens' },
    { headline: 'The harbour is dredged' },
  ]);
  await makeEdition(database.db, newsletter.id, { date: '2026-11-22', state: 'submitted' });
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    // As strict as a newspaper can be while it allows the block.
    response.setHeader(
      'Content-Security-Policy',
      `default-src 'none'; script-src ${origin}; frame-src ${origin}; form-action ${origin}`,
    );
    response.end(
      `<!doctype html><html lang="en"><title>A story</title><h1>A story</h1>${request.url === '/story' ? article.body : ''}</html>`,
    );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  article = { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/story`, body: '' };
});
afterAll(async () => {
  await close();
  await new Promise((resolve) => article.server.close(resolve));
});

const snippet = (name: string): string => buildSnippets(origin, newsletter).find((each) => each.name === name)!.code;

async function signUpOf(email: string): Promise<Record<string, unknown> | undefined> {
  await settled(site);
  return site.db
    .selectFrom('subscribers')
    .innerJoin('subscriptions', 'subscriber_id', 'subscribers.id')
    .innerJoin('consent_events', 'consent_events.subscriber_id', 'subscribers.id')
    .selectAll()
    .where('email_key', '=', email)
    .executeTakeFirst();
}

async function confirmPath(email: string): Promise<string> {
  const id = await makeSubscriber(site, newsletter.id, email, 'pending');
  return `/confirm/${tokenFor(site.keys, 'confirm', id, newsletter.id, new Date(Date.now() + 3600_000))}`;
}

/** Every page of the sign-up, by a name, with the steps that lead to it. */
const PAGES: Record<string, (page: Page) => Promise<unknown>> = {
  'the sign-up page': (page) => page.goto(`${origin}/newsletters/daily`),
  'the sign-up page in Spanish': (page) => page.goto(`${origin}/newsletters/daily?lang=es`),
  'the answer': async (page) => {
    await page.goto(`${origin}/newsletters/daily`);
    await page.fill('#email', `answer${Math.random()}@reader.example`);
    fill();
    await page.click('button');
    await page.waitForSelector('section.message');
  },
  'the form with an error': async (page) => {
    await page.goto(`${origin}/newsletters/daily`);
    await page.fill('#email', 'x@localhost');
    await page.click('button');
    await page.waitForSelector('[role=alert]');
  },
  'the block': (page) => page.goto(`${origin}/embed/daily`),
  'the dark block with an accent': (page) => page.goto(`${origin}/embed/daily?theme=dark&accent=0a0a0a&radius=pill`),
  'the light block with an accent': (page) => page.goto(`${origin}/embed/daily?theme=light&accent=ffffaa&size=compact`),
  'the confirmation': async (page) => page.goto(`${origin}${await confirmPath(`axe${Math.random()}@reader.example`)}`),
  'the page after it': async (page) => {
    await page.goto(`${origin}${await confirmPath(`axe${Math.random()}@reader.example`)}`);
    await page.click('button');
    await page.waitForSelector('[role=status]');
  },
  'a broken link': (page) => page.goto(`${origin}/confirm/x`),
  'the editions': (page) => page.goto(`${origin}/editions/daily`),
};

describe.each(Object.entries(PAGES))('%s', (_name, go) => {
  browserTest(
    'has nothing for axe to find, fits 320 pixels, light and dark, and asks nobody else for anything',
    async () => {
      const { context, page, requests, complaints } = await openVisit(browser);
      await go(page);
      await forEachLook(page, EVERY_LOOK, async () => {
        expect(await findViolations(page)).toEqual([]);
        expect(await overflowsSideways(page)).toBe(false);
      });
      expect(requests.filter((url) => !url.startsWith(origin))).toEqual([]);
      expect(complaints.filter((text) => !/status of 4\d\d/.test(text))).toEqual([]);
      expect(await context.cookies()).toEqual([]);
      await context.close();
    },
  );

  browserTest('is valid HTML and under 30 KB with its style and script', async () => {
    const { context, page, requests, received } = await openVisit(browser);
    await go(page);
    const loaded = new Set(requests.filter((url) => url.includes('/assets/')));
    const assets = await Promise.all([...loaded].map(async (url) => (await fetch(url)).text()));
    const response = await received();
    expect(response).toContain(await page.title());
    const bytes = [response, ...assets].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBeLessThan(MAX_BYTES);
    expect(await findInvalid(response)).toEqual([]);
    await context.close();
  });
});

describe('signing up', () => {
  browserTest.each([true, false])('works with only the keyboard (JavaScript: %s)', async (javaScriptEnabled) => {
    const email = `keyboard-${javaScriptEnabled}@reader.example`;
    const { context, page } = await openVisit(browser, { javaScriptEnabled, timezoneId: 'Asia/Tokyo' });
    await page.goto(`${origin}/newsletters/daily`);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('class')).toBe('skip');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type(email);
    await page.keyboard.press('Tab');
    await page.keyboard.type('Ada');
    await page.keyboard.press('Tab');
    fill();
    await page.keyboard.press('Enter');
    await page.waitForSelector('section.message');
    expect(await page.locator('h1').textContent()).toBe('Check your mail');
    expect(await signUpOf(email)).toMatchObject({ first_name: 'Ada', zone: javaScriptEnabled ? 'Asia/Tokyo' : null });
    await context.close();
  });
});

describe('another site’s page', () => {
  const visitArticle = async (body: string, options: BrowserContextOptions = {}) => {
    article.body = body;
    const visit = await openVisit(browser, {
      viewport: { width: 500, height: 900 },
      timezoneId: 'America/Lima',
      ...options,
    });
    await visit.page.goto(article.url);
    return visit;
  };

  browserTest(
    'shows several blocks by one script, each as high as it needs, and each answers in its own frame',
    async () => {
      const block = `<div data-reveille="daily" data-theme="dark" data-accent="blue"><a href="x">Sign up</a></div>`;
      const visit = await visitArticle(snippet('script') + block);
      const { page } = visit;
      await page.waitForFunction('document.querySelectorAll("iframe").length === 2');
      const frames = page.frames().slice(1);
      for (const frame of frames) await frame.waitForSelector('form');
      const heights = async (): Promise<number[][]> =>
        Promise.all(
          frames.map(async (frame) => {
            const element = await frame.frameElement();
            const outer = (await element.boundingBox())!.height;
            return [outer, await frame.evaluate<number>('document.documentElement.offsetHeight')];
          }),
        );
      await expect.poll(async () => (await heights()).every(([outer, inner]) => outer === inner)).toBe(true);
      const before = (await heights())[1]![0]!;
      await frames[1]!.fill('#email', 'framed@reader.example');
      fill();
      await frames[1]!.click('button');
      await frames[1]!.waitForSelector('[role=status]');
      expect(await frames[1]!.evaluate<string>('document.documentElement.className')).toContain('theme-dark');
      await expect.poll(async () => (await heights())[1]![0]!).toBeLessThan(before);
      expect(await frames[0]!.locator('form').count()).toBe(1);
      expect(await signUpOf('framed@reader.example')).toMatchObject({
        page_url: article.url,
        zone: 'America/Lima',
        detail: { via: 'embed' },
      });
      expect(visit.complaints).toEqual([]);
      expect(await visit.context.cookies()).toEqual([]);
      await visit.context.close();
    },
  );

  browserTest('keeps its link where scripts are blocked, and the frame works without', async () => {
    const { context, page } = await visitArticle(snippet('script') + snippet('iframe'), { javaScriptEnabled: false });
    expect(await page.locator('[data-reveille] a').getAttribute('href')).toBe(`${origin}/newsletters/daily`);
    const frame = page.frames()[1]!;
    await frame.fill('#email', 'noscript@reader.example');
    fill();
    await frame.click('button');
    await frame.waitForSelector('[role=status]');
    expect(await signUpOf('noscript@reader.example')).toMatchObject({ status: 'pending', zone: null });
    await context.close();
  });

  browserTest('may have its own form, which leads to one of our pages', async () => {
    const { context, page } = await visitArticle(snippet('form'));
    await page.fill('input[name=email]', 'plain@reader.example');
    await page.click('button');
    await page.waitForSelector('section.message');
    expect(page.url()).toBe(`${origin}/newsletters/daily/subscribe`);
    expect(await signUpOf('plain@reader.example')).toMatchObject({ detail: { via: 'form' } });
    await context.close();
  });

  browserTest('gets no information and no change from a message of another site', async () => {
    const visit = await visitArticle(snippet('script'));
    const { page } = visit;
    const frame = page.frameLocator('iframe');
    await frame.locator('form').waitFor();
    await page.waitForFunction('document.querySelector("iframe").style.height !== ""');
    const height = await page.evaluate<string>('document.querySelector("iframe").style.height');
    await page.evaluate('window.postMessage({ reveille: "height", height: 4000 }, "*")');
    // A page may give its own address to the record, not another's.
    await page.evaluate(
      'document.querySelector("iframe").contentWindow.postMessage({ reveille: "hello", href: "https://other.example/" }, "*")',
    );
    await page.waitForTimeout(200);
    expect(await page.evaluate<string>('document.querySelector("iframe").style.height')).toBe(height);
    expect(await frame.locator('input[name=page]').inputValue()).toBe(article.url);
    await visit.context.close();
  });
});
