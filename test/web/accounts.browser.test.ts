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
import { makeEdition, makeNewsletter } from './support.ts';

let database: TestDatabase;
let browser: Browser;
let origin: string;
let close: () => Promise<void>;
let owner: SignedIn;
let viewer: SignedIn;

beforeAll(async () => {
  const visited = await openVisitedSite();
  ({ database, browser, origin, close } = visited);
  const { site } = visited;
  const newsletter = await makeNewsletter(database.db);
  await makeEdition(database.db, newsletter.id, { date: '2026-11-24', state: 'draft' });
  owner = await signIn(site, 'Ada Lovelace');
  viewer = await signIn(site, `W${'o'.repeat(99)}`, 'viewer');
  await owner.act('/desk/staff', { action: 'add', name: 'Grace', role: 'sender', email: 'grace@paper.example' });
});
afterAll(() => close());

browserTest.each([
  ['an owner', '/desk/account'],
  ['an owner', '/desk/staff'],
  ['an owner', '/desk/audit'],
  ['a viewer', '/desk/account'],
  ['a viewer', '/desk/editions/1'],
  ['a viewer', '/desk/newsletters/daily/settings'],
  ['a refused viewer', '/desk/staff'],
  ['a stranger', '/desk/login'],
  ['a stranger', '/desk/forgotten'],
])('what %s sees at %s is accessible and valid, and fits every window', async (who, path) => {
  const { context, page, requests, complaints, received } = await openVisit(browser);
  const [name, value] = (who === 'an owner' ? owner : viewer).cookie.split('=');
  if (who !== 'a stranger') await context.addCookies([{ name: name!, value: value!, url: origin }]);
  const status = who === 'a refused viewer' ? 403 : 200;
  try {
    expect((await page.goto(`${origin}${path}`))?.status()).toBe(status);
    await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
    await forEachLook(page, DESK_LOOKS, async () => {
      expect(await overflowsSideways(page)).toBe(false);
      expect(await findViolations(page)).toEqual([]);
    });
    expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
    expect(complaints.filter((text) => status === 200 || !text.includes('403'))).toEqual([]);
    expect(await findInvalid(await received())).toEqual([]);
  } finally {
    await context.close();
  }
});
