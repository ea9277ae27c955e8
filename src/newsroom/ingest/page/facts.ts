import { attribute, lineOf, localName, walk, type MarkupNode } from '../markup.ts';
import { cleanText } from '../text.ts';

/** A picture that Open Graph declares; sizes as written. */
export type OgImage = { url: string | null; width: string | null; height: string | null; alt: string | null };

/** The facts that one walk over a page collects. All readers of the page use them. */
export type PageFacts = {
  /** contents by lower-case name, property or itemprop, in document order */
  metas: Map<string, string[]>;
  /** each og:image with its properties, in document order */
  ogImages: OgImage[];
  /** `<link>` and `<a rel=canonical>` elements */
  links: MarkupNode[];
  /** the scripts of application/ld+json, as written */
  ldJson: string[];
  titleElement: string | null;
  headings: MarkupNode[];
  paragraphs: MarkupNode[];
  images: MarkupNode[];
  /** elements with an itemprop */
  itemProps: MarkupNode[];
  times: MarkupNode[];
  /** elements that name the author, by class or rel */
  bylines: MarkupNode[];
  language: string | null;
  base: string | null;
  /** articles, mains and article bodies, which may contain the story */
  articles: MarkupNode[];
  body: MarkupNode | null;
};

const BYLINE = /(?:^|[\s_-])(?:byline|by-line|author|autor|auteur|writer)(?:[\s_-]?(?:name|names|link|text))?(?:$|\s)/i;
// Elements that repeat on all pages of a site.
const FURNITURE = new Set(['nav', 'aside', 'header', 'footer', 'form', 'menu']);

function text(node: MarkupNode): string {
  return (node.children ?? []).map((child) => child.data ?? '').join('');
}

const OG_IMAGE = /^og:image(?::(url|secure_url|width|height|alt))?$/;

function addOgImage({ ogImages }: PageFacts, name: string, content: string): void {
  const found = OG_IMAGE.exec(name);
  if (!found) return;
  const part = found[1];
  const last = ogImages.at(-1);
  if (part === 'width' || part === 'height' || part === 'alt') {
    if (last) last[part] ??= content;
    else ogImages.push({ url: null, width: null, height: null, alt: null, [part]: content });
    return;
  }
  // The secure address is the same picture. Its sizes may come before it.
  if (last?.url === null) last.url = content;
  else if (part === undefined || last === undefined)
    ogImages.push({ url: content, width: null, height: null, alt: null });
}

function addMeta(facts: PageFacts, node: MarkupNode): void {
  const content = attribute(node, 'content');
  const key =
    attribute(node, 'property') ??
    attribute(node, 'name') ??
    attribute(node, 'itemprop') ??
    attribute(node, 'http-equiv');
  if (!content || !key) return;
  for (const name of key.toLowerCase().split(/\s+/)) {
    addOgImage(facts, name, content);
    const known = facts.metas.get(name);
    if (known) known.push(content);
    else facts.metas.set(name, [content]);
  }
}

/** True for the article's body by microdata. */
export function isBody(node: MarkupNode): boolean {
  return /(?:^|\s)articlebody(?:\s|$)/i.test(attribute(node, 'itemprop') ?? '');
}

function collect(facts: PageFacts, node: MarkupNode): void {
  const name = localName(node);
  if (attribute(node, 'itemprop')) facts.itemProps.push(node);
  const marker = `${attribute(node, 'class') ?? ''} ${attribute(node, 'data-testid') ?? ''}`;
  if (attribute(node, 'rel') === 'author' || BYLINE.test(marker)) facts.bylines.push(node);
  if (name === 'meta') addMeta(facts, node);
  else if (name === 'link') facts.links.push(node);
  else if (name === 'script' && /ld\+json/i.test(attribute(node, 'type') ?? '')) facts.ldJson.push(text(node));
  else if (node.name === 'title') facts.titleElement ??= cleanText(lineOf(node)) || null;
  else if (name === 'h1') facts.headings.push(node);
  else if (name === 'p') facts.paragraphs.push(node);
  else if (name === 'img' || name === 'amp-img') facts.images.push(node);
  else if (name === 'time') facts.times.push(node);
  else if (name === 'html') facts.language ??= attribute(node, 'lang') ?? attribute(node, 'xml:lang');
  else if (name === 'body') facts.body ??= node;
  else if (name === 'base') facts.base ??= attribute(node, 'href');
  else if (name === 'article' || name === 'main' || attribute(node, 'role') === 'main' || isBody(node))
    facts.articles.push(node);
}

/** Collects the facts of a page in one walk. */
export function collectFacts(root: MarkupNode): PageFacts {
  const facts: PageFacts = {
    metas: new Map(),
    ogImages: [],
    links: [],
    ldJson: [],
    titleElement: null,
    headings: [],
    paragraphs: [],
    images: [],
    itemProps: [],
    times: [],
    bylines: [],
    language: null,
    base: null,
    articles: [],
    body: null,
  };
  for (const node of walk(root)) if (node.attribs) collect(facts, node);
  return facts;
}

/** The first content of these meta names that is not blank. */
export function meta(facts: PageFacts, ...names: string[]): string | null {
  for (const name of names) for (const content of facts.metas.get(name) ?? []) if (content.trim()) return content;
  return null;
}

/** True for elements in the navigation, footer or sidebar of a page, not in its story. */
export function isFurniture(node: MarkupNode): boolean {
  for (let at = node.parent, steps = 0; at && steps < 40; at = at.parent, steps++) {
    const name = localName(at);
    // An article's own header contains its headline and lead picture.
    if (name === 'article') return false;
    if (FURNITURE.has(name)) return true;
  }
  return false;
}

/** True if `node` is within one of `roots`. */
export function isWithin(node: MarkupNode, roots: ReadonlySet<MarkupNode>): boolean {
  for (let at: MarkupNode | null = node; at; at = at.parent) if (roots.has(at)) return true;
  return false;
}
