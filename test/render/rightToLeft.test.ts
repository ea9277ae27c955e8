import { load } from 'cheerio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DIGEST_FORMATS } from '../../src/domain/choices.ts';
import { LANGUAGES, presentWords, wordsIn, type Words } from '../../src/language/catalogues.ts';
import { buildDigest } from '../../src/render/digest.ts';
import { browserTest, openBrowser, openVisit, overflowsSideways, releaseBrowser } from '../support/browser.ts';
import { placesOf } from '../support/placesOf.ts';
import { deps, makeLoaded, makeStories, makeStory } from './support.ts';

const LETTERS = 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي';

/** A text with every word of ours in letters that are written from right to left; its blanks stay. */
const turn = (text: string): string =>
  text.replaceAll(/\{\w+\}|[a-z]/gi, (found) =>
    found.length > 1 ? found : LETTERS[(found.toLowerCase().codePointAt(0)! - 97) % LETTERS.length]!,
  );

function turnAll<T>(value: T): T {
  if (typeof value === 'string') return turn(value) as T;
  if (Array.isArray(value)) return value.map(turnAll) as T;
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, turnAll(inner)])) as T;
}

// A pseudo-language in the place of Arabic, which has no catalogue.
const languages = LANGUAGES as string[];
const catalogues = presentWords().catalogues as Record<string, Words>;
beforeAll(() => {
  catalogues['ar'] = turnAll(wordsIn('en'));
  languages.push('ar');
});
afterAll(() => {
  languages.splice(languages.indexOf('ar'), 1);
  delete catalogues['ar'];
});

const headline = 'مقاتلة F-16 تهبط في الميناء بعد ثلاثة أيام من العاصفة';
const loaded = makeLoaded(
  [
    ...makeStories(5, { headline, summary: `${headline}. ${headline}.`, also_reported_by: ['الموجز'] }),
    makeStory(6, { headline: 'Ferries sail again', language: 'en' }),
  ],
  { newsletter: { name: 'صباح الميناء', language: 'ar', languages: ['ar'], reply_to: 'desk@paper.example' } },
);
const build = (format: (typeof DIGEST_FORMATS)[number]) =>
  buildDigest(deps, loaded, { isRehearsal: true, variant: { format, language: 'ar' } });

test.each(DIGEST_FORMATS)(
  'a mail in a language written from right to left has no word of ours the other way: %s',
  async (format) => {
    const { html, plain } = await build(format);
    const $ = load(html);
    expect([$('html').attr('lang'), $('html').attr('dir')]).toEqual(['ar', 'rtl']);
    // Only the foreign story says a direction of its own.
    expect(
      $('[dir=ltr]')
        .get()
        .map((each) => $(each).text().trim().split('\n')[0]),
    ).toEqual(['Ferries sail again']);
    expect($('[lang=en]')).toHaveLength(1);
    expect($('h1').attr('style') ?? '').not.toContain('letter-spacing:-');
    for (const words of ['Thank you', 'Unsubscribe', 'Rehearsal', 'Share']) {
      expect($('body').text()).toContain(turn(words));
      expect(plain).toContain(turn(words));
    }
    expect(plain).not.toMatch(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
    // Its hyphen neither ends a line of the text nor leaves its number.
    expect(plain.replaceAll(/\s+/g, ' ').split(headline).length).toBeGreaterThan(5);
    expect(plain).not.toMatch(/F-$/m);
  },
);

browserTest('“F-16” stays in one piece, and nothing is wider than the window', async () => {
  const browser = await openBrowser();
  for (const format of DIGEST_FORMATS) {
    const { html } = await build(format);
    const { context, page } = await openVisit(browser, { viewport: { width: 320, height: 800 } });
    await page.setContent(html);
    for (let width = 320; width <= 640; width += 7) {
      await page.setViewportSize({ width, height: 800 });
      expect(await overflowsSideways(page)).toBe(false);
      const pieces = await placesOf(page, 'F-16');
      expect(pieces.length).toBeGreaterThan(4);
      expect(new Set(pieces.map(String))).toEqual(new Set(['1,1,1,0']));
    }
    await context.close();
  }
  await releaseBrowser(browser);
});
