import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileName } from '../../../src/newsroom/pictures/file.ts';
import { findChromium, openChromium } from '../../../src/checks/screenshots/browser.ts';
import { openPictures, takeScreenshots, type Screenshot } from '../../../src/checks/screenshots/screenshots.ts';
import { buildDigest } from '../../../src/render/digest.ts';
import { deps, makeLoaded, makeStories, picture } from '../../render/support.ts';
import { startOutlet, type Outlet } from '../../newsroom/ingest/standin.ts';
import { browserTest, hasChromium, openBrowser, releaseBrowser } from '../../support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeNewsletter } from '../../support/edition.ts';
import { addOwnPicture, photo } from '../../support/pictures.ts';

const SLOW_MS = 240_000;
let browser: Browser;
let outlet: Outlet;
let database: TestDatabase;
beforeAll(async () => {
  if (hasChromium) browser = await openBrowser();
  outlet = await startOutlet();
  database = await createTestDatabase();
});
afterAll(async () => {
  if (hasChromium) await releaseBrowser(browser);
  await outlet.close();
  await database.drop();
});

/** Width and height of a PNG, of its header. */
const sizeOf = ({ png }: Screenshot): [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)];
const widths = [320, 600, 800];

browserTest(
  'a digest is shown whole at three widths, light and dark, with its pictures and without',
  async () => {
    const bytes = await photo({ width: 1120, height: 630 }).jpeg().toBuffer();
    const asked = new Set<string>();
    const { html } = await buildDigest(deps, makeLoaded(makeStories(3, { image: picture })), { isRehearsal: true });
    const shots = await takeScreenshots(browser, html, async (url) => {
      asked.add(url);
      return bytes;
    });
    const of = (name: string): Screenshot => shots.find((shot) => shot.name === name)!;
    const names = ['dark', 'light'].flatMap((scheme) =>
      widths.flatMap((width) => [`${width}-${scheme}.png`, `${width}-${scheme}-no-pictures.png`]),
    );
    expect(shots.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    for (const shot of shots) {
      const [width, height] = sizeOf(shot);
      expect(shot.name.startsWith(`${width}-`)).toBe(true);
      expect(height).toBeGreaterThan(1_000);
    }
    // A picture's place is kept: with and without it the mail is of one height, and looks different.
    expect(sizeOf(of('600-light.png'))).toEqual(sizeOf(of('600-light-no-pictures.png')));
    expect(of('600-light.png').png.equals(of('600-light-no-pictures.png').png)).toBe(false);
    expect(of('600-light.png').png.equals(of('600-dark.png').png)).toBe(false);
    expect([...asked].every((url) => url.startsWith('https://news.paper.example/pictures/'))).toBe(true);
  },
  SLOW_MS,
);

browserTest(
  'a mail without pictures is shown once, and nothing in it goes to the network, nor runs',
  async () => {
    const html = `<!doctype html><link rel="stylesheet" href="${outlet.origin}/a.css"><p>words</p>
    <iframe src="${outlet.origin}/frame"></iframe><script>new Image().src='${outlet.origin}/script'</script>`;
    const shots = await takeScreenshots(browser, html, async () => null);
    expect(shots.map(({ name }) => name)).toHaveLength(6);
    const elsewhere = `<img src="${outlet.origin}/ferry.jpg" alt="a ferry" width="100">`;
    await takeScreenshots(browser, elsewhere, openPictures(database, 'https://news.paper.example'));
    expect(outlet.asked).toEqual([]);
  },
  SLOW_MS,
);

test('pictures are read where they are kept, by our own addresses only', async () => {
  const { hash } = await addOwnPicture(database.db, 'ferry', await makeNewsletter(database.db, 'paper', 0));
  const read = openPictures(database, 'https://news.paper.example');
  const file = fileName({ hash, width: 176, format: 'jpg' });
  expect((await read(`https://news.paper.example/pictures/${file}`))?.subarray(0, 2)).toEqual(
    Buffer.from([0xff, 0xd8]),
  );
  for (const url of [
    `https://elsewhere.example/pictures/${file}`,
    `https://news.paper.example/pictures/../${file}`,
    `https://news.paper.example/pictures/${fileName({ hash, width: 177, format: 'jpg' })}`,
  ])
    expect(await read(url)).toBeNull();
});

test('a missing browser, or one that does not start, is reported in one sentence', async () => {
  await expect(findChromium('/no/such/chromium')).rejects.toMatchObject({
    code: 'BROWSER_MISSING',
    message: 'Screenshots need Chromium, and CHROMIUM_PATH (/no/such/chromium) is not a program.',
  });
  await expect(findChromium(null, ['/no/such/place'])).rejects.toMatchObject({ code: 'BROWSER_MISSING' });
  const folder = await mkdtemp(join(tmpdir(), 'reveille-browser-'));
  const program = join(folder, 'chromium');
  await writeFile(program, '#!/bin/sh\nexit 3\n');
  await chmod(program, 0o755);
  expect(await findChromium(null, ['/no/such/place', program])).toBe(program);
  await expect(openChromium(program)).rejects.toMatchObject({ code: 'BROWSER_MISSING' });
  await rm(folder, { recursive: true });
});
