import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { capture } from '../../src/checks/screenshots/capture.ts';

const ROOT = join(import.meta.dirname, '..', 'golden');
const KEPT = join(ROOT, 'pictures');
const SEEN = join(ROOT, 'seen');
const FONTS = join(import.meta.dirname, '..', '..', 'node_modules', '@fontsource');

/** Pictures are kept and compared at half their size: letters' edges are smoothed differently here and there. */
const SCALE = 0.5;
const TILE = 12;
/** In pixels of half size: so far a tile may have moved. */
const SLACK = 1;
/** Of 255, over a tile's colours. */
const MAX_DIFFERENCE = 9;

const STEPS = Array.from({ length: 2 * SLACK + 1 }, (_, at) => at - SLACK);
/** Where a tile is looked for, first where it was: most have not moved. */
const SHIFTS = STEPS.flatMap((dx) => STEPS.map((dy): [number, number] => [dx, dy])).toSorted(
  ([ax, ay], [bx, by]) => Math.abs(ax) + Math.abs(ay) - Math.abs(bx) - Math.abs(by),
);

type Pixels = { data: Buffer; width: number; height: number };

async function toPixels(picture: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** A screenshot at the size at which it is compared. */
export async function halve(png: Buffer): Promise<Buffer> {
  const { width } = await sharp(png).metadata();
  return sharp(png)
    .resize({ width: Math.round(width * SCALE), kernel: 'mitchell' })
    .png()
    .toBuffer();
}

/** The mean difference of a tile's colours from those that lie (dx, dy) away in the other picture. */
function differenceAt(a: Pixels, b: Pixels, [left, top]: [number, number], [dx, dy]: [number, number]): number {
  let sum = 0;
  let count = 0;
  for (let y = top; y < Math.min(top + TILE, a.height); y++)
    for (let x = left; x < Math.min(left + TILE, a.width); x++) {
      const [bx, by] = [x + dx, y + dy];
      if (bx < 0 || by < 0 || bx >= b.width || by >= b.height) continue;
      const [from, to] = [(y * a.width + x) * 3, (by * b.width + bx) * 3];
      for (let at = 0; at < 3; at++) sum += Math.abs(a.data[from + at]! - b.data[to + at]!);
      count += 3;
    }
  return count === 0 ? 255 : sum / count;
}

function tileDiffers(a: Pixels, b: Pixels, corner: [number, number]): boolean {
  return SHIFTS.every((shift) => differenceAt(a, b, corner, shift) > MAX_DIFFERENCE);
}

/** The corners of the tiles, in pixels of the pictures, where two of them differ; their sizes may by two pixels. */
export async function findDifferences(one: Buffer, other: Buffer): Promise<[number, number][] | string> {
  const [a, b] = await Promise.all([toPixels(one), toPixels(other)]);
  if (Math.abs(a.width - b.width) > 2 * SLACK || Math.abs(a.height - b.height) > 2 * SLACK)
    return `it is ${a.width} × ${a.height}, not ${b.width} × ${b.height}`;
  const corners: [number, number][] = [];
  for (let top = 0; top < a.height; top += TILE)
    for (let left = 0; left < a.width; left += TILE) if (tileDiffers(a, b, [left, top])) corners.push([left, top]);
  return corners;
}

/** The smallest of a few that still looks the same: at the edge of a strong colour, WebP can lose too much. */
async function pack(half: Buffer): Promise<Buffer> {
  for (const quality of [82, 90, 96]) {
    const packed = await sharp(half).webp({ quality, smartSubsample: true }).toBuffer();
    if ((await findDifferences(half, packed)).length === 0) return packed;
  }
  return sharp(half).webp({ lossless: true }).toBuffer();
}

/**
 * Compares a screenshot with the one kept under that name. Returns null where they are alike, else what differs; then
 * the new one lies in test/golden/seen. With GOLDEN=accept the new one is kept instead: look at it first.
 */
export async function compareWithGolden(name: string, png: Buffer): Promise<string | null> {
  const half = await halve(png);
  const kept = join(KEPT, `${name}.webp`);
  if (process.env['GOLDEN'] === 'accept') {
    await writeFile(kept, await pack(half));
    return null;
  }
  const before = await readFile(kept).catch(() => null);
  const differences = before === null ? 'nothing is kept under that name' : await findDifferences(half, before);
  if (differences.length === 0) return null;
  await mkdir(SEEN, { recursive: true });
  await writeFile(join(SEEN, `${name}.png`), png);
  const where =
    typeof differences === 'string'
      ? differences
      : `${differences.length} places, the first at ${differences[0]!.map((each) => each / SCALE).join(', ')}`;
  return `${name}: ${where}; see test/golden/seen/${name}.png, and GOLDEN=accept keeps it`;
}

const face = async (family: string, file: string, weight: number): Promise<string> => {
  const data = await readFile(join(FONTS, file, 'files', `${file}-latin-${weight}-normal.woff2`), 'base64');
  return `@font-face{font-family:'${family}';font-weight:${weight};src:url(data:font/woff2;base64,${data})}`;
};

/** A machine's own fonts, whatever they are, give way to two that come with the tests. */
async function fontStyle(): Promise<string> {
  const families = [
    ['Georgia', 'pt-serif'],
    ['Helvetica Neue', 'pt-sans'],
  ] as const;
  const faces = families.flatMap(([family, file]) => [face(family, file, 400), face(family, file, 700)]);
  return `${(await Promise.all(faces)).join('\n')}\n:root{--serif:Georgia;--sans:'Helvetica Neue'}`;
}
const fonts = fontStyle();

/** Opens a page, has `load` fill it, and takes it whole, with the tests' fonts. */
export async function photograph(
  browser: Browser,
  look: BrowserContextOptions,
  load: (page: Page) => Promise<unknown>,
): Promise<Buffer> {
  const context = await browser.newContext({ ...look, bypassCSP: true, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await load(page);
    await page.addStyleTag({ content: await fonts });
    await page.evaluate('document.querySelectorAll("img").forEach((each) => { each.loading = "eager"; })');
    await page.evaluate(
      'Promise.all([document.fonts.ready, ...[...document.images].map((each) => each.decode().catch(() => null))])',
    );
    return await capture(page);
  } finally {
    await context.close();
  }
}
