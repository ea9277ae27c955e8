import type { Browser, Route } from 'playwright-core';
import type { Fetcher } from '../ingest/ingest.ts';

const WIDTHS = [320, 600, 800] as const;
const SCHEMES = ['light', 'dark'] as const;
const HEIGHT = 900;
const PICTURE_MAX_BYTES = 10_000_000;
const PICTURES_WITHIN_MS = 15_000;

// Nobody's: what is shown there comes from here.
const ADDRESS = 'https://preview.invalid/';

export type Screenshot = { name: string; png: Buffer };

/** Answers for the network: the mail itself, its pictures through a guarded fetcher, and nothing else. */
function answerWith(html: string, fetcher: Pick<Fetcher, 'fetch'> | null): (route: Route) => Promise<void> {
  const pictures = new Map<string, ReturnType<Fetcher['fetch']>>();
  return async (route) => {
    const request = route.request();
    const url = request.url();
    if (url === ADDRESS) return route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' });
    if (!fetcher || request.resourceType() !== 'image') return route.abort();
    const asked = pictures.get(url) ?? fetcher.fetch(url, { accept: 'image/*', maxBytes: PICTURE_MAX_BYTES });
    pictures.set(url, asked);
    const outcome = await asked;
    if (outcome.kind !== 'fetched') return route.abort();
    return route.fulfill({ body: outcome.bytes, contentType: outcome.contentType ?? 'application/octet-stream' });
  };
}

/**
 * A mail as Chromium shows it, whole, at three widths, in the light and in the dark, with its pictures and (where it
 * has some) without. Its pictures are fetched once, by `fetcher`; no script runs, and nothing else is asked for.
 */
export async function takeScreenshots(
  browser: Browser,
  html: string,
  fetcher: Pick<Fetcher, 'fetch'>,
): Promise<Screenshot[]> {
  const withPictures = answerWith(html, fetcher);
  const withoutPictures = answerWith(html, null);
  const looks = /<img\b/i.test(html) ? ([true, false] as const) : ([true] as const);
  const taken: Screenshot[] = [];
  for (const colorScheme of SCHEMES)
    for (const hasPictures of looks) {
      const context = await browser.newContext({ colorScheme, javaScriptEnabled: false, serviceWorkers: 'block' });
      const page = await context.newPage();
      await page.route('**/*', hasPictures ? withPictures : withoutPictures);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: HEIGHT });
        // A picture that does not come in time is shown as missing, as it would be to a reader.
        await page.goto(ADDRESS, { waitUntil: 'load', timeout: PICTURES_WITHIN_MS }).catch(() => undefined);
        const png = await page.screenshot({ fullPage: true });
        taken.push({ name: `${width}-${colorScheme}${hasPictures ? '' : '-no-pictures'}.png`, png });
      }
      await context.close();
    }
  return taken;
}
