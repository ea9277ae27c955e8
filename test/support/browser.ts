import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { listen, type Listening } from '../../src/web/server.ts';
import type { App } from '../../src/web/web.ts';

/** Where Debian puts it; another place by CHROMIUM_PATH. */
const EXECUTABLE = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium; the caller closes it. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
}

export type Visit = {
  context: BrowserContext;
  page: Page;
  /** Every URL that the visit's pages asked for, in order. */
  requests: string[];
  /** What the browser complained about: errors of scripts, and what a policy kept from loading. */
  complaints: string[];
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
  return { context, page, requests, complaints };
}

/** True where the page is wider than its window: somebody would have to scroll sideways. */
export function overflowsSideways(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');
}

/** Serves an app on loopback, at a port of its own. */
export async function serveApp(app: App): Promise<Listening & { origin: string }> {
  const server = await listen(app, { host: '127.0.0.1', port: 0, graceMs: 500 });
  return { ...server, origin: `http://127.0.0.1:${server.port}` };
}
