/**
 * Draws every page of the desk from the sample newsroom into docs/desk/, as the wide page in light beside the narrow one in
 * dark, and lists the pictures in its README.md.
 *   npm run desk:pictures [-- --all FOLDER] [-- --only NAME,NAME]
 * --all also keeps each page at 1440 and 390 pixels, light and dark, at full length. Needs Chromium.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium, openChromium } from '../src/checks/screenshots/browser.ts';
import { drawDesk } from './drawDesk/draw.ts';
import { SIGNED_IN, SIGNED_OUT } from './drawDesk/pages.ts';
import { serveSampleDesk } from './drawDesk/serve.ts';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'desk');

const INTRODUCTION = `# The desk in pictures

These pictures show every page of the desk with the sample newsroom, at 1440 pixels in light mode and at 390 pixels in dark
mode. Long pages are cropped. \`npm run desk:pictures\` makes the pictures.
`;

const { values } = parseArgs({ options: { all: { type: 'string' }, only: { type: 'string' } } });
const only = values.only === undefined ? null : new Set(values.only.split(','));
const allInto = values.all ?? null;
for (const folder of [FOLDER, allInto]) if (folder !== null) await mkdir(folder, { recursive: true });
const browser = await openChromium(await findChromium(process.env['CHROMIUM_PATH'] ?? null));
try {
  const desk = await serveSampleDesk();
  try {
    for await (const { name, bytes } of drawDesk(browser, desk, { folder: FOLDER, allInto, only }))
      process.stdout.write(`${name}.jpg ${bytes} bytes\n`);
    const list = [...SIGNED_OUT, ...SIGNED_IN].map(({ name, title }) => `- [${title}](${name}.jpg)\n`);
    await writeFile(join(FOLDER, 'README.md'), `${INTRODUCTION}\n${list.join('')}`);
  } finally {
    await desk.end();
  }
} finally {
  await browser.close();
}
