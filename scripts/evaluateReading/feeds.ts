import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ReadStory } from '../../src/domain/story.ts';
import { codeOf, messageOf } from '../../src/domain/errors.ts';
import { parseFeed } from '../../src/newsroom/ingest/feed/feed.ts';
import type { Check } from './tally.ts';

type Fields = Record<string, unknown>;

const objects = (value: unknown): Fields[] =>
  (Array.isArray(value) ? value : []).filter((one): one is Fields => one !== null && typeof one === 'object');
const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() ? value.trim() : null);

// What the expectations leave in place and a newsletter does not: tags and white space within a title.
const bare = (title: string): string =>
  title
    .replace(/<[^<>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** What a pair's expectation says of an item, whichever of the formats' own terms it uses. */
function wantedOf(item: Fields): { title: string | null; link: string | null; date: string | null } {
  const alternate = objects(item['links']).find((link) => (link['rel'] ?? 'alternate') === 'alternate');
  const date = ['publishedParsed', 'pubDateParsed', 'date_published', 'updatedParsed', 'date_modified']
    .map((key) => text(item[key]))
    .find((value) => value !== null);
  return {
    title: text(item['title']),
    link: text(item['link']) ?? text(item['url']) ?? text(alternate?.['href']) ?? text(item['external_url']),
    date: date ?? null,
  };
}

function compareItem(name: string, wanted: ReturnType<typeof wantedOf>, got: ReadStory | undefined): Check[] {
  const checks: Check[] = [];
  if (wanted.title)
    checks.push({
      name,
      what: 'title',
      isRight: got !== undefined && bare(got.title) === bare(wanted.title),
      wanted: wanted.title,
      got: got?.title,
    });
  // An expectation may keep a relative link; what is no web address is none for a reader.
  if (wanted.link && !/^(?!https?:)[a-z]+:/i.test(wanted.link))
    checks.push({
      name,
      what: 'link',
      isRight: got?.url === wanted.link || (got?.url?.endsWith(wanted.link.replace(/^[./]+/, '')) ?? false),
      wanted: wanted.link,
      got: got?.url,
    });
  if (wanted.date)
    checks.push({
      name,
      what: 'date',
      isRight: Date.parse(got?.publishedAt ?? '') === Date.parse(wanted.date),
      wanted: wanted.date,
      got: got?.publishedAt,
    });
  return checks;
}

function readPair(name: string, file: string, expected: string | null): Check[] {
  let stories: ReadStory[];
  try {
    stories = parseFeed(readFileSync(file), { url: null }).stories;
  } catch (error) {
    return [{ name, what: 'read', isRight: false, wanted: 'a feed', got: `${codeOf(error)}: ${messageOf(error)}` }];
  }
  const checks: Check[] = [{ name, what: 'read', isRight: true }];
  if (!expected) return checks;
  const whole: unknown = JSON.parse(readFileSync(expected, 'utf8'));
  const fields = objects([whole])[0] ?? {};
  const items = objects(fields['items'] ?? fields['entries']);
  checks.push({
    name,
    what: 'number of items',
    isRight: items.length === stories.length,
    wanted: items.length,
    got: stories.length,
  });
  return [...checks, ...items.flatMap((item, at) => compareItem(name, wantedOf(item), stories[at]))];
}

/** Reads every feed below `folder`: NAME.xml beside NAME.json, or NAME.json beside NAME_expected.json, or alone. */
export function checkFeeds(folder: string): Check[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
  const known = new Set(files);
  return files.toSorted().flatMap((file) => {
    const isExpectation = file.endsWith('_expected.json') || known.has(file.replace(/\.json$/, '.xml'));
    if (!/\.(?:xml|rss|atom|rdf|json)$/.test(file) || (file.endsWith('.json') && isExpectation)) return [];
    const beside = file.endsWith('.json') ? file.replace(/\.json$/, '_expected.json') : file.replace(/\.\w+$/, '.json');
    return readPair(relative(folder, file), file, known.has(beside) ? beside : null);
  });
}
