import { writeFileSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { PLACE_PICTURES } from './samplePictures/places.ts';
import { SEA_PICTURES } from './samplePictures/sea.ts';
import { HEIGHT, WIDTH } from './samplePictures/shapes.ts';
import { LAND_PICTURES } from './samplePictures/land.ts';

/** What a mail's picture may weigh: ten of them still open at once on a slow line. */
const MAX_BYTES = 60_000;
const QUALITIES = [86, 82, 78, 74, 70, 64, 58, 50];

async function photograph(page: Page, svg: string): Promise<Buffer> {
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
  for (const quality of QUALITIES) {
    const jpeg = await page.screenshot({ type: 'jpeg', quality });
    if (jpeg.length <= MAX_BYTES) return jpeg;
  }
  throw new Error('a picture is too detailed to fit');
}

/**
 * Draws the sample newsroom's illustrations into src/newsroom/sample/pictures (1200 × 675, at most 60 KB each), or
 * those named on the command line. CHROMIUM says where the browser is.
 */
async function drawSamplePictures(names: readonly string[]): Promise<void> {
  const drawings = Object.entries({ ...SEA_PICTURES, ...LAND_PICTURES, ...PLACE_PICTURES });
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
    for (const [name, draw] of drawings.filter(([candidate]) => names.length === 0 || names.includes(candidate))) {
      const jpeg = await photograph(page, draw());
      writeFileSync(new URL(`../src/sample/pictures/${name}.jpg`, import.meta.url), jpeg);
      process.stdout.write(`${name}.jpg ${jpeg.length} bytes\n`);
    }
  } finally {
    await browser.close();
  }
}

await drawSamplePictures(process.argv.slice(2));
