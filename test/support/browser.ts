import axe, { type AxeResults } from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page, Response } from 'playwright-core';
import { findChromium, openChromium } from '../../src/preview/browser.ts';
import { listen, type Listening } from '../../src/web/server.ts';
import type { App } from '../../src/web/web.ts';

/** A real Chromium; the caller closes it. */
export async function openBrowser(): Promise<Browser> {
  return openChromium(await findChromium(process.env['CHROMIUM_PATH'] ?? null));
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

/** True where the page is wider than its window: somebody would have to scroll sideways. */
export function overflowsSideways(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');
}

/** What axe finds wrong with the page (WCAG 2.2 A and AA, and its best practices), a line each; needs JavaScript. */
export async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** Serves an app on loopback; without a port, at one of its own. */
export async function serveApp(app: App, port: number = 0): Promise<Listening & { origin: string }> {
  const server = await listen(app, { host: '127.0.0.1', port, graceMs: 500 });
  return { ...server, origin: `http://127.0.0.1:${server.port}` };
}
