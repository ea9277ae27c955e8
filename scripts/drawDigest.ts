/**
 * Draws mails that `reveille preview` wrote, as Chromium shows them at 375 and 640 pixels, light, dark, and with pictures
 * without them. Long mails stand in columns. The pictures of docs/digest are made so:
 *
 *   npm run --silent reveille -- preview 1 --out /tmp/full
 *   npm run digest:pictures -- --name slots-full --out docs/digest /tmp/full/digest.html
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { findChromium, openChromium } from '../src/checks/screenshots/browser.ts';
import { capture } from '../src/checks/screenshots/capture.ts';

const WIDTHS_PX = [375, 640] as const;
const LOOKS = ['light', 'dark', 'no-pictures'] as const;
const COLUMN_PX = 1_750;
const GAP_PX = 16;

type Look = (typeof LOOKS)[number];

async function draw(browser: Browser, html: string, width: number, look: Look): Promise<Buffer> {
  const colorScheme = look === 'dark' ? 'dark' : 'light';
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  try {
    const page = await context.newPage();
    if (look === 'no-pictures') await page.route(/\/pictures\//, (route) => route.abort());
    await page.setContent(html, { waitUntil: 'load' });
    return await capture(page);
  } finally {
    await context.close();
  }
}

/** Lays a long picture out in columns, from left to right. */
async function saveInColumns(picture: Buffer, path: string): Promise<void> {
  const { width, height } = await sharp(picture).metadata();
  const columns = Array.from({ length: Math.ceil(height / COLUMN_PX) }, (_, column) => column);
  const parts = await Promise.all(
    columns.map(async (column) => {
      const top = column * COLUMN_PX;
      const part = sharp(picture).extract({ left: 0, top, width, height: Math.min(COLUMN_PX, height - top) });
      return { input: await part.toBuffer(), left: column * (width + GAP_PX), top: 0 };
    }),
  );
  const size = { width: columns.length * (width + GAP_PX) - GAP_PX, height: Math.min(COLUMN_PX, height) };
  const sheet = sharp({ create: { ...size, channels: 3, background: '#888888' } }).composite(parts);
  await sheet.jpeg({ quality: 72, mozjpeg: true }).toFile(path);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { name: { type: 'string', default: 'digest' }, out: { type: 'string', default: '.' } },
});
const [file] = positionals;
if (file === undefined) throw new Error('Name the mail: npm run digest:pictures -- --name NAME --out FOLDER FILE.html');
const html = await readFile(file, 'utf8');
await mkdir(values.out, { recursive: true });
const browser = await openChromium(await findChromium(null));
try {
  for (const width of WIDTHS_PX)
    for (const look of LOOKS.filter((each) => each !== 'no-pictures' || html.includes('/pictures/'))) {
      const path = join(values.out, `${values.name}-${width}-${look}.jpg`);
      await saveInColumns(await draw(browser, html, width, look), path);
      console.log(path);
    }
} finally {
  await browser.close();
}
