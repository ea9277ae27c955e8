import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { SIGNED_IN, SIGNED_OUT, type DeskPicture } from './pages.ts';
import type { SampleDesk } from './serve.ts';

export type Look = { width: number; colorScheme: 'light' | 'dark' };
export const LOOKS: readonly Look[] = [1440, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);
const [WIDE, NARROW] = [LOOKS[0]!, LOOKS[3]!];

const PAINTED_AFTER_MS = 500;
const SHORTEST_PX = 640;
const LONGEST_PX = 2000;
const SCALE = 0.75;
const GAP_PX = 18;
const LARGEST_BYTES = 100_000;

/** A screenshot of the open page; at full length, or its first 2000 pixels. */
async function takeLook(page: Page, { width, colorScheme }: Look, isWhole: boolean): Promise<Buffer> {
  await page.setViewportSize({ width, height: SHORTEST_PX });
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  // A window as long as the page: what sticks to the window's edge then hides nothing.
  await page.setViewportSize({ width, height: isWhole ? height : Math.min(height, LONGEST_PX) });
  await page.evaluate('scrollTo(0, 0)');
  // What was just laid out in a taller window, the mail's frame above all, is painted a little later.
  await page.waitForTimeout(PAINTED_AFTER_MS);
  return page.screenshot();
}

/** The wide page in light and the narrow one in dark, side by side, as a JPEG of at most 100 KB. */
async function makeSheet(wide: Buffer, narrow: Buffer): Promise<Buffer> {
  const [left, right] = await Promise.all(
    [
      { png: wide, width: WIDE.width },
      { png: narrow, width: NARROW.width },
    ].map(({ png, width }) =>
      sharp(png)
        .resize({ width: Math.round(width * SCALE) })
        .png()
        .toBuffer({ resolveWithObject: true }),
    ),
  );
  const width = left!.info.width + right!.info.width + 3 * GAP_PX;
  const height = Math.max(left!.info.height, right!.info.height) + 2 * GAP_PX;
  const sheet = await sharp({ create: { width, height, channels: 3, background: '#8b8b8b' } })
    .composite([
      { input: left!.data, left: GAP_PX, top: GAP_PX },
      { input: right!.data, left: left!.info.width + 2 * GAP_PX, top: GAP_PX },
    ])
    .png()
    .toBuffer();
  for (let quality = 80; ; quality -= 15) {
    const jpeg = await sharp(sheet).jpeg({ quality, mozjpeg: true }).toBuffer();
    if (jpeg.length <= LARGEST_BYTES || quality <= 5) return jpeg;
  }
}

async function signIn(context: BrowserContext, { origin, password }: SampleDesk): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${origin}/desk/login`);
  await page.fill('[name=name]', 'desk');
  await page.fill('[name=password]', password);
  await page.press('[name=password]', 'Enter');
  await page.waitForURL(`${origin}/desk`);
  await page.close();
}

/** Waits until the sample newsroom's first edition is there. */
async function waitForEdition(context: BrowserContext, origin: string): Promise<void> {
  for (let waited = 0; waited < 120; waited += 1) {
    const answer = await context.request.get(`${origin}/desk/editions/1`);
    if (answer.ok() && (await answer.text()).includes('id="stories"')) return;
    await new Promise((done) => setTimeout(done, 1000));
  }
  throw new Error('The sample newsroom has no edition');
}

/**
 * Draws a sheet of each page of the desk into `folder`; of those named in `only`, if it is there. With `allInto`, each look of each page also goes there as a PNG at
 * full length. Yields the pages as they are drawn.
 */
export async function* drawDesk(
  browser: Browser,
  desk: SampleDesk,
  { folder, allInto, only }: { folder: string; allInto: string | null; only: ReadonlySet<string> | null },
): AsyncGenerator<DeskPicture & { bytes: number }> {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  for (const [pictures, isSignedIn] of [
    [SIGNED_OUT, false],
    [SIGNED_IN, true],
  ] as const) {
    if (isSignedIn) {
      await signIn(context, desk);
      await waitForEdition(context, desk.origin);
    }
    for (const picture of pictures) {
      if (only !== null && !only.has(picture.name)) continue;
      await picture.open(page, desk.origin);
      if (allInto !== null)
        for (const look of LOOKS)
          await writeFile(
            join(allInto, `${picture.name}-${look.width}-${look.colorScheme}.png`),
            await takeLook(page, look, true),
          );
      const jpeg = await makeSheet(await takeLook(page, WIDE, false), await takeLook(page, NARROW, false));
      await writeFile(join(folder, `${picture.name}.jpg`), jpeg);
      yield { ...picture, bytes: jpeg.length };
    }
  }
  await context.close();
}
