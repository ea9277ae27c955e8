import type { Page } from 'playwright-core';

/** A page of the desk: the name of its picture, what it is, and the steps from the desk's first page to it. */
export type DeskPicture = { name: string; title: string; open: (page: Page, origin: string) => Promise<void> };

const NEWSLETTER = '/desk/newsletters/daily-headlines';

const at =
  (path: string) =>
  async (page: Page, origin: string): Promise<void> => {
    await page.goto(`${origin}${path}`);
  };

/** Opens a page, then the first link whose address matches. */
const linkOf =
  (path: string, selector: string) =>
  async (page: Page, origin: string): Promise<void> => {
    await page.goto(`${origin}${path}`);
    const target = await page.locator(selector).first().getAttribute('href');
    await page.goto(new URL(target ?? '', page.url()).href);
  };

/** Fixes a story of the sent edition, so that there is something to correct. */
const openCorrection = async (page: Page, origin: string): Promise<void> => {
  await page.goto(`${origin}/desk/editions/1`);
  const form = page.locator('form[action$="/stories/1/fix"]');
  await form.locator('xpath=ancestor::details').first().locator('summary').first().click();
  await form.locator('[name=headline]').fill('Hospital ship Evenlight reaches the Lirra Islands');
  await form.getByRole('button', { name: 'Save story 1' }).click();
  await page.goto(`${origin}/desk/editions/1/correct`);
};

/** Composes a special edition, and opens the further actions of its first story. */
const openDraft = async (page: Page, origin: string): Promise<void> => {
  await page.goto(`${origin}${NEWSLETTER}/stories`);
  for (const box of await page.locator('.ranked [type=checkbox]').all()) await box.check();
  await page.getByRole('button', { name: 'Compose a special edition' }).click();
  await page.waitForURL(/\/desk\/editions\/\d+/);
  await page.locator('summary', { hasText: 'More' }).first().click();
};

export const SIGNED_OUT: readonly DeskPicture[] = [
  { name: 'sign-in', title: 'Sign in', open: at('/desk/login') },
  { name: 'forgotten', title: 'A forgotten password', open: at('/desk/forgotten') },
];

export const SIGNED_IN: readonly DeskPicture[] = [
  { name: 'today', title: 'Today', open: at('/desk') },
  { name: 'draft', title: 'A draft', open: openDraft },
  { name: 'edition', title: 'An edition that was sent', open: at('/desk/editions/1') },
  { name: 'correct', title: 'Correct an edition', open: openCorrection },
  { name: 'edition-results', title: 'Results of an edition', open: at('/desk/editions/1/results') },
  { name: 'unsettled', title: 'Messages that are not confirmed', open: at('/desk/editions/1/unsettled') },
  { name: 'newsletters', title: 'Newsletters', open: at('/desk/newsletters') },
  { name: 'new-newsletter', title: 'Add a newsletter', open: at('/desk/newsletters/new') },
  { name: 'settings', title: 'Settings of a newsletter', open: at(`${NEWSLETTER}/settings`) },
  { name: 'schedule', title: 'Schedule', open: at(`${NEWSLETTER}/schedule`) },
  { name: 'sign-up', title: 'Sign-up', open: at(`${NEWSLETTER}/sign-up`) },
  { name: 'stories', title: 'Current stories', open: at(`${NEWSLETTER}/stories`) },
  { name: 'results', title: 'Results of a newsletter', open: at(`${NEWSLETTER}/results`) },
  { name: 'outlets', title: 'Outlets', open: at('/desk/outlets') },
  { name: 'outlet', title: 'An outlet', open: at('/desk/outlets/1') },
  { name: 'agencies', title: 'Agencies and rights', open: at('/desk/agencies') },
  { name: 'subscribers', title: 'Subscribers', open: at('/desk/subscribers') },
  { name: 'subscriber', title: 'A subscriber', open: at('/desk/subscribers/25') },
  { name: 'add-readers', title: 'Add a subscriber', open: at('/desk/subscribers/add') },
  { name: 'import', title: 'Import a list', open: at('/desk/subscribers/import') },
  { name: 'suppressions', title: 'Suppressions', open: at('/desk/suppressions') },
  { name: 'sending', title: 'Relays and DNS', open: at('/desk/sending') },
  { name: 'doctor', title: 'Doctor', open: at('/desk/doctor') },
  { name: 'retention', title: 'Retention', open: at('/desk/retention') },
  { name: 'audit', title: 'Audit', open: at('/desk/audit') },
  { name: 'staff', title: 'Staff', open: at('/desk/staff') },
  { name: 'account', title: 'An account', open: at('/desk/account') },
  { name: 'picture', title: 'Choose a picture', open: linkOf('/desk/editions/1', 'a[href*="/picture?story="]') },
];
