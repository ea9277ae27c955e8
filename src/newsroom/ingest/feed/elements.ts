import { nestedBase } from '../links.ts';
import { attribute, localName, rawText, type MarkupNode } from '../markup.ts';

// Namespaces with the prefixes that this code uses. Feeds may use other prefixes.
const NAMESPACES: [RegExp, string][] = [
  [/^https?:\/\/search\.yahoo\.com\/mrss/i, 'media'],
  [/^https?:\/\/(?:www\.)?video\.search\.yahoo\.com\/mrss/i, 'media'],
  [/^https?:\/\/purl\.org\/dc\/elements/i, 'dc'],
  [/^https?:\/\/purl\.org\/dc\/terms/i, 'dcterms'],
  [/^https?:\/\/purl\.org\/rss\/1\.0\/modules\/content/i, 'content'],
  [/^https?:\/\/www\.itunes\.com\/dtds\/podcast/i, 'itunes'],
  [/^https?:\/\/(?:www\.w3\.org\/2005\/atom|purl\.org\/atom)/i, 'atom'],
  [/^https?:\/\/rssnamespace\.org\/feedburner/i, 'feedburner'],
  [/^https?:\/\/www\.google\.com\/schemas\/sitemap-news/i, 'news'],
  [/^https?:\/\/www\.google\.com\/schemas\/sitemap-image/i, 'image'],
  [/^https?:\/\/www\.sitemaps\.org\/schemas\/sitemap/i, ''],
  [/^https?:\/\/prismstandard\.org\/namespaces/i, 'prism'],
  [/^https?:\/\/www\.w3\.org\/1999\/02\/22-rdf-syntax-ns/i, 'rdf'],
  [
    /^https?:\/\/(?:purl\.org\/rss\/1\.0\/?$|my\.netscape\.com\/rdf|backend\.userland\.com|channel\.netscape\.com)/i,
    '',
  ],
];

// An item's own elements are nearer than this. Deeper elements are text.
const MAX_STEPS = 12;

/** An element's children by canonical name (`title`, `dc:creator`, `media:content`), in document order. */
export type Children = Map<string, MarkupNode[]>;

/** Returns canonical names of elements in one document. */
export type Names = (node: MarkupNode) => string;

function declarations(node: MarkupNode, into: Map<string, string>): void {
  for (const [key, value] of Object.entries(node.attribs ?? {})) {
    if (!/^xmlns:/i.test(key)) continue;
    const known = NAMESPACES.find(([uri]) => uri.test(value.trim()));
    if (known) into.set(key.slice(6).toLowerCase(), known[1]);
  }
}

/** The value of this attribute on the element or an ancestor below the root. */
function declaredAbove(node: MarkupNode, root: MarkupNode, name: string): string | null {
  for (let at: MarkupNode | null = node, steps = 0; at && at !== root && steps < MAX_STEPS; at = at.parent, steps++) {
    const uri = attribute(at, name);
    if (uri) return uri;
  }
  return null;
}

/**
 * The canonical names in a document with this root. Elements with the prefix `core` belong to the format itself ('atom'
 * in an Atom feed). An undeclared prefix has its usual meaning.
 */
export function namesOf(root: MarkupNode, core: string): Names {
  const prefixes = new Map<string, string>();
  declarations(root, prefixes);
  for (const child of root.children ?? []) declarations(child, prefixes);
  return (node) => {
    const name = (node.name ?? '').toLowerCase();
    const colon = name.indexOf(':');
    const local = localName(node);
    if (colon < 0) {
      const uri = declaredAbove(node, root, 'xmlns');
      const prefix = uri ? NAMESPACES.find(([pattern]) => pattern.test(uri))?.[1] : '';
      return prefix && prefix !== core ? `${prefix}:${local}` : local;
    }
    const written = name.slice(0, colon);
    const uri = prefixes.has(written) ? null : declaredAbove(node, root, `xmlns:${written}`);
    const nested = uri ? NAMESPACES.find(([pattern]) => pattern.test(uri))?.[1] : undefined;
    const prefix = prefixes.get(written) ?? nested ?? written;
    return prefix === '' || prefix === core ? local : `${prefix}:${local}`;
  };
}

export function childrenOf(node: MarkupNode, names: Names): Children {
  const children: Children = new Map();
  for (const child of node.children ?? []) {
    if (child.attribs === undefined) continue;
    const name = names(child);
    const group = children.get(name);
    if (group) group.push(child);
    else children.set(name, [child]);
  }
  return children;
}

/** The first child with one of these names (tried in order) that has text, or null. */
export function firstWithText(children: Children, ...names: string[]): MarkupNode | null {
  for (const name of names) for (const node of children.get(name) ?? []) if (rawText(node).trim()) return node;
  return null;
}

/** The trimmed text of that child, or null. */
export function textOfFirst(children: Children, ...names: string[]): string | null {
  const node = firstWithText(children, ...names);
  return node ? rawText(node).trim() : null;
}

/** All texts of the children with these names. */
export function textsOf(children: Children, ...names: string[]): string[] {
  return names.flatMap((name) => (children.get(name) ?? []).map((node) => rawText(node).trim())).filter(Boolean);
}

/**
 * The base of links in `node`: the `xml:base` attributes of it and its ancestors, resolved against the document's
 * address.
 */
export function baseOf(node: MarkupNode, documentUrl: string | null): string | null {
  const own: string[] = [];
  for (let at: MarkupNode | null = node; at; at = at.parent) {
    const base = attribute(at, 'xml:base');
    if (base) own.push(base);
  }
  return own.toReversed().reduce((base, next) => nestedBase(base, next), documentUrl);
}

/**
 * The base of pictures within an item's content: its own `xml:base`; else the item's page, as authors write for it, if that
 * is on the feed's site; else the feed's.
 */
export function contentBaseOf(node: MarkupNode | null, base: string | null, page: string | null): string | null {
  const isSameSite = page !== null && (base === null || URL.parse(base)?.host === URL.parse(page)?.host);
  const start = isSameSite ? page : base;
  return node === null ? start : baseOf(node, start);
}
