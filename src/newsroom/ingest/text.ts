import { hasElements, parseMarkup, visibleText, type MarkupNode } from './markup.ts';

// Characters that show nothing or turn text around: controls, bidirectional overrides and marks, soft hyphens,
// zero-width spaces, byte order marks. Variation selectors belong to the character before them; joiners and tags
// are judged by their neighbours, below.
const INVISIBLE =
  // oxlint-disable-next-line no-misleading-character-class -- single code points, each on purpose
  /[[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Noncharacter_Code_Point}\ufff9-\ufffb]--[\u200c\u200d\ufe00-\ufe0f\u{e0000}-\u{e01ef}]]/gv;
const BLANK = /[\s\u0085\u2800\u3164\uffa0]+/g;
// The tags that spell a region's flag stay with it.
const TAGS = /(\u{1f3f4}[\u{e0020}-\u{e007f}]{1,7})|[\u{e0000}-\u{e007f}]+/gu;
// Scripts whose letters take another form beside a joiner.
const JOINING =
  '\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}' +
  '\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}' +
  '\\p{Script=Sinhala}\\p{Script=Khmer}\\p{Script=Myanmar}';
const JOINER = new RegExp(
  `(?<![${JOINING}])\\u200c|\\u200c(?![${JOINING}])` +
    `|(?<![${JOINING}\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d` +
    `|\\u200d(?![${JOINING}\\p{Extended_Pictographic}\\u2640\\u2642])(?<![${JOINING}]\\u200d)`,
  'gu',
);
// Most of the world's wire copy needs nothing done: printable ASCII, its words parted by one space.
const CLEAN = /^(?:[!-~]+(?: [!-~]+)*)?$/;
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * One line of plain text: white space folded, and nothing left that is invisible, turns the direction of
 * what follows, or piles up marks. Joiners stay where a script or an emoji needs them.
 */
export function cleanText(text: string): string {
  if (CLEAN.test(text)) return text;
  return text
    .toWellFormed()
    .replace(BLANK, ' ')
    .replace(INVISIBLE, '')
    .replace(TAGS, (_, flag: string | undefined) => flag ?? '')
    .replace(JOINER, '')
    .replace(STACKED_MARKS, '$1')
    .replace(BLANK, ' ')
    .trim();
}

const TAG =
  /<\/?(?:a|abbr|b|blockquote|br|center|div|em|figure|figcaption|font|h[1-6]|hr|i|img|li|ol|p|script|small|span|strong|sub|sup|table|td|tr|u|ul)(?:\s[^<>]*=[^<>]*)?\s*\/?>/i;
const ENTITY =
  /&(?:#\d{2,7}|#x[0-9a-f]{2,6}|amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|[a-z](?:acute|grave|circ|uml|tilde|cedil)|szlig);/i;

const CDATA = /<!\[CDATA\[([^]*?)\]\]>/g;

/** A text without the marks of CDATA that were escaped, and so stand in it as words. */
function openCdata(text: string): string {
  return text.includes('<![CDATA[') ? text.replace(CDATA, '$1') : text;
}

/** HTML of a text that its format declares as plain: what looks like a tag is words, but for tags that texts are set in. */
export function declaredPlain(text: string): string {
  return text.replace(/<[^<>]*>?/g, (tag) =>
    TAG.test(tag) ? tag : tag.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  );
}

/**
 * Plain text of a text that may hold HTML. Where the markup was escaped once too often (`&amp;lt;p&amp;gt;`,
 * `&amp;#8217;`), a second pass takes off that layer too.
 */
export function plainText(html: string, skip?: (node: MarkupNode) => boolean): string {
  if (!/[<&]/.test(html)) return cleanText(html);
  const once = visibleText(parseMarkup(openCdata(html)), skip);
  if (!TAG.test(once) && !ENTITY.test(once)) return cleanText(once);
  return cleanText(visibleText(parseMarkup(once), skip));
}

/** Plain text of an element: its own markup where it has some, else the HTML that its characters spell. */
export function plainTextOf(node: MarkupNode, skip?: (node: MarkupNode) => boolean): string {
  return plainText(visibleText(node, skip), skip);
}

/** Plain text of a tree that is parsed HTML already; where its markup was escaped once too often, that layer is taken off. */
export function plainTextOfTree(tree: MarkupNode, skip?: (node: MarkupNode) => boolean): string {
  const text = visibleText(tree, skip);
  return cleanText(TAG.test(text) || ENTITY.test(text) ? visibleText(parseMarkup(text), skip) : text);
}

/** The tree of the HTML that a feed's element holds, escaped, in CDATA or naked. */
export function contentTree(node: MarkupNode, text: string): MarkupNode {
  if (hasElements(node)) return node;
  const tree = parseMarkup(openCdata(text));
  if (hasElements(tree) || !TAG.test(visibleText(tree))) return tree;
  return parseMarkup(visibleText(tree));
}

/** At most `maxLength` characters, cut after a word and marked with an ellipsis. */
export function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const head = text
    .slice(0, maxLength - 1)
    .toWellFormed()
    .replace(/\ufffd$/u, '');
  const space = head.lastIndexOf(' ');
  const cut = space > maxLength * 0.6 ? head.slice(0, space) : head;
  return `${cut.replace(/[\s,;:.–—-]+$/u, '').replace(/[\u200c\u200d]$/u, '')}…`;
}

export const MAX_TITLE = 300;
export const MAX_BODY = 3000;
export const MAX_LINE = 300;

/** A headline as it may be shown. */
export function cleanTitle(html: string): string {
  return shorten(plainText(html), MAX_TITLE);
}

/** A short field (byline, caption, credit, copyright) as plain text, or null where nothing is left. */
export function cleanLine(html: string | null | undefined, maxLength: number = MAX_LINE): string | null {
  return shorten(plainText(html ?? ''), maxLength) || null;
}

/** A language tag as given, or null where it is none. */
export function languageTag(tag: string | null | undefined): string | null {
  const text = (tag ?? '').trim().replaceAll('_', '-');
  return /^[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}$/i.test(text) ? text : null;
}
