import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFetcher, type Fetcher } from '../../src/ingest/ingest.ts';
import { findChromium, openChromium } from '../../src/preview/browser.ts';
import { takeScreenshots, type Screenshot } from '../../src/preview/screenshots.ts';
import { buildDigest } from '../../src/render/digest.ts';
import { send, startOutlet, type Outlet } from '../ingest/standin.ts';
import { openBrowser } from '../support/browser.ts';
import { deps, makeLoaded, makeStories, picture } from '../render/support.ts';

let browser: Browser;
let outlet: Outlet;
let fetcher: Fetcher;
beforeAll(async () => {
  browser = await openBrowser();
  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="675"><rect width="1200" height="675" fill="#1d4f7c"/></svg>';
  outlet = await startOutlet({ '/ferry.svg': send(drawing, 'image/svg+xml') });
  fetcher = openFetcher({ privateOrigin: outlet.origin });
});
afterAll(async () => {
  await browser.close();
  await fetcher.close();
  await outlet.close();
});

/** Width and height of a PNG, of its header. */
const sizeOf = ({ png }: Screenshot): [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)];

test('a digest is shown whole at three widths, light and dark, with its pictures and without', async () => {
  const image = { ...picture, url: `${outlet.origin}/ferry.svg` };
  const { html } = await buildDigest(deps, makeLoaded(makeStories(3, { image })), { isRehearsal: true });
  const shots = await takeScreenshots(browser, html, fetcher);
  const of = (name: string): Screenshot => shots.find((shot) => shot.name === name)!;
  expect(shots.map(({ name }) => name).toSorted()).toEqual(
    ['dark', 'light']
      .flatMap((scheme) => [320, 600, 800].flatMap((w) => [`${w}-${scheme}.png`, `${w}-${scheme}-no-pictures.png`]))
      .toSorted(),
  );
  for (const shot of shots) {
    const [width, height] = sizeOf(shot);
    expect(shot.name.startsWith(`${width}-`)).toBe(true);
    expect(height).toBeGreaterThan(1_000);
  }
  // A picture's place is kept: with and without it the mail is of one height, and looks different.
  expect(sizeOf(of('600-light.png'))).toEqual(sizeOf(of('600-light-no-pictures.png')));
  expect(of('600-light.png').png.equals(of('600-light-no-pictures.png').png)).toBe(false);
  expect(of('600-light.png').png.equals(of('600-dark.png').png)).toBe(false);
  // Once, however often it is shown.
  expect(outlet.asked).toEqual(['/ferry.svg']);
}, 60_000);

test('a mail without pictures is shown once, and neither scripts nor anything but pictures is asked for', async () => {
  const before = outlet.asked.length;
  const html = `<!doctype html><link rel="stylesheet" href="${outlet.origin}/a.css"><p>words</p>
    <iframe src="${outlet.origin}/frame"></iframe><script>fetch('${outlet.origin}/script')</script>`;
  const shots = await takeScreenshots(browser, html, fetcher);
  expect(shots.map(({ name }) => name)).toHaveLength(6);
  expect(outlet.asked.length).toBe(before);
}, 60_000);

test('a picture at a private address is not fetched for it', async () => {
  const guarded = openFetcher();
  const before = outlet.asked.length;
  await takeScreenshots(browser, `<img src="${outlet.origin}/ferry.svg" alt="a ferry" width="100">`, guarded);
  expect(outlet.asked.length).toBe(before);
  await guarded.close();
}, 60_000);

test('what is not there, or does not start, is said in one sentence', async () => {
  await expect(findChromium('/no/such/chromium')).rejects.toMatchObject({
    code: 'BROWSER_MISSING',
    message: 'Screenshots need Chromium, and CHROMIUM_PATH (/no/such/chromium) is no program.',
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
