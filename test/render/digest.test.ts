import { load, type CheerioAPI } from 'cheerio';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import type { Variant } from '../../src/editions/variants.ts';
import { parseMessageTemplate, spliceMessage } from '../../src/wire/message/template.ts';
import { compareParts } from '../../src/checks/lint/parts.ts';
import { buildDigest, SAMPLE_TOKEN } from '../../src/render/digest.ts';
import { clean } from '../../src/render/clean.ts';
import { shortSummary } from '../../src/render/summary.ts';
import { standardTemplates } from '../../src/render/templates.ts';
import type { Theme } from '../../src/editions/themes/theme.ts';
import { DIGEST_FORMATS } from '../../src/domain/choices.ts';
import { storedPicture } from '../support/pictures.ts';
import { deps, makeLoaded, makeStories, makeStory, picture } from './support.ts';
import { runs } from '../support/runs.ts';

const sent = { isRehearsal: false };
const reader = {
  to: 'reader@newspaper.example',
  date: 'Tue, 24 Nov 2026 05:30:00 +0000',
  messageId: '<one@paper.example>',
  unsubscribeToken: 'u_U-'.repeat(10),
  preferencesToken: 'p_P-'.repeat(10),
};
const spliced = (template: Buffer): Buffer => spliceMessage(parseMessageTemplate(template), reader);
const headingsOf = ($: CheerioAPI): [string, string][] =>
  $('h1, h2, h3, h4, h5, h6')
    .get()
    .map((each) => [each.tagName, $(each).text()]);
const unspaced = (text: string): string => text.replace(/\s+/g, '');

test('a digest shows each story once, under one h1, with its own address on picture and headline', async () => {
  const { html, droppedStories } = await buildDigest(deps, makeLoaded(makeStories(10)), sent);
  const $ = load(html);
  expect(droppedStories).toBe(0);
  expect($('h1').text()).toBe('Harbour Morning');
  const headlines = makeStories(10).map((story) => story.headline);
  expect(headingsOf($)).toEqual([
    ['h1', 'Harbour Morning'],
    ...headlines.slice(0, 3).map((headline) => ['h2', headline]),
    ['h2', 'More stories'],
    ...headlines.slice(3).map((headline) => ['h3', headline]),
  ]);
  for (const { url, headline } of makeStories(10)) {
    const links = $('a').filter((_, each) => $(each).attr('href') === url);
    expect(links.filter((_, each) => $(each).text() === headline)).toHaveLength(1);
    expect(links.find('img')).toHaveLength(1);
  }
  // The large headlines are read out without their pictures.
  expect($('h2 img')).toHaveLength(0);
  expect($('html').attr('lang')).toBe('en');
  expect($('html').attr('dir')).toBe('ltr');
  expect($('table').filter((_, each) => $(each).attr('role') !== 'presentation')).toHaveLength(0);
});

test('every picture is ours, with twice the pixels it is shown at; thumbnails have one size, and others their shape', async () => {
  const small = { ...picture, stored: storedPicture('small', 300, 200) };
  const unread = { ...picture, stored: undefined };
  const earlier = { ...picture, stored: { ...picture.stored!, thumb: null } };
  const stories = [1, 2, 3, 4, 5, 6].map((position) => makeStory(position));
  for (const [at, image] of [
    [2, small],
    [4, earlier],
    [5, unread],
  ] as const)
    stories[at] = makeStory(at + 1, { image });
  const $ = load((await buildDigest(deps, makeLoaded(stories), sent)).html);
  const pictures = $('img')
    .get()
    .map((each) => $(each));
  const { hash } = picture.stored!;
  expect(pictures.map((each) => [each.attr('src'), each.attr('width'), each.attr('height')])).toEqual([
    [`https://news.paper.example/pictures/${hash}-1120.jpg`, '560', '315'],
    [`https://news.paper.example/pictures/${hash}-560.jpg`, '235', '132'],
    [`https://news.paper.example/pictures/${small.stored.hash}-300.jpg`, '235', '157'],
    [`https://news.paper.example/pictures/${hash}-208.jpg`, '104', '78'],
    // A picture from before thumbnails had a crop of their own.
    [`https://news.paper.example/pictures/${hash}-352.jpg`, '104', '59'],
  ]);
  for (const each of pictures.slice(0, 3)) expect(each.attr('style')).toContain('height:auto');
  for (const each of pictures.slice(3)) {
    const { width, height } = each.attr() as Record<string, string>;
    expect(each.attr('style')).toContain(`width:${width}px;height:${height}px`);
  }
});

test('a tall picture is cropped to 3:2 as a lead, and nowhere else', async () => {
  const tall = { ...picture, stored: { ...storedPicture('tall', 1120, 896), wide: 1119 } };
  const { html } = await buildDigest(
    deps,
    makeLoaded([makeStory(1, { image: tall }), makeStory(2, { image: tall })]),
    sent,
  );
  const $ = load(html);
  const [lead, middle] = $('img')
    .get()
    .map((each) => [$(each).attr('src'), $(each).attr('width'), $(each).attr('height')]);
  const { hash } = tall.stored;
  expect(lead).toEqual([`https://news.paper.example/pictures/${hash}-1119.jpg`, '560', '373']);
  expect(middle).toEqual([`https://news.paper.example/pictures/${hash}-560.jpg`, '235', '188']);
});

test('a picture has its outlet’s words, or none if these stand next to it; its link always has a name', async () => {
  const image = { ...picture, alt: picture.caption };
  const stories = [makeStory(1, { image }), makeStory(2, { image }), makeStory(3)];
  stories.push(makeStory(4, { image: { ...image, alt: null, caption: null } }));
  const $ = load((await buildDigest(deps, makeLoaded(stories), sent)).html);
  const said = $('img')
    .get()
    .map((each) => $(each).closest('a'))
    .map((link) => [link.find('img').attr('alt'), link.attr('aria-label') ?? link.text()]);
  // The lead shows its caption, the others do not.
  expect(said).toEqual([
    ['', stories[0]!.headline],
    // A picture's own words name its link. Without them, the headline does.
    [picture.caption, ''],
    [picture.alt, ''],
    ['', stories[3]!.headline],
  ]);
});

test('our words within a story are marked with their language if the story has another one', async () => {
  const image = { ...picture, alt: null, credit: 'Ada Merrin' };
  const build = async (story: string | null, language: string) => {
    const loaded = makeLoaded([makeStory(1, { image, language: story })], {
      newsletter: { languages: [language], language },
    });
    const $ = load((await buildDigest(deps, loaded, sent)).html);
    const credit = $('p[lang]:contains("Ada Merrin")');
    return [credit.attr('lang'), credit.attr('dir'), credit.text()];
  };
  expect(await build(null, 'en')).toEqual([undefined, undefined, '']);
  expect(await build('es', 'en')).toEqual(['en', 'ltr', 'Picture: Ada Merrin']);
  expect(await build('en', 'es')).toEqual(['es', 'ltr', 'Imagen: Ada Merrin']);
  // There are no words in Arabic: ours are English, as the second story is.
  expect(await build(null, 'ar')).toEqual(['en', 'ltr', 'Picture: Ada Merrin']);
  expect(await build('en', 'ar')).toEqual([undefined, undefined, '']);
});

test('the sign of a copyright never ends a line, and a dot never begins one; text has its usual spaces', async () => {
  const image = { ...picture, credit: '© Reuters' };
  const part = { byline: 'Tomas Hallory', copyright: '© The Aven Sentinel', outlet_name: 'The Sentinel', image };
  for (const format of DIGEST_FORMATS) {
    const variant = { format, language: 'en' };
    const { html, plain } = await buildDigest(deps, makeLoaded(makeStories(3, part)), { ...sent, variant });
    const text = load(html)('body').text();
    expect(text).not.toMatch(/© /);
    expect(text.replaceAll(/No\. 312 · 3 stories/g, '')).not.toMatch(/ ·/);
    expect(plain).not.toContain('\u00a0');
    if (format === 'headlines') continue;
    expect(text).toContain('The Sentinel\u00a0· By Tomas Hallory');
    expect(text).toContain('The Sentinel: ©\u00a0');
    expect(plain).toContain('The Sentinel · By Tomas Hallory');
    expect(plain).toContain('© The Aven Sentinel');
  }
});

test('the words of the link to the web edition and to the story end in two words, not in one', async () => {
  const { html, plain } = await buildDigest(deps, makeLoaded(makeStories(1)), sent);
  const $ = load(html);
  for (const words of ['Read this edition in your\u00a0browser', 'Continue reading at The Harbour\u00a0Post'])
    expect($(`a:contains("${words}")`)).toHaveLength(1);
  expect(plain).toContain('Read this edition in your browser:');
});

test.each(DIGEST_FORMATS)(
  '%s says which stories are updates of an earlier edition’s, in HTML and text',
  async (format) => {
    const stories = makeStories(14);
    for (const at of [1, 13]) stories[at]!.update_of = 3;
    const loaded = makeLoaded(stories, { newsletter: { full_stories: 12 } });
    const { html, plain } = await buildDigest(deps, loaded, {
      isRehearsal: false,
      variant: { format, language: 'en' },
    });
    const $ = load(html);
    // Right above their headlines.
    const marked = $('p, small')
      .filter((_, each) => $(each).text() === 'Update')
      .map((_, each) => $(each).next().find('h2, h3').text())
      .get();
    const updates = [stories[1]!.headline, stories[13]!.headline];
    expect(marked).toEqual(updates);
    for (const headline of updates) expect(plain).toContain(`\nUpdate\n${headline}`);
    expect(plain.match(/^Update$/gm)).toHaveLength(2);
  },
);

test('the mail asks for no font, script or style sheet from anywhere', async () => {
  const { html, mjml } = await buildDigest(deps, makeLoaded(makeStories(3)), sent);
  expect(html).not.toMatch(/@import|<link|<script|fonts\.googleapis|@font-face/i);
  expect(mjml).not.toContain('mj-font');
});

test('a language that is written from right to left turns the mail', async () => {
  const loaded = makeLoaded(makeStories(2), { newsletter: { language: 'ar' } });
  const { html } = await buildDigest(deps, loaded, sent);
  expect(html).toMatch(/<html lang="ar" dir="rtl"/);
  expect(html).toContain('text-align:right');
});

test('markup in a story stays text, and can read no file', async () => {
  const hostile = '<mj-include path="/etc/hostname" /><script>alert(1)</script></mj-text>{{language}} "\'`= & &lt;';
  const part = {
    headline: hostile,
    summary: hostile,
    outlet_name: hostile,
    byline: hostile,
    also_reported_by: [hostile],
  };
  const image = {
    url: 'https://p.example/"><b>.jpg',
    width: 10,
    height: 10,
    alt: null,
    caption: `Seen at dawn: ${hostile}`,
    credit: hostile,
    stored: storedPicture('hostile'),
  };
  const { html } = await buildDigest(deps, makeLoaded(makeStories(2, { ...part, image })), sent);
  const $ = load(html);
  expect($('script, mj-include')).toHaveLength(0);
  expect(headingsOf($).map(([, text]) => text)).toEqual(['Harbour Morning', hostile, hostile]);
  // The lead shows it below.
  expect($('img').first().attr('alt')).toBe('');
  expect($('a:has(> img)').first().attr('aria-label')).toBe(hostile);
  expect($.text()).toContain(`Seen at dawn: ${hostile}`);
});

test('an address that is not of the web becomes no link', async () => {
  const loaded = makeLoaded([makeStory(1, { url: 'javascript:alert(1)', image: null })]);
  const { html, plain } = await buildDigest(deps, loaded, sent);
  expect(html + plain).not.toContain('javascript:');
});

test('the text part has the same stories and links, with each address on its own line', async () => {
  const url = `https://paper.example/${'long-'.repeat(40)}end?a=1&b=2`;
  const loaded = makeLoaded([makeStory(1), makeStory(2, { url, also_reported_by: ['Northwatch', 'The Courier'] })]);
  const { plain } = await buildDigest(deps, loaded, sent);
  const lines = plain.split('\n');
  expect(lines).toContain(url);
  expect(lines).toContain('https://paper.example/stories/1?from=feed&n=1');
  expect(lines).toContain('The Harbour Post · By Odette Quarrier · +2 outlets');
  expect(lines).toContain(`https://news.paper.example/unsubscribe/${SAMPLE_TOKEN}`);
  expect(lines.filter((line) => line.length > 72 && !line.startsWith('https://'))).toEqual([]);
});

test('the mail carries the list headers of its reader, and nothing that marks it as automatic', async () => {
  const { message } = await buildDigest(deps, makeLoaded(makeStories(1)), sent);
  const mail = spliced(message).toString();
  expect(mail).toContain('\r\nList-Id: <harbour-morning.paper.example>\r\n');
  expect(mail).toContain(
    `\r\nList-Unsubscribe: <https://news.paper.example/unsubscribe/${reader.unsubscribeToken}>\r\n`,
  );
  expect(mail).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
  expect(mail).toContain('\r\nList-Archive: <https://news.paper.example/editions/harbour-morning>\r\n');
  expect(mail).toContain('\r\nFeedback-ID: 7:daily:harbour-morning:reveille\r\n');
  expect(mail).not.toMatch(/^(Auto-Submitted|Precedence):/m);
});

test('a newsletter with an address for leaving by mail offers that, too, with the reader’s own token', async () => {
  const newsletter = { unsubscribe_address: 'leave@bücher.example' };
  const { message } = await buildDigest(deps, makeLoaded(makeStories(1), { newsletter }), sent);
  const unfolded = spliced(message).toString().replace(/\r\n /g, ' ');
  const { unsubscribeToken } = reader;
  expect(unfolded).toContain(
    `\r\nList-Unsubscribe: <https://news.paper.example/unsubscribe/${unsubscribeToken}>, ` +
      `<mailto:leave+${unsubscribeToken}@xn--bcher-kva.example?subject=unsubscribe>\r\n`,
  );
});

test('only a rehearsal says that it is one', async () => {
  const loaded = makeLoaded(makeStories(1));
  const rehearsal = await buildDigest(deps, loaded, { isRehearsal: true });
  expect(rehearsal.html).toContain('Rehearsal: this edition is not sent to readers');
  expect(rehearsal.plain).toMatch(/^Rehearsal: /);
  expect((await buildDigest(deps, loaded, sent)).html).not.toContain('Rehearsal');
});

test('twelve stories stay under 80 KB of HTML as sent', async () => {
  const summary = 'The harbour opened at dawn after a week of storms, said the harbour master. '.repeat(5);
  const { message } = await buildDigest(deps, makeLoaded(makeStories(12, { summary })), sent);
  const mail = spliced(message).toString();
  expect(mail.length - mail.indexOf('text/html')).toBeLessThan(80_000);
});

test('the last stories are left out rather than that an inbox cuts the mail', async () => {
  const newsletter = { full_stories: 40, summary_length: 600 };
  const loaded = makeLoaded(makeStories(40, { summary: 'Long. '.repeat(90) }), { newsletter });
  const digest = await buildDigest(deps, loaded, sent);
  expect(digest.bytes).toBeLessThanOrEqual(100_000);
  expect(digest.droppedStories).toBeGreaterThan(0);
  const kept = 40 - digest.droppedStories;
  expect(load(digest.html)('h3')).toHaveLength(kept - 3);
  expect(digest.plain).toContain(`[${kept}]`);
  expect(digest.plain).not.toContain(`[${kept + 1}]`);
  // What the mail says of the edition is true of it, and leads to the rest.
  for (const part of [digest.html, digest.plain]) {
    expect(part).toContain('40 stories');
    expect(part).toContain(`${digest.droppedStories} more stories in your browser`);
  }
  const rest = load(digest.html)(`a:contains("more stories in your browser")`);
  expect(rest.attr('href')).toBe('https://news.paper.example/editions/harbour-morning/2026-11-24');
});

describe('a small format', () => {
  const whole = 'The harbour opened at dawn after a week of storms, and the first ferry left an hour later.';
  const summary = `${whole} `.repeat(3);
  const part = {
    summary,
    copyright: '© The Harbour Post',
    also_reported_by: ['Northwatch', 'The Courier', 'The Aven Sentinel', 'Coast Wire'],
  };
  const build = (count: number, format: 'text' | 'headlines', more = {}) =>
    buildDigest(deps, makeLoaded(makeStories(count, { ...part, ...more })), {
      ...sent,
      variant: { format, language: 'en' },
    });

  test.each(['text', 'headlines'] as const)('keeps every story of the edition, in both parts: %s', async (format) => {
    for (const count of [3, 14, 24, 40]) {
      const { html, plain, droppedStories } = await build(count, format);
      const $ = load(html);
      const urls = makeStories(count).map(({ url }) => url);
      expect(droppedStories).toBe(0);
      for (const url of urls) {
        expect($('a').filter((_, each) => $(each).attr('href') === url)).toHaveLength(1);
        expect(plain.split('\n').filter((line) => line === url)).toHaveLength(1);
      }
      expect(compareParts($, plain, format)).toEqual([]);
    }
  });

  test('leaves out bylines, copyright and other outlets before any news, then the second copy of the summaries', async () => {
    const [few, more, many] = await Promise.all([build(3, 'text'), build(9, 'text'), build(14, 'text')]);
    const read = ({ html, plain }: typeof few): string[] => [load(html)('body').text(), plain.replaceAll(/\s+/g, ' ')];
    for (const text of read(few)) expect(text).toMatch(/By Odette.*\+4\s+outlets.*©/s);
    for (const text of [...read(more), ...read(many)]) expect(text).not.toMatch(/By Odette|©|outlets/);
    expect(read(more).map((text) => text.split(whole).length - 1)).toEqual([27, 27]);
    expect(read(many).map((text) => text.includes(whole))).toEqual([true, false]);
    for (const { bytes } of [few, more, many]) expect(bytes).toBeLessThanOrEqual(13_800);
  });

  test('has the first summaries where there is no room for all', async () => {
    const { html, plain } = await build(40, 'text');
    expect(load(html)('h2 + p, h3 + p').length).toBeGreaterThanOrEqual(5);
    expect(plain).toContain('In brief');
  });

  test('never ends in mid-sentence', async () => {
    const cut = `${whole} The mayor thanked everybody who had waited, and sa…`;
    const long = `The harbour opened ${'and opened '.repeat(40)}at last.`;
    const shown = async (text: string, count: number): Promise<string[]> => {
      const $ = load((await build(count, 'text', { summary: text })).html);
      return $('h2 + p, h3 + p')
        .get()
        .map((each) => $(each).text());
    };
    for (const count of [2, 14]) expect(new Set(await shown(cut, count))).toEqual(new Set([whole]));
    expect(new Set(await shown(long, 14))).toEqual(new Set([long]));
  });
});

test('the credit of a picture stands below its caption, in a paragraph of its own', async () => {
  const under = async (caption: string | null, credit: string | null) => {
    const image = { ...picture, alt: 'A ferry', caption, credit };
    const { html } = await buildDigest(deps, makeLoaded([makeStory(1, { image })]), sent);
    const $ = load(html);
    return $('a:has(> img)')
      .nextUntil('.body')
      .get()
      .map((each) => [each.tagName, $(each).text()]);
  };
  expect(await under('A ferry leaves', 'Ada Merrin')).toEqual([
    ['p', 'A ferry leaves'],
    ['p', 'Picture: Ada Merrin'],
  ]);
  expect(await under('“A ferry leaves.”', 'Drawing: Ada')).toEqual([
    ['p', '“A ferry leaves.”'],
    ['p', 'Drawing: Ada'],
  ]);
  expect(await under(null, 'Ada Merrin')).toEqual([['p', 'Picture: Ada Merrin']]);
  expect(await under('A ferry leaves', null)).toEqual([['p', 'A ferry leaves']]);
});

test('the credits of thumbnails and all copyright lines stand at the end, once each, unless they must stand beside', async () => {
  const credited = (credit: string, creditMandatory: boolean | undefined) => ({
    ...picture,
    caption: null,
    credit,
    creditMandatory,
  });
  const copyright = '© The Harbour Post';
  const stories = [
    makeStory(1, { copyright, image: credited('Photo: Lead', false) }),
    makeStory(2, { copyright, image: credited('Photo: Middle', false) }),
    makeStory(3, { image: null }),
    makeStory(4, { copyright, image: credited('Photo: Gathered', false) }),
    makeStory(5, { image: credited('Photo: Agency', true) }),
    makeStory(6, { outlet_name: 'Coast Wire', image: credited('Photo: Unknown', undefined) }),
  ];
  const { html, plain } = await buildDigest(deps, makeLoaded(stories), sent);
  const $ = load(html);
  const beside = (position: number): string => {
    const headline = $(`:is(h2, h3):contains("part ${position}")`);
    return headline.parent().text();
  };
  for (const [position, name] of [
    [1, 'Lead'],
    [2, 'Middle'],
    [5, 'Agency'],
    [6, 'Unknown'],
  ] as const)
    expect(beside(position)).toContain(`Photo: ${name}`);
  expect(beside(4)).not.toContain('Photo:');
  expect(beside(1)).not.toContain('©');
  const end = 'The Harbour Post: Photo: Gathered · © The Harbour Post';
  expect($('p:contains("Photo: Gathered")').text().replaceAll('\u00a0', ' ')).toBe(end);
  expect(plain).toContain(`\nCredits\n-------\n\n${end}\n`);
});

test('one line names the outlet, who wrote the story and how many others have it, linked to their names', async () => {
  const part = { agency: 'Meridian', also_reported_by: ['Northwatch', 'The Courier'] };
  const { html, plain } = await buildDigest(deps, makeLoaded(makeStories(4, part)), sent);
  const $ = load(html);
  const line = 'The Harbour Post · By Odette Quarrier · Meridian · +2 outlets';
  const lines = $('p')
    .get()
    .map((each) => $(each).text().replaceAll('\u00a0', ' '))
    .filter((text) => text.startsWith('The Harbour Post ·'));
  expect(lines).toEqual([line, line, line, line]);
  expect($('a:contains("+2")').last().attr('href')).toBe(
    'https://news.paper.example/editions/harbour-morning/2026-11-24#story-4',
  );
  expect(plain).toContain(line);
  expect(html + plain).not.toContain('Northwatch');
});

test('the lead names its section, which no heading does; another story does where it is an update', async () => {
  const sections = [{ name: 'At sea', words: ['shipping'] }];
  const stories = [makeStory(1, { section: 'shipping' }), makeStory(2, { section: 'At sea' })];
  const { html } = await buildDigest(deps, makeLoaded(stories, { newsletter: { sections } }), sent);
  const $ = load(html);
  const named = $('p, h2')
    .get()
    .map((each) => [each.tagName, $(each).text()])
    .filter(([, text]) => text === 'At sea');
  expect(named).toEqual([
    ['p', 'At sea'],
    ['h2', 'At sea'],
  ]);
});

test('the mail ends with a farewell that says when the next edition comes, by the newsletter’s clock', async () => {
  const at = { newsletter: { zone: 'America/New_York' } };
  const loaded = { ...makeLoaded(makeStories(2), at), nextAt: new Date('2026-11-25T11:30:00Z') };
  for (const format of DIGEST_FORMATS) {
    const { html, plain } = await buildDigest(deps, loaded, { ...sent, variant: { format, language: 'en' } });
    const shown = load(html)('body').text();
    // An hour never stands apart from its zone.
    expect(shown).toContain('6:30\u00a0AM\u00a0EST.');
    for (const text of [shown.replaceAll('\u00a0', ' '), plain]) {
      expect(text).toContain('Thank you for reading.');
      expect(text).toContain('The next edition comes on Wednesday, November 25 at 6:30 AM EST.');
    }
  }
  const variant = { format: 'full', language: 'es' } as const;
  expect((await buildDigest(deps, loaded, { ...sent, variant })).plain).toContain('miércoles, 25 de noviembre');
  expect((await buildDigest(deps, { ...loaded, nextAt: null }, sent)).plain).not.toContain('next edition');
});

test('every format asks to pass the mail on, to sign up and to vote; it asks for replies where these have an address', async () => {
  const page = 'https://news.paper.example/editions/harbour-morning/2026-11-24';
  const build = async (part: object, format: (typeof DIGEST_FORMATS)[number], edition = {}) => {
    const loaded = makeLoaded(makeStories(3), { newsletter: part, edition });
    const { html, plain } = await buildDigest(deps, loaded, { ...sent, variant: { format, language: 'en' } });
    return { $: load(html), plain };
  };
  for (const format of DIGEST_FORMATS) {
    const { $, plain } = await build({ reply_to: 'desk@paper.example' }, format);
    const links = ['Sign up for', 'Share this', 'Was this edition'].map((text) =>
      $(`a:contains("${text}")`).attr('href'),
    );
    expect(links).toEqual([
      'https://news.paper.example/newsletters/harbour-morning',
      `${page}#share`,
      `${page}/opinion`,
    ]);
    expect(plain).toContain(`Was this edition worth your time?\n${page}/opinion\n`);
    for (const text of [$('body').text(), plain]) expect(text).toContain('Replies to this mail are welcome.');
    expect(compareParts($, plain, format)).toEqual([]);
  }
  expect((await build({ reply_to: null }, 'text')).plain).not.toContain('Replies');
  expect((await build({}, 'full', { kind: 'correction' })).plain).not.toContain('/opinion');
});

test('the newsroom’s sign-off ends every format, and a full mail lists its contents where it has room', async () => {
  const newsletter = { contents: true, sign_off: 'Ada Merrin\nEditor, Port Aven' };
  const build = (count: number, format: (typeof DIGEST_FORMATS)[number], maxBytes?: number) =>
    buildDigest(deps, makeLoaded(makeStories(count, { image: null }), { newsletter }), {
      ...sent,
      variant: { format, language: 'en' },
      ...(maxBytes === undefined ? {} : { maxBytes }),
    });
  for (const format of DIGEST_FORMATS) {
    const { html, plain } = await build(9, format);
    const $ = load(html);
    for (const line of ['Ada Merrin', 'Editor, Port Aven']) {
      expect($('p').filter((_, each) => $(each).text() === line)).toHaveLength(1);
      expect(plain).toContain(`\n${line}\n`);
    }
    expect(compareParts($, plain, format)).toEqual([]);
    expect(html.includes('In this edition')).toBe(format === 'full');
  }
  const whole = await build(9, 'full');
  const listed = load(whole.html)('p:contains("In this edition")').nextAll('p');
  expect(listed.map((_, each) => load(whole.html)(each).text()).get()).toEqual(
    makeStories(7)
      .slice(1)
      .map(({ headline }) => headline),
  );
  expect(whole.plain).toContain('In this edition\n---------------\n\n- Ferries sail again, part 2\n');
  const tight = await build(9, 'full', whole.bytes - 1);
  expect([tight.html.includes('In this edition'), tight.droppedStories]).toEqual([false, 0]);
});

test('our words are marked with their language if the mail’s language has no catalogue', async () => {
  const loaded = makeLoaded(makeStories(3, { also_reported_by: ['الموجز'] }), {
    newsletter: { language: 'ar', languages: ['ar'] },
  });
  for (const format of DIGEST_FORMATS) {
    const { html } = await buildDigest(deps, loaded, { ...sent, variant: { format, language: 'ar' } });
    const $ = load(html);
    expect($('html').attr('lang')).toBe('ar');
    for (const words of ['Read this edition', 'You get this mail', 'Unsubscribe', 'is published by'])
      expect($(`:contains("${words}")`).last().closest('[lang]').attr('lang')).toBe('en');
    if (format === 'full')
      for (const words of ['Continue reading', '+1', 'Thank you'])
        expect($(`:contains("${words}")`).last().closest('[lang]').attr('lang')).toBe('en');
    expect((await buildDigest(deps, loaded, { ...sent, variant: { format, language: 'es' } })).html).not.toContain(
      'lang="en"',
    );
  }
});

test('the number of a footnote is never alone on a line', async () => {
  const headline = `${'Ferries sail again after the storm of three days, '.repeat(3)}${'x'.repeat(20)}`;
  for (let cut = 60; cut < 110; cut++) {
    const loaded = makeLoaded([makeStory(1, { headline: headline.slice(0, cut).trim() })]);
    const { plain } = await buildDigest(deps, loaded, sent);
    expect(plain).not.toMatch(/^\[1\]$/m);
    expect(plain).not.toContain('\u00a0');
  }
});

test('a template without a reader’s way out, or without a story, makes no mail', async () => {
  const templates = await standardTemplates();
  const without = (from: string, to: string) => ({
    ...templates,
    fill: (name: string, view: object & { theme: Theme }) => templates.fill(name, view).replace(from, to),
  });
  const build = (own: typeof templates) => buildDigest({ ...deps, templates: own }, makeLoaded(makeStories(2)), sent);
  await expect(build(without('Ferries sail again, part 2', ''))).rejects.toMatchObject({
    code: 'RENDER_FAILED',
    message: expect.stringContaining('without story 2'),
  });
  await expect(build(without('/unsubscribe/', '/elsewhere/'))).rejects.toMatchObject({
    code: 'RENDER_FAILED',
    message: expect.stringContaining('links to unsubscribe'),
  });
});

test('text first is under 15 KB with its signatures: summaries are cut at a sentence, and no story is left out', async () => {
  const summary = 'The harbour opened at dawn after a week of storms. '.repeat(8).trim();
  const variant = { format: 'text', language: 'en' } as const;
  const build = (count: number) => buildDigest(deps, makeLoaded(makeStories(count, { summary })), { ...sent, variant });
  const few = await build(4);
  expect(few.plain.replace(/\s+/g, ' ')).toContain(summary);
  const many = await build(12);
  expect(many.bytes).toBeLessThanOrEqual(13_800);
  expect(many.droppedStories).toBe(0);
  const $ = load(many.html);
  const summaries = $('h2 + p, h3 + p')
    .get()
    .map((each) => $(each).text());
  expect(summaries).toHaveLength(12);
  for (const text of summaries) expect(text).toMatch(/^(The harbour opened at dawn after a week of storms\.( |$))+$/);
});

test('text first cuts no summary at the dot of an abbreviation', async () => {
  const first = 'Its master is a retired U.S. Navy captain, whom they trust.';
  const variant = { format: 'text', language: 'en' } as const;
  const loaded = makeLoaded(
    makeStories(14, { summary: `${first} ${'The harbour opened at dawn again. '.repeat(12)}` }),
  );
  const $ = load((await buildDigest(deps, loaded, { ...sent, variant })).html);
  const summaries = $('h2 + p, h3 + p').get();
  expect(summaries).toHaveLength(14);
  for (const each of summaries) expect($(each).text().startsWith(first)).toBe(true);
});

test('headlines only has each headline and its outlet, and no summary', async () => {
  const variant = { format: 'headlines', language: 'en' } as const;
  const { html, plain } = await buildDigest(deps, makeLoaded(makeStories(12)), { ...sent, variant });
  expect(headingsOf(load(html))).toHaveLength(13);
  for (const text of [html, plain]) {
    expect(text).toContain('The Harbour Post');
    expect(text).not.toContain('After a week of storms');
  }
});

describe('with sections', () => {
  const sections = [
    { name: 'Harbours & ferries', words: ['shipping'] },
    { name: 'Towns', words: [] },
    { name: 'Nobody’s', words: [] },
  ];
  const labels = [null, 'Towns', null, 'Shipping', 'towns', 'Shipping news'];
  const stories = labels.map((section, at) => makeStory(at + 1, { section, headline: `Story ${at + 1}` }));
  const grouped = [
    'Story 1',
    'Harbours & ferries',
    'Story 4',
    'Story 6',
    'Towns',
    'Story 2',
    'Story 5',
    'More stories',
    'Story 3',
  ];
  const build = (variant: Variant, newsletter = {}, edition = {}) =>
    buildDigest(deps, makeLoaded(stories, { newsletter: { sections, ...newsletter }, edition }), { ...sent, variant });

  test.each(['full', 'text', 'headlines'] as const)(
    'the lead comes first and then each section, in the newsletter’s order, in HTML and text: %s',
    async (format) => {
      const { html, plain } = await build({ format, language: 'en' });
      expect(headingsOf(load(html)).slice(1)).toEqual(
        grouped.map((text) => [/^Story [2-6]/.test(text) ? 'h3' : 'h2', text]),
      );
      const found = plain.split('\n').map((line) => line.replace(/ \[\d+\]$/, ''));
      expect(found.filter((line) => grouped.includes(line))).toEqual(grouped);
    },
  );

  test('footnotes count as the stories stand', async () => {
    const { plain } = await build({ format: 'full', language: 'en' });
    expect(plain.match(/^Story \d \[\d\]$/gm)).toEqual(
      [1, 4, 6, 2, 5, 3].map((story, at) => `Story ${story} [${at + 1}]`),
    );
    expect(plain).toMatch(/^\[2\] The Harbour Post:\nhttps:\/\/paper\.example\/stories\/4\?/m);
  });

  test('short stories and corrected ones keep their order', async () => {
    const brief = await build({ format: 'full', language: 'en' }, { full_stories: 3 });
    expect(
      headingsOf(load(brief.html))
        .map(([, text]) => text)
        .slice(1),
    ).toEqual(['Story 1', 'Towns', 'Story 2', 'More stories', 'Story 3', 'In brief', 'Story 4', 'Story 5', 'Story 6']);
    const corrected = await build({ format: 'full', language: 'en' }, {}, { kind: 'correction' });
    expect(headingsOf(load(corrected.html)).slice(1)).toEqual(stories.map(({ headline }) => ['h2', headline]));
  });
});

test('stories beyond those that the newsletter shows in full are headlines in brief', async () => {
  const loaded = makeLoaded(makeStories(5), { newsletter: { full_stories: 3 } });
  const { html, plain } = await buildDigest(deps, loaded, sent);
  const headline = (position: number): string => `Ferries sail again, part ${position}`;
  expect(headingsOf(load(html))).toEqual([
    ['h1', 'Harbour Morning'],
    ['h2', headline(1)],
    ['h2', headline(2)],
    ['h2', headline(3)],
    ['h2', 'In brief'],
    ['h3', headline(4)],
    ['h3', headline(5)],
  ]);
  expect(plain).toMatch(/\nIn brief\n-+\n\nFerries sail again, part 4 \[4\]\nThe Harbour Post/);
});

test('Reveille’s words are in the mail’s language, and a story says its own', async () => {
  const stories = [
    makeStory(1),
    makeStory(2, { language: 'es-MX', headline: 'Zarpan los ferris' }),
    makeStory(3, { language: 'no such "tag"' }),
  ];
  const variant = { format: 'full', language: 'es' } as const;
  const { html } = await buildDigest(deps, makeLoaded(stories), { ...sent, variant });
  const $ = load(html);
  expect($('html').attr('lang')).toBe('es');
  expect($('h2').first().parent().attr('lang')).toBe('en');
  expect($('h2').eq(1).parent().attr('lang')).toBeUndefined();
  expect($('h2').eq(2).parent().attr('lang')).toBe('en');
  expect($('body').text()).toContain('N.º 312 · 3 noticias');
});

test('a story that is written the other way round turns by itself', async () => {
  const stories = [makeStory(1), makeStory(2, { headline: 'العبارات تعود إلى البحر', language: 'ar' })];
  const $ = load((await buildDigest(deps, makeLoaded(stories), sent)).html);
  const story = $('h2').eq(1).parent();
  expect([story.attr('dir'), story.attr('lang'), story.attr('style')]).toEqual(['rtl', 'ar', 'text-align:right']);
  expect(story.find('table').attr('align')).toBe('left');
  expect($('h2').first().parent().attr('dir')).toBe('ltr');
});

test('the house’s own line stands once, with its link', async () => {
  const newsletter = { house_notice: 'Join the readers’ evening', house_notice_url: 'https://paper.example/evening' };
  for (const format of DIGEST_FORMATS) {
    const variant = { format, language: 'en' };
    const { html, plain } = await buildDigest(deps, makeLoaded(makeStories(3), { newsletter }), { ...sent, variant });
    const $ = load(html);
    expect($('a[href="https://paper.example/evening"]').text().replace('\u00a0', ' ')).toBe(newsletter.house_notice);
    expect(plain).toContain('\nJoin the readers’ evening\nhttps://paper.example/evening\n');
  }
});

test('a logo stands on a plate that no dark mode turns round, and has another picture for the dark', async () => {
  const templates = await standardTemplates();
  const theme = await templates.theme('standard');
  const logo = { url: 'https://p.example/l.png', darkUrl: 'https://p.example/d.png', width: 300, height: 60 };
  const withLogo = { ...templates, theme: async () => ({ ...theme, logo }) };
  const $ = load((await buildDigest({ ...deps, templates: withLogo }, makeLoaded(makeStories(1)), sent)).html);
  const [light, dark] = $('h1 img')
    .get()
    .map((each) => $(each));
  expect(light!.attr('style')).toContain('background-image:linear-gradient(#ffffff,#ffffff)');
  expect([light!.attr('alt'), light!.attr('width'), light!.attr('height')]).toEqual(['Harbour Morning', '300', '60']);
  expect(dark!.attr('style')).toContain('display:none');
});

test('the HTML and the text have the same stories, in their order, and the same links', async () => {
  const newsletter = { house_notice: 'Join us', house_notice_url: 'https://paper.example/evening', full_stories: 3 };
  for (const format of DIGEST_FORMATS) {
    const variant = { format, language: 'en' };
    const loaded = makeLoaded(makeStories(6, { image: null }), { newsletter });
    const { html, plain } = await buildDigest(deps, loaded, { ...sent, variant });
    const $ = load(html);
    const links = $('a')
      .get()
      .map((each) =>
        $(each)
          .attr('href')!
          .replace(/#share$/, ''),
      );
    const lines = plain.split('\n').filter((line) => /^https?:/.test(line));
    expect(new Set(lines)).toEqual(new Set(links));
    const order = (text: string): string[] => text.match(/part \d/g) ?? [];
    expect(order($('h2, h3').text())).toEqual(order(plain));
  }
});

test('an edition without a story is not rendered', async () => {
  await expect(buildDigest(deps, makeLoaded([]), sent)).rejects.toMatchObject({ code: 'RENDER_FAILED' });
});

test('a line break in the sender’s name or a subject of spaces makes no second header', async () => {
  const injected = makeLoaded(makeStories(1), { newsletter: { from_name: 'News\r\nBcc: all@paper.example' } });
  await expect(buildDigest(deps, injected, sent)).rejects.toMatchObject({ code: 'HEADER_INJECTION' });
  const blank = await buildDigest(deps, makeLoaded(makeStories(1), { edition: { subject: ' \r\n ' } }), sent);
  expect(blank.subject).toBe('Harbour Morning, Tuesday, November 24, 2026');
});

const tricky = fc.constantFrom(
  'x'.repeat(5_000),
  '=20',
  '--=_boundary',
  '\r\n.\r\n',
  '.',
  '👩‍👩‍👧‍👦 🇫🇮',
  'العبارات تعود إلى البحر',
  '渡轮在风暴过后重新启航',
  '\u202Eevil\u202C\u200B',
  '<mj-raw>&amp;</mj-raw>',
  '{{unsubscribeUrl}}',
  'U'.repeat(40),
  'false',
);
const words = fc
  .array(fc.oneof(tricky, fc.string({ unit: 'grapheme', maxLength: 40 })), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(' '));

const tokensIn = (text: string): string[] => text.match(/\/(?:unsubscribe|preferences)\/[\w-]+/g) ?? [];
const ONE_READERS = [`/preferences/${reader.preferencesToken}`, `/unsubscribe/${reader.unsubscribeToken}`];

test('for any stories, the mail contains exactly their texts and one reader’s links', async () => {
  await fc.assert(
    fc.asyncProperty(words, words, words, words, fc.constantFrom(...DIGEST_FORMATS), async (a, b, c, d, format) => {
      // Never empty, because empty texts are left out or replaced.
      const [headline, summary, alt, outlet] = [`H ${a}`, `S ${b}`, `A ${c}`, `O ${d}`];
      const image = { ...picture, alt, caption: null, credit: null };
      const section = `N ${a}`;
      const loaded = makeLoaded(
        [makeStory(1, { headline, summary, outlet_name: outlet, image }), makeStory(2, { section })],
        { newsletter: { sections: [{ name: section, words: [] }] } },
      );
      const variant = { format, language: 'en' };
      const { message, droppedStories } = await buildDigest(deps, loaded, { ...sent, variant });
      const mail = await simpleParser(spliced(message), {
        skipHtmlToText: true,
        skipTextToHtml: true,
        skipTextLinks: true,
      });
      const html = mail.html || '';
      const text = mail.text ?? '';
      const $ = load(html);
      expect($('h2').first().text()).toBe(clean(headline));
      expect(unspaced(text)).toContain(unspaced(clean(headline)));
      expect($('body').text()).toContain(clean(outlet));
      expect(unspaced(text)).toContain(unspaced(clean(outlet)));
      if (format === 'full') {
        const shown = $('h2').first().nextAll('p.body').first().text();
        expect(shown).toBe(shortSummary(clean(summary), 140, 'en'));
        expect(['', clean(alt)]).toContain($('img').first().attr('alt'));
        expect(unspaced(text)).toContain(unspaced(`${clean(headline)}[1]${shown}`));
      }
      if (droppedStories === 0) {
        expect($('h2').eq(1).text()).toBe(clean(section));
        expect(unspaced(text)).toContain(unspaced(clean(section)));
      }
      expect(tokensIn(html).toSorted()).toEqual(ONE_READERS);
      expect(tokensIn(text).toSorted()).toEqual(ONE_READERS);
    }),
    { numRuns: runs(15) },
  );
});
