import { ReveilleError } from '../../../domain/errors.ts';
import { agencyOfByline } from '../agencyNames.ts';
import { parseDate } from '../dates/dates.ts';
import { isFields, type JsonFields } from '../fields.ts';
import { choosePicture, GUESSED_AREA, illustrate, pictureCandidate } from '../image.ts';
import { httpUrl, storyUrl } from '../links.ts';
import { parseMarkup } from '../markup.ts';
import { withDeclared } from '../notes.ts';
import type { ParsedFeed, ParsedStory } from '../story.ts';
import { cleanByline, joinNames } from '../bylines.ts';
import { cleanLine, cleanTitle, declaredPlain, languageTag } from '../text.ts';
import { escapeWords } from '../wordTags.ts';
import { MAX_ITEMS } from './limit.ts';
import { contentPictures } from './feedPictures.ts';
import { summarize } from './feedSummary.ts';

function text(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() ? value.trim() : null;
}

function objects(value: unknown): JsonFields[] {
  return (Array.isArray(value) ? value : [value]).filter(isFields);
}

function asTags(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function authorNames(fields: JsonFields): string | null {
  const people = [...objects(fields['authors']), ...objects(fields['author'])].map((person) => text(person['name']));
  const names = [...people, typeof fields['author'] === 'string' ? fields['author'] : null];
  return joinNames(names.map((name) => cleanByline(name)));
}

function tree(html: unknown): ReturnType<typeof parseMarkup> | null {
  const source = text(html);
  return source ? parseMarkup(source) : null;
}

function jsonStory(item: JsonFields, feed: JsonFields, base: string | null): ParsedStory {
  const title = cleanTitle(declaredPlain(text(item['title']) ?? ''));
  const content = tree(item['content_html']) ?? tree(declaredPlain(text(item['content_text']) ?? ''));
  const {
    summary,
    description: own,
    body,
    dateline,
    agency,
    instructions,
  } = summarize(title, tree(escapeWords(text(item['summary']) ?? '', { isLong: true })), content);
  const byline = authorNames(item) ?? authorNames(feed);
  const declared = [item['image'], item['banner_image']].map((url) =>
    pictureCandidate({ url: text(url), base }, GUESSED_AREA.lead),
  );
  const attached = objects(item['attachments'])
    .filter((attachment) => /^image\/(?!svg)/i.test(text(attachment['mime_type']) ?? ''))
    .map((attachment) => pictureCandidate({ url: text(attachment['url']), base }, GUESSED_AREA.lead));
  return {
    url: storyUrl(text(item['url']), base) ?? storyUrl(text(item['external_url']), base),
    title,
    summary,
    description: own,
    publishedAt: parseDate(text(item['date_published'])) ?? parseDate(text(item['date_modified'])),
    modifiedAt: parseDate(text(item['date_modified'])),
    byline,
    dateline,
    agency: agency ?? agencyOfByline(byline),
    copyright: cleanLine(text(item['copyright']) ?? text(feed['copyright'])),
    section: cleanLine(text(asTags(item['tags'])[0]), 80),
    isPaywalled: null,
    ...illustrate(
      choosePicture([...declared, ...attached, ...contentPictures(content, base)]),
      withDeclared(instructions, {
        status: text(item['pubstatus']),
        embargo: text(item['embargoed']),
        note: cleanLine(text(item['ednote']), 1000),
      }),
    ),
    language: languageTag(text(item['language']) ?? text(feed['language'])),
    guid: cleanLine(text(item['id']), 500),
    body,
  };
}

/** Reads JSON Feed 1.0 and 1.1. Errors: FEED_UNREADABLE if the JSON is not a feed. */
export function readJsonFeed(feed: JsonFields, url: string | null): ParsedFeed {
  const isFeed = /jsonfeed\.org/i.test(text(feed['version']) ?? '') || Array.isArray(feed['items']);
  if (!isFeed) throw new ReveilleError('FEED_UNREADABLE', 'The JSON is not a feed.');
  const base = url ?? httpUrl(text(feed['feed_url'])) ?? httpUrl(text(feed['home_page_url']));
  const items = Array.isArray(feed['items']) ? objects(feed['items'].slice(0, MAX_ITEMS)) : [];
  return {
    title: cleanTitle(declaredPlain(text(feed['title']) ?? '')) || null,
    stories: items.map((item) => jsonStory(item, feed, base)),
  };
}
