import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { setAgency } from '../../src/newsroom/rights/agencies.ts';
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
import { addItem, addOutlet } from '../newsroom/rank/newsroom.ts';
import { signIn, type SignedIn } from './signedIn.ts';
import { makeNewsletter } from './support.ts';

let database: TestDatabase;
let browser: Browser;
let origin: string;
let close: () => Promise<void>;
let owner: SignedIn;
let viewer: SignedIn;

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

async function makeOutlet(newsletterId: number): Promise<void> {
  const outlet = await addOutlet(database.db, newsletterId, {
    url: 'https://harbour.example/',
    feed_url: 'https://harbour.example/news.xml',
    name: 'The Harbour Post',
    rights: ['summary', 'picture'],
    failures: 1,
    error_code: 'FETCH_TIMEOUT',
    error_message: 'harbour.example did not answer within 10 s.',
    last_success_at: minutesAgo(40),
    next_fetch_at: minutesAgo(-10),
    median_delay_seconds: 240,
    found_feeds: JSON.stringify([
      { url: 'https://harbour.example/news.xml', title: 'The Harbour Post', items: 30 },
      { url: 'https://harbour.example/sport.xml', title: null, items: 1 },
    ]),
    recent_fetches: JSON.stringify([
      { at: minutesAgo(5).toISOString(), result: 'failed', items: 0, code: 'FETCH_TIMEOUT' },
      { at: minutesAgo(40).toISOString(), result: 'read', items: 12, code: null },
    ]),
    left_out: JSON.stringify({
      count: 2,
      items: [
        { title: 'A story without a link', url: null, reason: 'it has no link' },
        { title: 'Another one', url: null, reason: 'it has no link' },
      ],
    }),
  });
  const image = { url: 'https://harbour.example/ferry.jpg', width: 1200, height: 800, alt: 'A ferry', caption: null };
  await addItem(database.db, outlet, {
    title: 'The ferry sails again after a year in the dock',
    summary: 'The harbour opened its gates at six in the morning, and the first passengers were on board by seven.',
    published_at: minutesAgo(60),
    byline: 'Ada Lovelace',
    image: JSON.stringify({ ...image, credit: 'A. Photographer' }),
  });
  await addItem(database.db, outlet, { title: 'A story that was withdrawn', is_withdrawn: true });
}

async function keepChecks(newsletterId: number): Promise<void> {
  const ended = { startedAt: minutesAgo(3).toISOString(), endedAt: minutesAgo(2).toISOString(), failure: null };
  const verdict = { check: 'database', ok: true, isMade: true, detail: 'PostgreSQL 18, 12 MB.', advice: null };
  const verdicts = [
    verdict,
    { ...verdict, check: 'disk', advice: 'Make room soon.', detail: '9 % of the disk are free.' },
    { ...verdict, check: 'relay', isMade: false, detail: 'Not checked.' },
    { ...verdict, check: 'outlets', ok: false, detail: '1 outlet fails.', advice: 'See its page.' },
  ];
  const spf = { check: 'spf', outcome: 'fail', found: 'paper.example has no SPF record.', todo: 'Publish one.' };
  const ticks = [{ provider: 'Gmail', requirement: 'SPF and DKIM', note: '', outcome: 'fail' }];
  const findings = [
    spf,
    { ...spf, check: 'tls', outcome: 'warn' },
    { ...spf, check: 'ptr', outcome: 'skipped', todo: null },
  ];
  await database.db
    .insertInto('settings')
    .values([
      { key: 'check:doctor', value: JSON.stringify({ ...ended, result: verdicts }) },
      { key: `check:preflight:${newsletterId}`, value: JSON.stringify({ ...ended, result: { findings, ticks } }) },
    ])
    .execute();
}

beforeAll(async () => {
  const visited = await openVisitedSite({ environment: { SMTP_URL: 'smtp://news:secret@127.0.0.1:9?tls=optional' } });
  ({ database, browser, origin, close } = visited);
  const { site } = visited;
  const { id } = await makeNewsletter(database.db);
  await makeOutlet(id);
  await setAgency(database, id, {
    name: 'Associated Press',
    terms: { rights: ['picture'], notIn: ['JP'], isCreditMandatory: true },
    actor: 'test',
  });
  await keepChecks(id);
  owner = await signIn(site, 'Ada Lovelace');
  viewer = await signIn(site, 'Vi', 'viewer');
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const schedule = '/desk/newsletters/daily/schedule';
  await owner.act(schedule, { action: 'add', date: tomorrow, what: 'skip', note: 'Harbour Day' });
  await owner.act('/desk/sending/signing', { newsletter: 'daily', action: 'make' });
});
afterAll(() => close());

browserTest.each([
  ['an owner', '/desk'],
  ['an owner', '/desk/newsletters'],
  ['an owner', '/desk/newsletters/new'],
  ['an owner', '/desk/newsletters/daily/settings'],
  ['an owner', '/desk/newsletters/daily/schedule'],
  ['an owner', '/desk/newsletters/daily/sign-up'],
  ['an owner', '/desk/newsletters/daily/stories'],
  ['an owner', '/desk/outlets'],
  ['an owner', '/desk/outlets/OUTLET'],
  ['an owner', '/desk/agencies'],
  ['an owner', '/desk/sending'],
  ['an owner', '/desk/doctor'],
  ['an owner', '/desk/retention'],
  ['a viewer', '/desk/outlets/OUTLET'],
  ['a viewer', '/desk/sending'],
])('what %s sees at %s is accessible and valid, and fits every window', async (who, path) => {
  const { context, page, requests, complaints, received } = await openVisit(browser);
  const [name, value] = (who === 'an owner' ? owner : viewer).cookie.split('=');
  await context.addCookies([{ name: name!, value: value!, url: origin }]);
  const outlet = await database.db.selectFrom('outlets').select('id').executeTakeFirstOrThrow();
  try {
    expect((await page.goto(`${origin}${path.replace('OUTLET', String(outlet.id))}`))?.status()).toBe(200);
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

browserTest('the navigation folds on a phone, and a record is copied by its button', async () => {
  const { context, page } = await openVisit(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  const [name, value] = owner.cookie.split('=');
  await context.addCookies([{ name: name!, value: value!, url: origin }]);
  try {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(`${origin}/desk/sending`);
    const doctor = page.getByRole('link', { name: 'Doctor' });
    expect(await doctor.isVisible()).toBe(false);
    await page.locator('.phone-menu summary').click();
    await doctor.click();
    await page.waitForURL(`${origin}/desk/doctor`);
    await page.goto(`${origin}/desk/sending`);
    await page.getByRole('button', { name: 'Copy the value of the SPF record' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe('v=spf1 ip4:127.0.0.1 ~all');
  } finally {
    await context.close();
  }
});
