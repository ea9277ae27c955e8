import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildDigest } from '../../src/render/digest.ts';
import { buildHtml } from '../../src/render/mjml.ts';
import { fitPicture } from '../../src/render/picture.ts';
import { openTemplates, readTemplates } from '../../src/render/templates.ts';
import { directionOf, fillWords } from '../../src/language/words.ts';
import { widthOf, wrap } from '../../src/render/wrap.ts';
import { deps, makeLoaded, makeStories } from './support.ts';

const STANDARD = 'themes/standard.json';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-templates-'));
  await cp(fileURLToPath(new URL('../../templates/', import.meta.url)), folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** Renders with one file of the templates changed. */
async function renderWith(file: string, change: (source: string) => string): Promise<unknown> {
  const path = join(folder, file);
  const source = await readFile(path, 'utf8');
  await writeFile(path, change(source));
  try {
    const templates = await readTemplates(folder);
    return await buildDigest({ ...deps, templates }, makeLoaded(makeStories(3)), { isRehearsal: false });
  } finally {
    await writeFile(path, source);
  }
}

test.each([
  ['a block that is not closed', 'full.mjml', (s: string) => s.replace('{{/each}}', ''), /^full\.mjml, line \d+: /],
  [
    'a value that does not exist',
    'partials/source.mjml',
    (s: string) => s.replace('{{outlet}}', '{{outlte}}'),
    /^partials\/source\.mjml.*outlte/,
  ],
  [
    'a list that does not exist',
    'partials/stories.mjml',
    (s: string) => s.replace('{{#each groups}}', '{{#each grups}}'),
    /^partials\/stories\.mjml, line 2: \{\{#each}} names a value that does not exist$/,
  ],
  [
    'a condition that does not exist',
    'partials/middle.mjml',
    (s: string) => s.replace('{{#if summary}}', '{{#if sumary}}'),
    /^partials\/middle\.mjml, line 8: \{\{#if}} names a value that does not exist$/,
  ],
  [
    'a partial that does not exist',
    'full.mjml',
    (s: string) => s.replace('{{> footer}}', '{{> fooooter}}'),
    /^full\.mjml, line 10: there is no partial fooooter$/,
  ],
  [
    'an element that is not closed',
    'partials/footer.mjml',
    (s: string) => s.replace('</mj-text>', ''),
    /^partials\/footer\.mjml, line 3: <mj-text> is not closed before <\/mj-column>$/,
  ],
  [
    'a section that is not closed',
    'partials/story.mjml',
    (s: string) => s.replace('</mj-section>', ''),
    /^partials\/story\.mjml, line 1: <mj-section> is not closed$/,
  ],
  [
    'a link that is not closed',
    'partials/lead.mjml',
    (s: string) => s.replace('{{continueAt}}</a>', '{{continueAt}}'),
    /^partials\/lead\.mjml, line \d+: <a> is not closed before <\/p>$/,
  ],
  [
    'an element that closes nothing',
    'partials/most-read.mjml',
    (s: string) => `</mj-column>${s}`,
    /^partials\/most-read\.mjml, line 1: <\/mj-column> closes nothing$/,
  ],
  [
    'an include',
    'full.mjml',
    (s: string) => s.replace('{{> masthead}}', '<mj-include path="/etc/passwd" />'),
    /^full\.mjml, line 5: <mj-include> is not supported/,
  ],
  [
    'a value that MJML does not know',
    'partials/footer.mjml',
    (s: string) => s.replace('22px 0 36px', '22px 0 lots'),
    /^partials\/footer\.mjml, line 1: <mj-section> Attribute padding has invalid value: 22px 0 lots/,
  ],
  ['logic', 'partials/lead.mjml', (s: string) => `{{#with outlet}}{{this}}{{/with}}${s}`, /^partials\/lead\.mjml/],
  [
    'a value that is not escaped',
    'partials/brief.mjml',
    (s: string) => s.replace('{{outlet}}', '{{{outlet}}}'),
    /^partials\/brief\.mjml, line 3: /,
  ],
  [
    'an element that MJML does not know',
    'full.mjml',
    (s: string) => s.replace('mj-wrapper', 'mj-rapper').replace('/mj-wrapper', '/mj-rapper'),
    /^full\.mjml, line 4: <mj-rapper> /,
  ],
  [
    'an attribute that MJML does not know',
    'full.mjml',
    (s: string) => s.replace('css-class="sheet"', 'klass="sheet"'),
    /^full\.mjml, line 4: <mj-wrapper> Attribute klass/,
  ],
  [
    'a colour that is none',
    STANDARD,
    (s: string) => s.replace('#ffffff', 'red'),
    /^themes\/standard\.json, line 12: light\.sheet must be a colour/,
  ],
  [
    'a colour that cannot be read on its ground',
    STANDARD,
    (s: string) => s.replace('#a5a297', '#555555'),
    /^themes\/standard\.json, line 28: dark\.quiet has a contrast of 2\.\d on "sheet", but needs 4\.5$/,
  ],
  ['a width that is none', STANDARD, (s: string) => s.replace('600', '60'), /^themes\/standard\.json, line 2: width /],
  [
    'a logo from nowhere',
    STANDARD,
    (s: string) => s.replace('"logo": null', '"logo": { "url": "logo.png", "width": 200, "height": 50 }'),
    /^themes\/standard\.json, line 9: logo\.url must be an https address/,
  ],
  [
    'a theme that is no JSON',
    STANDARD,
    (s: string) => s.replace('"width": 600,', '"width": 600'),
    /^themes\/standard\.json, line 3: /,
  ],
])('a template with %s fails and names its file', async (_, file, change, message) => {
  await expect(renderWith(file, change)).rejects.toMatchObject({
    code: 'RENDER_FAILED',
    message: expect.stringMatching(message),
  });
});

test('a template that changes while the program runs is used within a second, and one with an error does not affect others', async () => {
  const opened = openTemplates(folder);
  const html = async () =>
    (await buildDigest({ ...deps, templates: await opened() }, loaded, { isRehearsal: false })).html;
  const loaded = makeLoaded(makeStories(3));
  expect(await html()).toContain('#9d1c20');
  const path = join(folder, STANDARD);
  const source = await readFile(path, 'utf8');
  await writeFile(path, source.replaceAll('#9d1c20', '#00448b'));
  await vi.waitFor(async () => expect(await html()).toContain('#00448b'), { timeout: 400_000, interval: 200 });
  await writeFile(path, `${source},`);
  await vi.waitFor(() => expect(html()).rejects.toMatchObject({ code: 'RENDER_FAILED' }), {
    timeout: 400_000,
    interval: 200,
  });
  await writeFile(path, source);
  await vi.waitFor(async () => expect(await html()).toContain('#9d1c20'), { timeout: 400_000, interval: 200 });
});

test('a theme changes the mail’s colours', async () => {
  const digest = await renderWith(STANDARD, (source) => source.replaceAll('#9d1c20', '#004488'));
  expect(digest).toMatchObject({ html: expect.stringContaining('color:#004488') });
});

test('the templates take every colour from the theme, which knows what is read on what', async () => {
  const { files } = await readTemplates(folder);
  const templates = [...files].filter(([path]) => path.endsWith('.mjml'));
  const values = templates.flatMap(([path, text]) =>
    Array.from(text.matchAll(/color\s*[:=]\s*"?([^;"]+)/g), ([, value = '']) => ({ path, value })),
  );
  expect(values.length).toBeGreaterThan(30);
  expect(values.filter(({ value }) => !/^(?:\{\{|inherit)/.test(value))).toEqual([]);
});

test('an include is never read', async () => {
  const mjml =
    '<mjml><mj-body><mj-include path="./package.json" type="html" /><mj-section></mj-section></mj-body></mjml>';
  const result = await buildHtml(mjml, 'include').catch((error: unknown) => String(error));
  expect(result).not.toContain('"dependencies"');
});

test.each([
  [
    { width: 1200, height: 675 },
    { width: 560, height: 315 },
  ],
  [
    { width: 600, height: 1200 },
    { width: 280, height: 560 },
  ],
  [
    { width: 120, height: 60 },
    { width: 240, height: 120 },
  ],
  [
    { width: 4000, height: 1 },
    { width: 560, height: 1 },
  ],
])('a picture of %o is shown as %o, never stretched', (size, shown) => {
  expect(fitPicture(size, { width: 560, maxHeight: 560 })).toEqual(shown);
});

test('wrapping loses only spaces and keeps to its columns, in any script', () => {
  const text = fc
    .array(
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.constantFrom('x'.repeat(300), '港口今天重新开放'.repeat(12), 'ميناء'),
      ),
    )
    .map((parts) => parts.join(' ').replace(/\s+/g, ' ').trim());
  fc.assert(
    fc.property(text, (line) => {
      const wrapped = wrap(line, { indent: '  ' });
      expect(wrapped.replace(/\s/g, '')).toBe(line.replace(/\s/g, ''));
      for (const each of wrapped.split('\n')) expect(widthOf(each)).toBeLessThanOrEqual(72);
    }),
  );
});

test('words are filled by name, and what has no value stays', () => {
  expect(fillWords('{newsletter} is {what}', { newsletter: '{what}' })).toBe('{what} is {what}');
});

test.each([
  ['en', 'ltr'],
  ['ar-EG', 'rtl'],
  ['he', 'rtl'],
  ['uz-Arab', 'rtl'],
  ['uz', 'ltr'],
])('%s is written %s', (language, direction) => {
  expect(directionOf(language)).toBe(direction);
});
