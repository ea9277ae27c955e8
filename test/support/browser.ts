import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { HtmlValidate } from 'html-validate';
import type { Browser, BrowserContext, BrowserContextOptions, Page, Response } from 'playwright-core';
import { test } from 'vitest';
import { findChromium, openChromium } from '../../src/checks/screenshots/browser.ts';

const AXE = readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

const FONTS = join(import.meta.dirname, '..', 'golden', 'fonts.conf');

const findOurs = (): Promise<string> => findChromium(process.env['CHROMIUM_PATH'] ?? null);

/** Tests that need Chromium are skipped by name without one; in CI there is one, and there nothing is skipped. */
export const hasChromium =
  Boolean(process.env['CI']) ||
  (await findOurs().then(
    () => true,
    () => false,
  ));
export const browserTest = hasChromium ? test : test.skip;

let opened: Promise<Browser> | null = null;

/**
 * A real Chromium, which the test files of a worker share, and which ends with the worker: its start takes seconds. It
 * draws letters alike on every machine: unhinted, and smoothed in greys. A file that is done calls `releaseBrowser`.
 */
export function openBrowser(): Promise<Browser> {
  opened ??= findOurs().then((path) => openChromium(path, { env: { ...process.env, FONTCONFIG_FILE: FONTS } }));
  return opened;
}

/** Closes every page and profile of the browser. */
export async function releaseBrowser(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

export type Visit = {
  context: BrowserContext;
  page: Page;
  /** Every URL that the visit's pages asked for, in order. */
  requests: string[];
  /** What the browser complained about: errors of scripts, and what a policy kept from loading. */
  complaints: string[];
  /** The HTML of the page that stands, as it came. */
  received: () => Promise<string>;
};

/** A fresh profile with one page, which writes down what it asks for and what the browser complains about. */
export async function openVisit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext(options);
  // The test's own bound ends what hangs; a busy machine draws slowly.
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  let latest: Response | null = null;
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) latest = response;
  });
  const received = async (): Promise<string> => (await latest?.text()) ?? '';
  return { context, page, requests, complaints, received };
}

export type Look = { width: number; colorScheme: 'light' | 'dark' };

/** Yields each look of the open page in turn, because opening the page for each look would take much longer. */
export async function forEachLook(page: Page, looks: readonly Look[], check: () => Promise<void>): Promise<void> {
  for (const { width, colorScheme } of looks) {
    await page.setViewportSize({ width, height: 800 });
    // In the midst of a transition colours are neither the old nor the new ones.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await check();
  }
}

/** True if the page is wider than its window, so that people must scroll sideways. */
export function overflowsSideways(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');
}

/** What axe finds wrong with the page (WCAG 2.2 A and AA, and its best practices), a line each; needs JavaScript. */
export async function findViolations(page: Page): Promise<string[]> {
  // Half a megabyte, which a page needs but once.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(await AXE);
  // The page writes down no more than what is asked for: all that was checked and right is far more.
  const violations = await page.evaluate<AxeResults['violations']>(
    'axe.run(document, { resultTypes: ["violations"] }).then((results) => results.violations)',
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/**
 * What html-validate finds wrong with a page as it came, a line each; matters of taste are the formatter's. `allowed`:
 * rules that do not hold there.
 */
export async function findInvalid(markup: string, allowed: readonly string[] = []): Promise<string[]> {
  const report = await validatorOf(allowed).validateString(markup);
  return report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`),
  );
}

/** To read its rules takes a validator longer than to read a page: there is one for each set of them. */
const validators = new Map<string, HtmlValidate>();

function validatorOf(allowed: readonly string[]): HtmlValidate {
  const name = allowed.join(' ');
  const known = validators.get(name);
  if (known) return known;
  const rules = {
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'no-implicit-button-type': 'off',
    'long-title': 'off',
    ...Object.fromEntries(allowed.map((rule) => [rule, 'off' as const])),
  } as const;
  const validator = new HtmlValidate({ extends: ['html-validate:standard'], rules: { ...rules } });
  validators.set(name, validator);
  return validator;
}
