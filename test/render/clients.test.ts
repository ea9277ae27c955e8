import { rawData } from 'caniemail';
import { load } from 'cheerio';
import { expect, test } from 'vitest';
import { DIGEST_FORMATS } from '../../src/domain/choices.ts';
import { checkSupport, loadSupport } from '../../src/checks/lint/support.ts';
import { buildDigest } from '../../src/render/digest.ts';
import { deps, makeLoaded, makeStories } from './support.ts';

const loaded = makeLoaded(makeStories(14), {
  newsletter: { house_notice: 'Join the readers’ evening', house_notice_url: 'https://paper.example/evening' },
});
const htmlOf = async (format: (typeof DIGEST_FORMATS)[number]): Promise<string> =>
  (await buildDigest(deps, loaded, { isRehearsal: true, variant: { format, language: 'en' } })).html;

test.each(DIGEST_FORMATS)('%s asks of no mail program what plain MJML does not ask of it', async (format) => {
  expect(rawData.data.length).toBeGreaterThan(200);
  const find = (await loadSupport())!;
  expect(find('<video src="a.mp4"></video>').get('<video> element')?.size).toBeGreaterThan(3);
  expect(await checkSupport(find, await htmlOf(format), format)).toEqual([]);
});

test('the styles that Gmail would throw away as a whole, for being too long, are short', async () => {
  const $ = load(await htmlOf('full'));
  for (const style of $('style').get()) expect($(style).text().length).toBeLessThan(8_192);
  expect($('style').text()).not.toMatch(/url\(|@import|\\/);
});

test('Outlook gets its tables, and nobody else sees them', async () => {
  const html = await htmlOf('full');
  expect(html.match(/<!--\[if mso \| IE\]>/g)!.length).toBe(html.match(/<!\[endif\]-->/g)!.length - CONDITIONS_IN_HEAD);
  expect(html).toContain('<o:PixelsPerInch>96</o:PixelsPerInch>');
  const shown = load(html.replace(/<!--[\s\S]*?-->/g, ''));
  expect(shown('table').length).toBeGreaterThan(10);
});

const CONDITIONS_IN_HEAD = 3;

test('the text of every link says where it leads', async () => {
  for (const format of DIGEST_FORMATS) {
    const $ = load(await htmlOf(format));
    const texts = $('a')
      .get()
      // A picture’s link has its name from the alt text or, without one, from a label.
      .map((each) => $(each).text().trim() || $(each).attr('aria-label') || ($(each).find('img').attr('alt') ?? ''));
    expect(texts.every((text) => text.length > 8)).toBe(true);
    expect(texts.filter((text) => /^(read|more|click|here|link)\b.{0,8}$/i.test(text))).toEqual([]);
  }
});

test('only full has pictures, and their alternative texts have a size and a colour of their own', async () => {
  for (const format of ['text', 'headlines'] as const)
    expect(await htmlOf(format)).not.toMatch(/<img|background-image|url\(/);
  const $ = load(await htmlOf('full'));
  expect($('img').length).toBe(12);
  for (const each of $('img').get()) expect($(each).attr('style')).toMatch(/color:#[0-9a-f]{6};font:italic 1[34]px/);
});
