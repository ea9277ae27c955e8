import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect } from 'vitest';
import { createLog } from '../../src/platform/log.ts';
import { suppressAddress } from '../../src/readers/suppressions.ts';
import { buildSearchIndexes } from '../../src/readers/search/searchIndexes.ts';
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
import { makeEdition, makeNewsletter, makeSubscriber, NOON } from './support.ts';

const LIST = 'email;first name;Marketing pref\nana@reader.example;Ana;yes\nnobody;X;yes\nbo@reader.example;Bo;no\n';

/** A folder for pictures of every page in every look, for people to see. */
const picturesTo = process.env['DESK_PICTURES'];

let database: TestDatabase;
let browser: Browser;
let origin: string;
let close: () => Promise<void>;
let desk: SignedIn;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'reveille-desk-'));
  const visited = await openVisitedSite({ environment: { DATA_DIR: dataDir } });
  ({ database, browser, origin, close } = visited);
  const { site } = visited;
  const { db } = database;
  await buildSearchIndexes({ db, log: createLog('test', 'silent') });
  const newsletter = await makeNewsletter(db);
  const other = await makeNewsletter(db, 'evening');
  desk = await signIn(site, 'Ada Lovelace');
  const long = await makeSubscriber(
    site,
    newsletter.id,
    `${'long.name.'.repeat(6)}x@${'sub.'.repeat(20)}reader.example`,
  );
  const id = await makeSubscriber(site, newsletter.id, 'ana.ruiz@reader.example');
  await db
    .insertInto('subscriptions')
    .values({ subscriber_id: id, newsletter_id: other.id, status: 'unsubscribed', unsubscribed_at: NOON })
    .execute();
  await db.updateTable('subscribers').set({ first_name: 'Ana' }).where('id', '=', id).execute();
  for (let n = 0; n < 60; n++) await makeSubscriber(site, newsletter.id, `reader${n}@reader.example`);
  await db
    .insertInto('consent_events')
    .values([
      {
        subscriber_id: id,
        newsletter_id: newsletter.id,
        kind: 'requested',
        at: NOON,
        text_shown: 'The headlines, every morning.',
        page_url: 'https://paper.example/',
        network_address: '192.0.2.7',
        user_agent: 'Mozilla/5.0 (X11; Linux x86_64)',
      },
      { subscriber_id: id, newsletter_id: newsletter.id, kind: 'confirmed', at: NOON },
    ])
    .execute();
  for (const [n, date] of ['2026-11-22', '2026-11-23', '2026-11-24'].entries()) {
    const editionId = await makeEdition(db, newsletter.id, { date, state: 'submitted' });
    await sql.raw(`create table d${editionId} partition of deliveries for values in (${editionId})`).execute(db);
    await db
      .insertInto('deliveries')
      .values({
        edition_id: editionId,
        is_rehearsal: false,
        subscriber_id: id,
        state: n === 1 ? 'unknown' : 'submitted',
        submitted_at: n === 1 ? null : NOON,
      })
      .execute();
    if (n === 2)
      await db
        .insertInto('feedback')
        .values({
          kind: 'bounce',
          action: 'soft',
          status: '4.2.2',
          diagnostic: 'smtp; 452 4.2.2 mailbox full',
          at: NOON,
          is_delay: false,
          subscriber_id: id,
          edition_id: editionId,
          proof: 'message-id',
        })
        .execute();
  }
  const deps = { ...site, now: () => NOON };
  const { email } = await db.selectFrom('subscribers').select('email').where('id', '=', long).executeTakeFirstOrThrow();
  await suppressAddress(deps, { email, reason: 'bounce', detail: 'smtp; 550 5.1.1 no such mailbox here' });
  await suppressAddress(deps, { email: 'never@reader.example', reason: 'complaint' });
});
afterAll(async () => {
  await close();
  await rm(dataDir, { recursive: true, force: true });
});

browserTest(
  'the pages for readers are accessible and valid, fit every window, and need no script of their own',
  async () => {
    const { context, page, requests, complaints, received } = await openVisit(browser);
    const [name, value] = desk.cookie.split('=');
    await context.addCookies([{ name: name!, value: value!, url: origin }]);
    const look = async (what: string): Promise<void> => {
      const markup = await received();
      await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
      await forEachLook(page, DESK_LOOKS, async () => {
        expect([what, await overflowsSideways(page)]).toEqual([what, false]);
        expect([what, await findViolations(page)]).toEqual([what, []]);
      });
      if (picturesTo !== undefined)
        for (const { width, colorScheme } of DESK_LOOKS) {
          await page.setViewportSize({ width, height: 800 });
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: join(picturesTo, `${what}-${width}-${colorScheme}.png`), fullPage: true });
        }
      expect([what, await findInvalid(markup)]).toEqual([what, []]);
    };
    try {
      await page.goto(`${origin}/desk/subscribers`);
      await look('all');
      await page.getByLabel('Part of an address or a name').fill('ruiz');
      await page.getByRole('button', { name: 'Search' }).click();
      await look('found');
      await page.getByRole('link', { name: 'ana.ruiz@reader.example' }).click();
      await look('reader');
      await page.getByRole('link', { name: 'Add', exact: true }).click();
      await page.getByRole('button', { name: 'Add' }).click();
      await look('add');
      await page.getByRole('link', { name: 'Suppressions' }).click();
      await look('suppressions');
      await page.getByRole('link', { name: 'Import', exact: true }).click();
      await look('import');
      await page.getByLabel('Newsletter').selectOption('daily');
      await page.getByLabel('Where the readers’ consent comes from').fill('Signed up on paper, spring 2026');
      await page
        .getByLabel('List', { exact: true })
        .setInputFiles({ name: 'readers.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
      await page.getByRole('button', { name: 'Upload and check' }).click();
      await page.getByText('looks as if it said who may be mailed').waitFor();
      await look('refused');
      await page.getByLabel('Marketing pref').selectOption('subscribed');
      await page.getByRole('button', { name: 'Check again' }).click();
      await page.getByRole('button', { name: 'Import 1 reader' }).waitFor();
      await look('checked');
      await page.getByRole('button', { name: 'Import 1 reader' }).click();
      await page.getByText('New readers', { exact: true }).waitFor();
      await look('imported');
      expect(requests.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
      expect(requests.filter((url) => url.includes('ruiz') || url.includes('%40'))).toEqual([]);
      expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
    } finally {
      await context.close();
    }
  },
);
