import type { Browser } from 'playwright-core';
import { openSite, type TestSite } from '../web/support.ts';
import { hasChromium, openBrowser, releaseBrowser, type Look } from './browser.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { freePort } from '../../scripts/servers/ports.ts';
import { serveApp } from './serve.ts';

/** The windows in which a page of the desk must look right. */
export const DESK_LOOKS: readonly Look[] = [
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 1440, colorScheme: 'light' },
  { width: 1440, colorScheme: 'dark' },
];

export type VisitedSite = {
  database: TestDatabase;
  site: TestSite;
  /** Of `browserTest`s: without Chromium there is none. */
  browser: Browser;
  origin: string;
  close: () => Promise<void>;
};

type Options = { environment?: Record<string, string>; now?: () => Date; host?: string };

/** The whole web over a database of its own, at an address that it knows and a browser can open. */
export async function openVisitedSite({
  environment = {},
  now = () => new Date(),
  host = '127.0.0.1',
}: Options = {}): Promise<VisitedSite> {
  const database = await createTestDatabase();
  const browser = hasChromium ? await openBrowser() : null;
  const port = await freePort();
  const origin = `http://${host}:${port}`;
  const site = await openSite(database.db, { PUBLIC_URL: origin, PORT: String(port), ...environment }, now);
  const server = await serveApp(site.app, port);
  return {
    database,
    site,
    browser: browser!,
    origin,
    close: async () => {
      if (browser) await releaseBrowser(browser);
      await server.close();
      await database.drop();
    },
  };
}
