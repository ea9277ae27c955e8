import { agencyOfByline } from '../agencyNames.ts';
import { illustrate } from '../image.ts';
import { storyUrl } from '../links.ts';
import { attribute, hasElements, localName, parseMarkup, rawText, type MarkupNode } from '../markup.ts';
import { stripSiteName } from '../siteName.ts';
import type { ParsedFeed, ParsedStory } from '../story.ts';
import { cleanByline, joinNames } from '../bylines.ts';
import { cleanLine, cleanTitle, contentTree, declaredPlain, languageTag, plainTextOfTree } from '../text.ts';
import { escapeWords } from '../wordTags.ts';
import {
  baseOf,
  childrenOf,
  contentBaseOf,
  firstWithText,
  namesOf,
  textOfFirst,
  type Children,
  type Names,
} from './elements.ts';
import { MAX_ITEMS } from './limit.ts';
import { declaredType, sectionOf, withElements } from './declared.ts';
import { entryPicture } from './feedPictures.ts';
import { firstDate } from './rss.ts';
import { summarize } from './feedSummary.ts';

const TEXTUAL = /^(?:text|html|xhtml)$|^text\/|[/+](?:xml|html)$/i;

/**
 * HTML of a text construct without markup by its type (RFC 4287, 3.1.1), else null. Many feeds write HTML without a type,
 * which means text.
 */
function plainHtml(node: MarkupNode): string | null {
  if (attribute(node, 'mode') !== null || hasElements(node)) return null;
  if (attribute(node, 'type') === null) return escapeWords(rawText(node), { isLong: localName(node) !== 'title' });
  return declaredType(node) === 'plain' ? declaredPlain(rawText(node)) : null;
}

/** The tree of an Atom text construct in any form: text, html, xhtml, the modes of Atom 0.3, base64. */
function textTree(node: MarkupNode | null): MarkupNode | null {
  if (!node) return null;
  const type = attribute(node, 'type') ?? 'text';
  const text = rawText(node);
  const isBase64 = attribute(node, 'mode') === 'base64' || !TEXTUAL.test(type);
  if (!isBase64) return contentTree(node, plainHtml(node) ?? text);
  if (!/^[A-Za-z0-9+/=\s]*$/.test(text)) return contentTree(node, text);
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  // Base64 may contain a picture or a video instead of text.
  return decoded.includes('\ufffd') ? null : parseMarkup(decoded);
}

function constructText(children: Children, ...names: string[]): string {
  const node = firstWithText(children, ...names);
  const plain = node ? plainHtml(node) : null;
  if (plain !== null) return plain;
  const tree = textTree(node);
  return tree ? plainTextOfTree(tree) : '';
}

function entryUrl(children: Children, base: string | null): string | null {
  const links = (children.get('link') ?? []).filter(
    (link) => (attribute(link, 'rel') ?? 'alternate').toLowerCase() === 'alternate',
  );
  const isPage = (link: MarkupNode): boolean => /html/i.test(attribute(link, 'type') ?? 'html');
  const ordered = [...links.filter(isPage), ...links.filter((link) => !isPage(link))];
  const hrefs = ordered.map((link) => [attribute(link, 'href') ?? rawText(link), baseOf(link, base)] as const);
  const source = children.get('content')?.[0];
  if (source && attribute(source, 'src')) hrefs.push([attribute(source, 'src') ?? '', baseOf(source, base)]);
  const original = textOfFirst(children, 'feedburner:origlink');
  if (original) hrefs.unshift([original, base]);
  for (const [href, at] of hrefs) {
    const url = storyUrl(href, at);
    if (url) return url;
  }
  return null;
}

function authorNames(children: Children, names: Names): string | null {
  const people = (children.get('author') ?? []).map(
    (node) => textOfFirst(childrenOf(node, names), 'name') ?? ownText(node),
  );
  const found = [...people, ...(people.length > 0 ? [] : [textOfFirst(children, 'dc:creator')])].map((name) =>
    cleanByline(name),
  );
  return joinNames(found);
}

function ownText(node: MarkupNode): string {
  return (node.children ?? [])
    .map((child) => (child.type === 'text' ? (child.data ?? '') : ''))
    .join(' ')
    .trim();
}

type Around = {
  base: string | null;
  title: string;
  byline: string | null;
  copyright: string | null;
  language: string | null;
};

function atomStory(entry: MarkupNode, names: Names, feed: Around): ParsedStory {
  const children = childrenOf(entry, names);
  const base = baseOf(entry, feed.base);
  const title = stripSiteName(cleanTitle(constructText(children, 'title', 'media:title', 'dc:title')), [feed.title]);
  const contentNode = firstWithText(children, 'content');
  const descriptionNode = firstWithText(children, 'summary', 'media:description');
  const [content, description] = [textTree(contentNode), textTree(descriptionNode)];
  const url = entryUrl(children, base);
  const contentBase = contentBaseOf(content === null ? descriptionNode : contentNode, feed.base, url);
  const { summary, description: own, body, dateline, agency, instructions } = summarize(title, description, content);
  const source = children.get('source')?.[0];
  const byline =
    authorNames(children, names) ?? (source ? authorNames(childrenOf(source, names), names) : null) ?? feed.byline;
  return {
    url,
    title,
    summary,
    description: own,
    publishedAt: firstDate(children, 'published', 'issued', 'created', 'dc:date', 'updated', 'modified'),
    modifiedAt: firstDate(children, 'updated', 'modified', 'dcterms:modified'),
    byline,
    dateline,
    agency: agency ?? agencyOfByline(byline),
    copyright:
      cleanLine(constructText(children, 'rights', 'copyright', 'dc:rights', 'media:copyright')) ?? feed.copyright,
    section: sectionOf(children, 'category', 'dc:subject'),
    isPaywalled: null,
    ...illustrate(
      entryPicture(children, names, base, content ?? description, contentBase),
      withElements(instructions, children),
    ),
    language: languageTag(attribute(entry, 'xml:lang')) ?? feed.language,
    guid: cleanLine(textOfFirst(children, 'id'), 500),
    body,
  };
}

/** Reads Atom 0.3 and 1.0 (RFC 4287). */
export function readAtom(root: MarkupNode, url: string | null): ParsedFeed {
  const names = namesOf(root, 'atom');
  const children = childrenOf(root, names);
  const title = cleanTitle(constructText(children, 'title'));
  const self =
    (children.get('link') ?? []).find((link) => attribute(link, 'rel') === 'self') ?? children.get('link')?.[0];
  const author = authorNames(children, names);
  const feed: Around = {
    base: url ?? storyUrl(self ? attribute(self, 'href') : null),
    title,
    // A site that names itself as author names no person.
    byline: author === title ? null : author,
    copyright: cleanLine(constructText(children, 'rights', 'copyright', 'dc:rights')),
    language: languageTag(attribute(root, 'xml:lang') ?? textOfFirst(children, 'dc:language')),
  };
  const entries = (children.get('entry') ?? []).slice(0, MAX_ITEMS);
  return { title: title || null, stories: entries.map((entry) => atomStory(entry, names, feed)) };
}
