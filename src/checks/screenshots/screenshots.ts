import type { Browser, Route } from 'playwright-core';
import type { Db } from '../../platform/db/client.ts';
import { parseFileName } from '../../newsroom/pictures/file.ts';
import { loadRendition } from '../../newsroom/pictures/loadPictures.ts';
import { capture } from './capture.ts';

const WIDTHS = [320, 600, 800] as const;
const SCHEMES = ['light', 'dark'] as const;
const HEIGHT = 900;
const SHOWN_WITHIN_MS = 15_000;

// An address that nobody owns. Its content comes from this process.
const ADDRESS = 'https://preview.invalid/';

export type Screenshot = { name: string; png: Buffer };

/** Reads the bytes of one of our pictures by its address, or null. */
type ReadPicture = (url: string) => Promise<Buffer | null>;

/** Reads the mail's pictures from the store, so PUBLIC_URL need not be reachable yet. */
export function openPictures({ db }: { db: Db }, publicUrl: string): ReadPicture {
  const base = `${publicUrl}/pictures/`;
  return async (url) => {
    const file = url.startsWith(base) ? parseFileName(url.slice(base.length)) : null;
    return file && loadRendition({ db }, file);
  };
}

/** Answers instead of the network: with the mail and its pictures only. */
function answerWith(html: string, readPicture: ReadPicture): (route: Route) => Promise<void> {
  return async (route) => {
    const request = route.request();
    if (request.url() === ADDRESS) return route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' });
    const body = request.resourceType() === 'image' ? await readPicture(request.url()) : null;
    return body ? route.fulfill({ body, contentType: 'image/jpeg' }) : route.abort();
  };
}

/**
 * Renders a mail in Chromium at full length, at three widths, in light and dark mode, with its pictures and (if it has
 * some) without. No script runs, and no request reaches the network.
 */
export async function takeScreenshots(browser: Browser, html: string, readPicture: ReadPicture): Promise<Screenshot[]> {
  const looks = /<img\b/i.test(html) ? ([true, false] as const) : ([true] as const);
  const taken: Screenshot[] = [];
  for (const colorScheme of SCHEMES)
    for (const hasPictures of looks) {
      const context = await browser.newContext({ colorScheme, javaScriptEnabled: false, serviceWorkers: 'block' });
      const page = await context.newPage();
      await page.route('**/*', answerWith(html, hasPictures ? readPicture : async () => null));
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: HEIGHT });
        await page.goto(ADDRESS, { waitUntil: 'load', timeout: SHOWN_WITHIN_MS });
        const png = await capture(page);
        taken.push({ name: `${width}-${colorScheme}${hasPictures ? '' : '-no-pictures'}.png`, png });
      }
      await context.close();
    }
  return taken;
}
