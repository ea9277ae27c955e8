import { agencyOfByline } from '../agencyNames.ts';
import { parseDate } from '../dates/dates.ts';
import { illustrate } from '../image.ts';
import { httpUrl, storyUrl } from '../links.ts';
import { attribute, rawText, visibleText, type MarkupNode } from '../markup.ts';
import { stripSiteName } from '../siteName.ts';
import type { ParsedFeed, ParsedStory } from '../story.ts';
import { cleanByline, joinNames } from '../bylines.ts';
import { cleanLine, cleanTitle, contentTree, declaredPlain, languageTag } from '../text.ts';
import { escapeWords } from '../wordTags.ts';
import {
  baseOf,
  childrenOf,
  contentBaseOf,
  firstWithText,
  namesOf,
  textOfFirst,
  textsOf,
  type Children,
  type Names,
} from './elements.ts';
import { MAX_ITEMS } from './limit.ts';
import { declaredType, sectionOf, withElements } from './declared.ts';
import { entryPicture } from './feedPictures.ts';
import { summarize } from './feedSummary.ts';

const DATES = ['pubdate', 'dc:date', 'dcterms:issued', 'dcterms:created', 'atom:published', 'prism:publicationdate'];
const UPDATED = ['dcterms:modified', 'atom:updated', 'updated', 'published', 'date', 'dcterms:date'];

/** The first valid date in these elements. */
export function firstDate(children: Children, ...names: string[]): string | null {
  for (const text of textsOf(children, ...names)) {
    const date = parseDate(text);
    if (date) return date;
  }
  return null;
}

/** The text of a title, its markup stripped. A type is Media RSS's, or Atom's in RSS. */
export function titleOf(children: Children, ...names: string[]): string {
  const node = firstWithText(children, ...names);
  if (!node) return '';
  const [text, type] = [visibleText(node), declaredType(node)];
  return cleanTitle(type === 'plain' ? declaredPlain(text) : text, { isHtml: type === 'html' });
}

/** The HTML tree of the first of these elements that has text, or null. */
function treeOf(children: Children, ...names: string[]): MarkupNode | null {
  const node = firstWithText(children, ...names);
  if (!node) return null;
  const text = rawText(node);
  const type = declaredType(node);
  return contentTree(
    node,
    type === 'html' ? text : type === 'plain' ? declaredPlain(text) : escapeWords(text, { isLong: true }),
  );
}

function itemUrl(item: MarkupNode, children: Children, base: string | null): string | null {
  const guid = (children.get('guid') ?? [])[0];
  const isPermaLink = guid && attribute(guid, 'isPermaLink')?.toLowerCase() !== 'false';
  const links = (children.get('link') ?? []).map((node) => rawText(node).trim() || attribute(node, 'href'));
  const atom = (children.get('atom:link') ?? [])
    .filter((node) => (attribute(node, 'rel') ?? 'alternate') === 'alternate')
    .map((node) => attribute(node, 'href'));
  const candidates = [textOfFirst(children, 'feedburner:origlink'), ...links, ...atom, attribute(item, 'rdf:about')];
  for (const candidate of candidates) {
    const url = storyUrl(candidate, base);
    if (url) return url;
  }
  // A guid is used as link only if it is an absolute URL.
  return isPermaLink ? storyUrl(rawText(guid)) : null;
}

function rssByline(children: Children): string | null {
  const creators = textsOf(children, 'dc:creator');
  const names = creators.length > 0 ? creators : textsOf(children, 'author', 'itunes:author');
  const atom = (children.get('atom:author') ?? []).map((node) => rawText(node).trim());
  return joinNames((names.length > 0 ? names : atom).map((name) => cleanByline(name)));
}

function rssStory(item: MarkupNode, names: Names, channel: Channel): ParsedStory {
  const children = childrenOf(item, names);
  const base = baseOf(item, channel.base);
  // Aggregators append the source: "Bridge reopens - The Gazette".
  const title = stripSiteName(titleOf(children, 'title', 'media:title', 'dc:title', 'itunes:title', 'atom:title'), [
    textOfFirst(children, 'source'),
    channel.title,
  ]);
  const content = treeOf(children, 'content:encoded', 'content', 'atom:content', 'fulltext', 'body');
  const description = treeOf(children, 'description', 'atom:summary', 'summary', 'dc:description', 'itunes:summary');
  const { summary, description: own, body, dateline, agency, instructions } = summarize(title, description, content);
  const byline = rssByline(children);
  const url = itemUrl(item, children, base);
  const contentBase = contentBaseOf(item, channel.base, url);
  return {
    url,
    title,
    summary,
    description: own,
    publishedAt: firstDate(children, ...DATES, ...UPDATED),
    modifiedAt: firstDate(children, 'dcterms:modified', 'atom:updated', 'updated', 'prism:modificationdate'),
    byline,
    dateline,
    agency: agency ?? agencyOfByline(byline),
    copyright:
      cleanLine(textOfFirst(children, 'dc:rights', 'media:copyright', 'copyright', 'atom:rights')) ?? channel.copyright,
    section: sectionOf(children, 'prism:section', 'section', 'category', 'media:category', 'dc:subject'),
    isPaywalled: null,
    ...illustrate(
      entryPicture(children, names, base, content ?? description, contentBase) ??
        entryPicture(new Map(), names, base, description, contentBase),
      withElements(instructions, children),
    ),
    language:
      languageTag(textOfFirst(children, 'dc:language', 'language') ?? attribute(item, 'xml:lang')) ?? channel.language,
    guid: cleanLine(textOfFirst(children, 'guid', 'atom:id', 'id') ?? attribute(item, 'rdf:about'), 500),
    body,
  };
}

type Channel = { title: string; base: string | null; copyright: string | null; language: string | null };

/** Reads RSS 0.9x, 1.0 (RDF) and 2.0 below `root`. Items may be inside or outside of the channel. */
export function readRss(root: MarkupNode, url: string | null): ParsedFeed {
  const names = namesOf(root, '');
  const top = childrenOf(root, names);
  const channelNode = names(root) === 'channel' ? root : (top.get('channel')?.[0] ?? root);
  const children = childrenOf(channelNode, names);
  const home = httpUrl(textOfFirst(children, 'link'), url);
  const title = titleOf(children, 'title');
  const channel: Channel = {
    title,
    base: baseOf(channelNode, url ?? home),
    copyright: cleanLine(textOfFirst(children, 'copyright', 'dc:rights', 'atom:rights')),
    language: languageTag(
      textOfFirst(children, 'language', 'dc:language') ??
        attribute(channelNode, 'xml:lang') ??
        attribute(root, 'xml:lang'),
    ),
  };
  const inside = (top.get('channel') ?? []).flatMap((node) => childrenOf(node, names).get('item') ?? []);
  const items = new Set(inside.length > 0 ? inside : (children.get('item') ?? []));
  if (channelNode !== root || items.size === 0) for (const item of top.get('item') ?? []) items.add(item);
  return {
    title: title || null,
    stories: [...items].slice(0, MAX_ITEMS).map((item) => rssStory(item, names, channel)),
  };
}
