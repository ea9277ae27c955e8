import { choosePicture, GUESSED_AREA, illustrate, pictureCandidate } from '../image.ts';
import { storyUrl } from '../links.ts';
import { localName, type MarkupNode } from '../markup.ts';
import { NO_INSTRUCTIONS } from '../notes.ts';
import { stripSiteName } from '../siteName.ts';
import type { ParsedFeed, ParsedStory } from '../story.ts';
import { cleanLine, languageTag } from '../text.ts';
import { childrenOf, namesOf, textOfFirst, type Children, type Names } from './elements.ts';
import { MAX_ITEMS } from './limit.ts';
import { firstDate, titleOf } from './rss.ts';

const MAX_PARTS = 3;

function nested(children: Children, name: string, names: Names): Children {
  const node = children.get(name)?.[0];
  return node ? childrenOf(node, names) : new Map();
}

function sitemapStory(entry: MarkupNode, names: Names, base: string | null): ParsedStory {
  const children = childrenOf(entry, names);
  const news = nested(children, 'news:news', names);
  const publication = nested(news, 'news:publication', names);
  const pictures = (children.get('image:image') ?? []).map((node) => {
    const image = childrenOf(node, names);
    const caption = textOfFirst(image, 'image:caption', 'image:title');
    return pictureCandidate({ url: textOfFirst(image, 'image:loc'), base, caption }, GUESSED_AREA.lead);
  });
  const access = textOfFirst(news, 'news:access');
  const url = storyUrl(textOfFirst(children, 'loc'), base);
  return {
    url,
    title: stripSiteName(titleOf(news, 'news:title'), [textOfFirst(publication, 'news:name')]),
    summary: '',
    description: '',
    publishedAt: firstDate(news, 'news:publication_date') ?? firstDate(children, 'lastmod'),
    modifiedAt: firstDate(children, 'lastmod'),
    byline: null,
    dateline: null,
    agency: null,
    copyright: null,
    section: null,
    isPaywalled: access === null ? null : /subscription|registration/i.test(access),
    ...illustrate(choosePicture(pictures), NO_INSTRUCTIONS),
    language: languageTag(textOfFirst(publication, 'news:language')),
    guid: null,
    body: '',
  };
}

/** The parts of an index: those with "news" in their names first, then the most recently changed. */
function partsOf(root: MarkupNode, names: Names, base: string | null): string[] {
  const parts = (childrenOf(root, names).get('sitemap') ?? []).flatMap((node) => {
    const children = childrenOf(node, names);
    const url = storyUrl(textOfFirst(children, 'loc'), base);
    return url ? [{ url, isNews: /news|latest|today/i.test(url), at: firstDate(children, 'lastmod') ?? '' }] : [];
  });
  const ordered = parts.toSorted((a, b) => Number(b.isNews) - Number(a.isNews) || b.at.localeCompare(a.at));
  return ordered.slice(0, MAX_PARTS).map(({ url }) => url);
}

/** The first entries with a news title. */
function newsOf(entries: MarkupNode[], names: Names, url: string | null): ParsedStory[] {
  const stories: ParsedStory[] = [];
  for (const entry of entries) {
    if (stories.length === MAX_ITEMS) break;
    if (nested(childrenOf(entry, names), 'news:news', names).size === 0) continue;
    const story = sitemapStory(entry, names, url);
    if (story.title !== '') stories.push(story);
  }
  return stories;
}

/**
 * Reads a news sitemap (sitemaps.org with Google's news and image extensions): its entries with a news title. For a
 * sitemap index, it returns the parts to read.
 */
export function readSitemap(root: MarkupNode, url: string | null): ParsedFeed {
  const names = namesOf(root, '');
  if (localName(root) === 'sitemapindex') return { title: null, stories: [], parts: partsOf(root, names, url) };
  const entries = childrenOf(root, names).get('url') ?? [];
  const first = entries
    .map((entry) => nested(childrenOf(entry, names), 'news:news', names))
    .find((news) => news.size > 0);
  const publication = first ? nested(first, 'news:publication', names) : new Map();
  return { title: cleanLine(textOfFirst(publication, 'news:name'), 120), stories: newsOf(entries, names, url) };
}
