import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { DigestFormat } from '../../src/domain/choices.ts';
import { buildDigest } from '../../src/render/digest.ts';
import { standardTemplates } from '../../src/render/templates.ts';
import { browserTest, hasChromium, openBrowser, releaseBrowser } from '../support/browser.ts';
import { compareWithGolden, findDifferences, halve, photograph } from '../support/golden.ts';
import { photo } from '../support/pictures.ts';
import { deps } from '../render/support.ts';
import { edition, letters } from './content.ts';

const ADDRESS = 'https://mail.paper.example/';
let browser: Browser;
let photos: Buffer;
beforeAll(async () => {
  if (hasChromium) browser = await openBrowser();
  photos = await photo({ width: 560, height: 373 }).jpeg().toBuffer();
});
afterAll(async () => {
  if (hasChromium) await releaseBrowser(browser);
});

type Look = {
  width: number;
  colorScheme: 'light' | 'dark';
  hasPictures?: boolean;
  change?: (page: Page) => Promise<unknown>;
};

function shoot(html: string, { width, colorScheme, hasPictures = true, change }: Look): Promise<Buffer> {
  const look: BrowserContextOptions = { colorScheme, viewport: { width, height: 600 } };
  return photograph(browser, look, async (page) => {
    await page.route('**/*', (route) => {
      if (route.request().url() === ADDRESS) return route.fulfill({ body: html, contentType: 'text/html' });
      return hasPictures && route.request().resourceType() === 'image'
        ? route.fulfill({ body: photos, contentType: 'image/jpeg' })
        : route.abort();
    });
    await page.goto(ADDRESS);
    await change?.(page);
  });
}

const digest = async (format: DigestFormat, theme = 'standard'): Promise<string> =>
  (await buildDigest(deps, edition(theme), { isRehearsal: false, variant: { format, language: 'en' } })).html;

const LOOKS: [format: DigestFormat, theme: string, look: Look][] = [
  ...([320, 600, 800] as const).flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme): [DigestFormat, string, Look] => [
      'full',
      'standard',
      { width, colorScheme },
    ]),
  ),
  ['full', 'standard', { width: 600, colorScheme: 'light', hasPictures: false }],
  ['full', 'signal', { width: 320, colorScheme: 'dark' }],
  ['full', 'signal', { width: 600, colorScheme: 'light' }],
  ['text', 'standard', { width: 320, colorScheme: 'light' }],
  ['text', 'standard', { width: 600, colorScheme: 'dark' }],
  ['headlines', 'standard', { width: 320, colorScheme: 'dark' }],
  ['headlines', 'signal', { width: 600, colorScheme: 'light' }],
];

browserTest.each(LOOKS)('the digest looks as it did: %s, %s, %o', async (format, theme, look) => {
  const html = await digest(format, theme);
  const { width, colorScheme, hasPictures = true } = look;
  const name = `${format}-${theme}-${width}-${colorScheme}${hasPictures ? '' : '-no-pictures'}`;
  expect(await compareWithGolden(name, await shoot(html, look))).toBeNull();
});

browserTest('a picture whose words stand below it looks as it did where pictures are off', async () => {
  const loaded = edition();
  const [lead, other] = [loaded.stories[0]!, loaded.stories[1]!];
  const image = { ...lead.image!, alt: null };
  const stories = [
    { ...lead, image },
    { ...other, image: { ...image, caption: null } },
  ];
  const { html } = await buildDigest(deps, { ...loaded, stories }, { isRehearsal: false });
  for (const colorScheme of ['light', 'dark'] as const) {
    const png = await shoot(html, { width: 320, colorScheme, hasPictures: false });
    expect(await compareWithGolden(`no-words-${colorScheme}`, png)).toBeNull();
  }
});

browserTest('a logo looks as it did, on its plate and in the dark', async () => {
  const templates = await standardTemplates();
  const url = 'https://paper.example/logo.png';
  const logo = { url, darkUrl: `${url}?dark`, width: 300, height: 60 };
  const own = { ...templates, theme: async (name: string) => ({ ...(await templates.theme(name)), logo }) };
  const { html } = await buildDigest({ ...deps, templates: own }, edition(), { isRehearsal: false });
  for (const colorScheme of ['light', 'dark'] as const)
    expect(await compareWithGolden(`logo-${colorScheme}`, await shoot(html, { width: 320, colorScheme }))).toBeNull();
});

browserTest.each(['confirmation', 'welcome'] as const)('the %s letter looks as it did', async (kind) => {
  const html = await letters[kind]();
  for (const look of [
    { width: 600, colorScheme: 'light' },
    { width: 320, colorScheme: 'dark' },
  ] as const)
    expect(await compareWithGolden(`${kind}-${look.width}-${look.colorScheme}`, await shoot(html, look))).toBeNull();
});

const style = (content: string) => (page: Page) => page.addStyleTag({ content });
const CHANGES: [what: string, change: (page: Page) => Promise<unknown>][] = [
  ['another colour of the outlets’ names', style('.accent { color: #1c209d !important }')],
  ['a thumbnail on the other side', style('h3 img { float: left }')],
  ['a headline in other letters', style('.lead-headline { font-family: monospace !important }')],
  ['a rule gone', style('.strong > table > tbody > tr > td { border-color: transparent !important }')],
  ['a picture that is missing', (page) => page.evaluate('document.images[1].style.visibility = "hidden"')],
  ['a word gone', (page) => page.evaluate('document.querySelector("h3 a").lastChild.data = "Choir sings"')],
];

let unchanged: Buffer | undefined;

browserTest.each(CHANGES)('a mail is not alike with %s', async (_, change) => {
  const html = await digest('full');
  const look = { width: 600, colorScheme: 'light' } as const;
  unchanged ??= await halve(await shoot(html, look));
  const changed = await halve(await shoot(html, { ...look, change }));
  expect((await findDifferences(changed, unchanged)).length).toBeGreaterThan(0);
});
