import { parseDocument } from 'htmlparser2';

/** A node of a parsed document, with the fields that readers need. */
export type MarkupNode = {
  type: string;
  /** of an element, lower-case in HTML and as written in XML */
  name?: string;
  /** of a text */
  data?: string;
  attribs?: Record<string, string>;
  children?: MarkupNode[];
  parent: MarkupNode | null;
};

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
// The parser keeps open elements in an array, so each step costs as much as the nesting depth. A news page costs less
// than 10^6 (an article of 3 MB, 30 levels deep). Higher costs are attacks.
const MAX_PARSE_COST = 3e7;
const MAX_DEPTH = 400;

const TAG = /<(\/?)([a-zA-Z][^\s/>]{0,60})[^<>]*?(\/?)>/g;

// So few tags cannot cost too much, however they are nested.
const HARMLESS_TAGS = 5_000;

function hasFewTags(text: string): boolean {
  let at = -1;
  for (let tags = 0; tags <= HARMLESS_TAGS; tags++) {
    at = text.indexOf('<', at + 1);
    if (at < 0) return true;
  }
  return false;
}

/** Estimates the cost of parsing, in steps over open elements. Linear in the length of `text`. */
function parseCost(text: string, isVoid: (name: string) => boolean): number {
  const open: string[] = [];
  const counts = new Map<string, number>();
  let cost = 0;
  for (const [, closing, rawName, selfClosing] of text.matchAll(TAG)) {
    const name = (rawName ?? '').toLowerCase();
    cost += open.length / 8;
    if (!closing) {
      if (selfClosing || isVoid(name)) continue;
      open.push(name);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    } else if ((counts.get(name) ?? 0) > 0) {
      for (let popped = open.pop(); popped !== undefined; popped = open.pop()) {
        counts.set(popped, (counts.get(popped) ?? 1) - 1);
        if (popped === name) break;
      }
    } else {
      cost += open.length;
    }
  }
  return cost;
}

/** Removes tags that are nested too deeply or that close nothing. */
function flatten(text: string, isVoid: (name: string) => boolean): string {
  const open: string[] = [];
  const counts = new Map<string, number>();
  return text.replace(TAG, (tag, closing: string, rawName: string, selfClosing: string) => {
    const name = rawName.toLowerCase();
    if (!closing) {
      if (selfClosing || isVoid(name)) return tag;
      if (open.length >= MAX_DEPTH) return ' ';
      open.push(name);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      return tag;
    }
    if (!((counts.get(name) ?? 0) > 0)) return ' ';
    for (let popped = open.pop(); popped !== undefined; popped = open.pop()) {
      counts.set(popped, (counts.get(popped) ?? 1) - 1);
      if (popped === name) break;
    }
    return tag;
  });
}

// If such an element is never closed, it would contain all following text.
const RAW_TEXT = /<(script|style|title|textarea|xmp|iframe|noembed|noframes|noscript|plaintext)\b/gi;

function dropUnclosedRawText(html: string): string {
  if (html.search(RAW_TEXT) < 0) return html;
  const lower = html.toLowerCase();
  const lastClose = new Map<string, number>();
  return html.replace(RAW_TEXT, (tag, name: string, offset: number) => {
    const key = name.toLowerCase();
    if (!lastClose.has(key)) lastClose.set(key, lower.lastIndexOf(`</${key}`));
    return (lastClose.get(key) ?? -1) > offset ? tag : '<x-unclosed';
  });
}

/**
 * Parses HTML (a page or a fragment) or, with `xml`, XML. Malformed input gives a partial tree. Elements that are
 * nested
 * too deeply are flattened, so that the time stays linear.
 */
export function parseMarkup(text: string, { xml = false }: { xml?: boolean } = {}): MarkupNode {
  // In XML, an open <br> is not void and contains all following text.
  const isVoid = (name: string): boolean => !xml && VOID.has(name);
  const isTame = hasFewTags(text) || parseCost(text, isVoid) <= MAX_PARSE_COST;
  const tame = isTame ? text : flatten(text, isVoid);
  const source = xml ? tame : dropUnclosedRawText(tame);
  return parseDocument(source, { xmlMode: xml, decodeEntities: true });
}

/** All nodes below `root` in document order. If `enter` returns false, the children are skipped. */
export function* walk(root: MarkupNode, enter: (node: MarkupNode) => boolean = () => true): Generator<MarkupNode> {
  // Children are not copied, so that reading the first nodes does not cost as much as all children.
  const open: { nodes: readonly MarkupNode[]; next: number }[] = [{ nodes: root.children ?? [], next: 0 }];
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const node = level.nodes[level.next++];
    if (!node) open.pop();
    else {
      yield node;
      if (node.children?.length && enter(node)) open.push({ nodes: node.children, next: 0 });
    }
  }
}

/** Like `walk`, for whole texts: `visit` returns whether to go into the children, or null to stop. */
function visitAll(root: MarkupNode, visit: (node: MarkupNode) => boolean | null): void {
  const open: (readonly MarkupNode[])[] = [];
  const next: number[] = [];
  let nodes: readonly MarkupNode[] = root.children ?? [];
  let at = 0;
  for (;;) {
    const node = nodes[at++];
    if (node === undefined) {
      const outer = open.pop();
      if (outer === undefined) return;
      nodes = outer;
      at = next.pop()!;
      continue;
    }
    const enters = visit(node);
    if (enters === null) return;
    if (!enters || !node.children?.length) continue;
    open.push(nodes);
    next.push(at);
    nodes = node.children;
    at = 0;
  }
}

/** The beginning of an element's text, long enough for one line: a byline, a headline, a caption. */
export function lineOf(node: MarkupNode, skip?: (node: MarkupNode) => boolean): string {
  return visibleText(node, skip, MAX_LINE_LENGTH).slice(0, MAX_LINE_LENGTH);
}

/** The element's name in lower case, without a namespace prefix. '' for other nodes. */
export function localName(node: MarkupNode): string {
  return node.name ? node.name.slice(node.name.indexOf(':') + 1).toLowerCase() : '';
}

export function attribute(node: MarkupNode, name: string): string | null {
  return node.attribs?.[name]?.trim() || null;
}

/** The raw character data below `node`, with CDATA and without comments. */
export function rawText(node: MarkupNode): string {
  let text = '';
  visitAll(node, (child) => {
    if (child.type === 'text') text += child.data ?? '';
    return true;
  });
  return text;
}

export function hasElements(node: MarkupNode): boolean {
  return (node.children ?? []).some((child) => child.attribs !== undefined);
}

const SKIPPED = new Set(
  'script style template noscript iframe object svg math head textarea select button form audio video'.split(' '),
);
const MAX_LINE_LENGTH = 2000;
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

/**
 * The visible text of `node`, not cleaned yet. Words of separate blocks stay separate. Scripts, forms and elements in
 * `skip` are left out. It stops shortly after `maxLength` characters or nodes.
 */
export function visibleText(
  node: MarkupNode,
  skip: (node: MarkupNode) => boolean = () => false,
  maxLength: number = Infinity,
): string {
  let text = '';
  let steps = 0;
  visitAll(node, (child) => {
    // Elements without text count too.
    if (text.length > maxLength || ++steps > maxLength) return null;
    const name = child.name ? localName(child) : '';
    if (child.type === 'text') text += (child.data ?? '').slice(0, maxLength);
    else if (name && !INLINE.has(name)) text += ' ';
    // The end of a block also separates words.
    const parent = child.parent;
    if (parent?.children?.at(-1) === child && parent.name && !INLINE.has(localName(parent))) text += ' ';
    return child.children !== undefined && child.children.length > 0 && !SKIPPED.has(name) && !skip(child);
  });
  return text;
}
