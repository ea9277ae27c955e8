import { load } from 'cheerio';
import { describe, expect, test } from 'vitest';
import { DIGEST_FORMATS } from '../../../src/domain/choices.ts';
import { checkHeaders, checkInboxLine, checkSize } from '../../../src/checks/lint/envelope.ts';
import { sortFindings, type LintFinding } from '../../../src/checks/lint/finding.ts';
import { compareParts } from '../../../src/checks/lint/parts.ts';
import { checkDescriptions, checkPictures } from '../../../src/checks/lint/pictures.ts';
import { checkSupport, loadSupport } from '../../../src/checks/lint/support.ts';
import { parseMessageTemplate, spliceMessage } from '../../../src/wire/message/template.ts';
import { buildDigest, SAMPLE_VALUES, type Digest } from '../../../src/render/digest.ts';
import { standardTemplates } from '../../../src/render/templates.ts';
import { deps, makeLoaded, makeStories, makeStory, picture } from '../../render/support.ts';

const edition = makeLoaded([...makeStories(13), makeStory(14, { headline: '港口今天重新开放'.repeat(12) })], {
  newsletter: { house_notice: 'Join the readers’ evening', house_notice_url: 'https://paper.example/evening' },
  edition: { note: 'We are late today.' },
});
const digestOf = (format: (typeof DIGEST_FORMATS)[number] = 'full', loaded = edition): Promise<Digest> =>
  buildDigest(deps, loaded, { isRehearsal: false, variant: { format, language: 'en' } });
const said = (findings: readonly LintFinding[]): string[] =>
  findings.map(({ code, severity, message }) => `${severity} ${code}: ${message}`);

test.each(DIGEST_FORMATS)('%s has no findings as it is rendered', async (format) => {
  const digest = await digestOf(format);
  const $ = load(digest.html);
  expect([
    ...checkSize(digest, format),
    ...checkPictures($, format, { isTrial: false }),
    ...compareParts($, digest.plain, format),
    ...checkInboxLine(digest),
    ...(await checkHeaders(spliceMessage(parseMessageTemplate(digest.message), SAMPLE_VALUES), { isTrial: false })),
  ]).toEqual([]);
});

test('what stands for a logo or a picture is described, whichever theme', async () => {
  const templates = await standardTemplates();
  const url = 'https://paper.example/logo.png';
  for (const name of ['standard', 'signal'])
    for (const darkUrl of [`${url}?dark`, undefined]) {
      const theme = { ...(await templates.theme(name)), logo: { url, darkUrl, width: 300, height: 60 } };
      const loaded = makeLoaded(makeStories(3, { image: { ...picture, alt: null } }));
      const own = { ...deps, templates: { ...templates, theme: async () => theme } };
      const $ = load((await buildDigest(own, loaded, { isRehearsal: false })).html);
      expect($('img[alt="Harbour Morning"]').length).toBe(darkUrl ? 2 : 1);
      expect($('a[aria-label] > img[alt=""]')).toHaveLength(1);
      expect(checkPictures($, name, { isTrial: false })).toEqual([]);
    }
});

describe('the text and the HTML', () => {
  test('must have the same stories, links and order', async () => {
    const { html, plain } = await digestOf();
    const compare = (text: string): string[] => said(compareParts(load(html), text, 'full'));
    const url = 'https://paper.example/stories/2?from=feed&n=2';
    expect(compare(plain.replace(`${url}\n`, ''))).toEqual([
      `error parts: The text lacks a link that the HTML has: ${url}`,
    ]);
    expect(compare(`${plain}\nhttps://elsewhere.example/\n`)).toEqual([
      'error parts: The HTML lacks a link that the text has: https://elsewhere.example/',
    ]);
    expect(compare(plain.replace('part 3', 'part three'))).toEqual([
      'error parts: The text lacks a story that the HTML has: “Ferries sail again, part 3”',
    ]);
    const turned = plain
      .replace(url, '#')
      .replace(url.replaceAll('2', '5'), url)
      .replace('#', url.replaceAll('2', '5'));
    expect(compare(turned)).toEqual(['error parts: The stories have a different order in the text and in the HTML.']);
  });
});

describe('pictures', () => {
  test('need words, a width and https; a trial’s own need no https', () => {
    const $ = load(
      '<img src="https://a.example/1" alt=" " width="9"><img src="http://a.example/2" alt="x"><a><img src="https://a.example/3" alt="" width="9">words</a><a><img src="https://a.example/4" alt="" width="9"></a><a aria-label="words"><img src="https://a.example/5" alt="" width="9"></a><img src="https://a.example/6" alt="" width="9">',
    );
    const find = (isTrial: boolean): string[] =>
      checkPictures($, 'full', { isTrial }).map(({ severity, code, place }) => `${severity} ${code} ${place}`);
    expect(find(false)).toEqual([
      'error alt full, https://a.example/1',
      'warning picture full, http://a.example/2',
      'warning picture full, http://a.example/2',
      'error alt full, https://a.example/4',
    ]);
    expect(find(true)).toHaveLength(3);
  });

  test('that only a headline describes are named by their story', () => {
    const bare = { ...picture, alt: null, caption: null };
    const stories = [makeStory(1), makeStory(2, { image: bare }), makeStory(3, { image: null })];
    expect(checkDescriptions(stories)).toMatchObject([{ severity: 'warning', place: 'story 2' }]);
  });
});

test('a mail that is larger than its budget is worth a look, one that Gmail cuts is an error', async () => {
  const digest = await digestOf();
  expect(said(checkSize({ ...digest, bytes: 80_001 }, 'full'))[0]).toMatch(/^warning size: A message has 80\.0 KB/);
  expect(said(checkSize({ ...digest, bytes: 102_001 }, 'full'))[0]).toMatch(/^error size: .* Gmail cuts it/);
  const text = { ...digest, variant: { format: 'text', language: 'en' } as const, bytes: 15_001, droppedStories: 2 };
  expect(said(checkSize(text, 'text'))).toEqual([
    'warning size: A message has 15.0 KB. Above 15.0 KB, it loads slowly on some connections.',
    'warning left-out: There is no room for the last 2 stories.',
  ]);
});

test('subject and preheader are measured in characters that people see', () => {
  const find = (subject: string, preheader: string): string[] => said(checkInboxLine({ subject, preheader }));
  expect(find('👩‍👩‍👧‍👦'.repeat(70), 'x'.repeat(140))).toEqual([]);
  expect(find('x'.repeat(71), 'x'.repeat(141))).toEqual([
    'warning subject: It has 71 characters; wide screens show about 70, telephones 40.',
    'warning preheader: It has 141 characters, but no inbox shows more than 140.',
  ]);
  expect(find('Same', '')[0]).toContain('has no preheader');
  expect(find('Same', 'Same')[0]).toContain('repeats the subject');
});

test('headers that providers ask for are missed by name; on a trial’s address, none can be https', async () => {
  const message = spliceMessage(parseMessageTemplate((await digestOf()).message), SAMPLE_VALUES).toString();
  const find = async (text: string, isTrial = false): Promise<string[]> =>
    (await checkHeaders(Buffer.from(text), { isTrial })).map(({ severity, code }) => `${severity} ${code}`);
  expect(await find(message.replace(/^List-Unsubscribe-Post:.*\r\n/m, ''))).toEqual(['error headers']);
  expect(await find(message.replaceAll('https://news.paper.example', 'http://127.0.0.1:3000'), true)).toEqual([
    'warning headers',
  ]);
  expect(await find(message.replace(/^Date:.*\r\n/m, ''))).toEqual(['error format']);
  expect(await find(message.replaceAll('/unsubscribe/', '/else/').replace(/^List-Un.*: </m, '$&'))).toContain(
    'error body-link',
  );
});

test('unsupported features are listed by family of mail programs, except those that plain MJML also uses', async () => {
  const find = (await loadSupport())!;
  const html = (await digestOf()).html.replace('</body>', '<video src="https://a.example/a.mp4"></video></body>');
  const [finding, ...others] = await checkSupport(find, html, 'full');
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ code: 'support', severity: 'warning' });
  expect(finding!.message).toMatch(/video.* is not supported by .*gmail.*outlook/);
});

test('errors come first, and duplicates are listed once', () => {
  const finding = (code: 'link' | 'size', severity: 'error' | 'warning'): LintFinding => ({
    code,
    severity,
    message: 'm',
    place: 'p',
  });
  const sorted = sortFindings([finding('size', 'warning'), finding('link', 'error'), finding('size', 'warning')]);
  expect(sorted.map(({ code }) => code)).toEqual(['link', 'size']);
});
