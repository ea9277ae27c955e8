import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf } from '../../src/domain/errors.ts';
import { parsePage } from '../../src/newsroom/ingest/page/page.ts';
import { decodeBytes } from '../../src/newsroom/ingest/charset.ts';
import type { ParsedPage } from '../../src/newsroom/ingest/story.ts';
import type { Check } from './tally.ts';

const Expected = z.object({
  title: z.string().nullish(),
  byline: z.string().nullish(),
  lang: z.string().nullish(),
  siteName: z.string().nullish(),
  publishedTime: z.string().nullish(),
});

const fold = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const base = (language: string | null | undefined): string => (language ?? '').slice(0, 2).toLowerCase();

/** Names without the noise that the expectations keep: "By", roles, dates. */
function isSameByline(wanted: string, got: string | null): boolean {
  const [longer, shorter] = [fold(wanted), fold(got ?? '')].toSorted((a, b) => b.length - a.length);
  return shorter !== '' && ` ${longer} `.includes(` ${shorter} `);
}

/** The page's own declaration, read as text and not by the parser that is measured. */
function declaredImage(html: string): string | null {
  for (const [tag] of html.matchAll(/<meta\b[^>]*>/gi)) {
    if (!/\b(?:property|name)\s*=\s*["']?og:image["'\s>]/i.test(tag)) continue;
    const [, , content] = /\bcontent\s*=\s*(["'])(.*?)\1/is.exec(tag) ?? [];
    if (content?.trim()) return content.trim().replaceAll(/&(?:amp;)+/g, '&');
  }
  return null;
}

function comparePage(name: string, wanted: z.infer<typeof Expected>, html: string, page: ParsedPage): Check[] {
  const { story, site } = page;
  const checks: Check[] = [{ name, what: 'read', isRight: true }];
  const check = (what: string, isRight: boolean, expected: unknown, got: unknown): void =>
    void checks.push({ name, what, isRight, wanted: expected, got });
  if (wanted.title) check('title', fold(story.title) === fold(wanted.title), wanted.title, story.title);
  if (wanted.byline) check('byline', isSameByline(wanted.byline, story.byline), wanted.byline, story.byline);
  if (wanted.siteName) check('site', fold(site ?? '') === fold(wanted.siteName), wanted.siteName, site);
  if (wanted.lang) check('language', base(story.language) === base(wanted.lang), wanted.lang, story.language);
  if (wanted.publishedTime)
    check('date', isSameTime(wanted.publishedTime, story.publishedAt), wanted.publishedTime, story.publishedAt);
  const image = declaredImage(html);
  if (image) check('lead image', isSameAddress(image, story.image?.url ?? null), image, story.image?.url);
  return checks;
}

/** Equal instants; a wanted time without a zone means any hour of its day. */
function isSameTime(wanted: string, got: string | null): boolean {
  if (got === null) return false;
  if (Date.parse(wanted) === Date.parse(got)) return true;
  const hasZone = /(?:Z|[+-]\d\d:?\d\d|GMT|UTC)\s*$/i.test(wanted);
  return !hasZone && Math.abs(Date.parse(`${wanted}Z`) - Date.parse(got)) <= 14 * 3_600_000;
}

function isSameAddress(wanted: string, got: string | null): boolean {
  return got !== null && got.replace(/^https?:/, '') === (URL.parse(wanted, got)?.href ?? '').replace(/^https?:/, '');
}

/** Reads every page NAME/source.html below `folder` and compares it with NAME/expected-metadata.json. */
export function checkPages(folder: string): Check[] {
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'expected-metadata.json')));
  return names.toSorted().flatMap((name) => {
    const expected: unknown = JSON.parse(readFileSync(join(folder, name, 'expected-metadata.json'), 'utf8'));
    const bytes = readFileSync(join(folder, name, 'source.html'));
    try {
      const page = parsePage(bytes, { url: null });
      return comparePage(name, Expected.parse(expected), decodeBytes(bytes, { xml: false }), page);
    } catch (error) {
      return [{ name, what: 'read', isRight: false, wanted: 'a page', got: codeOf(error) }];
    }
  });
}
