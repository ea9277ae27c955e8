import { hasElements, parseMarkup, visibleText, type MarkupNode } from './markup.ts';
import { escapeWords } from './wordTags.ts';

// Invisible characters, and those that change the direction of text: controls, bidirectional overrides and marks, soft
// hyphens, zero-width spaces, byte order marks. Variation selectors belong to the character before them. Joiners and
// tags
// depend on their neighbours; see below.
const INVISIBLE =
  // oxlint-disable-next-line no-misleading-character-class -- single code points, each on purpose
  /[[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Noncharacter_Code_Point}\ufff9-\ufffb]--[\u200c\u200d\ufe00-\ufe0f\u{e0000}-\u{e01ef}]]/gv;
const BLANK = /[\s\u0085\u2800\u3164\uffa0]+/g;
// Tag characters are kept only in flags of regions.
const TAGS = /(\u{1f3f4}[\u{e0020}-\u{e007f}]{1,7})|[\u{e0000}-\u{e007f}]+/gu;
// Scripts in which joiners change the form of letters.
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
// Letters, marks of punctuation and signs that cleaning neither removes nor folds, whatever stands beside them: Latin,
// Greek, Cyrillic, Han, kana and Hangul.
const PLAIN_RANGES = [
  [0x21, 0x7e],
  [0xa1, 0xac],
  [0xae, 0x2ff],
  [0x370, 0x482],
  [0x48a, 0x52f],
  [0x2010, 0x2027],
  [0x2030, 0x205e],
  [0x20a0, 0x20c0],
  [0x3001, 0x3029],
  [0x3041, 0x3096],
  [0x30a1, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xff01, 0xff9f],
] as const;
const IS_PLAIN = new Uint8Array(0x1_0000);
for (const [first, last] of PLAIN_RANGES) IS_PLAIN.fill(1, first, last + 1);
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

const isSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0;

/** The text with blanks folded, if it has only plain characters and blanks; else null. */
function foldPlain(text: string): string | null {
  let folded = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (IS_PLAIN[code] === 1) continue;
    if (!isSpace(code)) return null;
    let end = at + 1;
    while (end < text.length && isSpace(text.charCodeAt(end))) end++;
    const isEdge = at === 0 || end === text.length;
    if (code !== 0x20 || end > at + 1 || isEdge) {
      folded += text.slice(from, at);
      if (!isEdge) folded += ' ';
      from = end;
    }
    at = end - 1;
  }
  return from === 0 ? text : folded + text.slice(from);
}

const NOT_PRINTABLE = /[^\x20-\x7e]/;

/** True for most English texts: ASCII, words parted by one blank. Found out faster than by looking at each character. */
function isFolded(text: string): boolean {
  return !NOT_PRINTABLE.test(text) && !text.startsWith(' ') && !text.endsWith(' ') && !text.includes('  ');
}

/**
 * One line of plain text: white space is folded; invisible characters, direction changes and stacked marks are removed.
 * Joiners stay if a script or an emoji needs them.
 */
export function cleanText(text: string): string {
  if (isFolded(text)) return text;
  return (
    foldPlain(text) ??
    text
      .toWellFormed()
      .replace(BLANK, ' ')
      .replace(INVISIBLE, '')
      .replace(TAGS, (_, flag: string | undefined) => flag ?? '')
      .replace(JOINER, '')
      .replace(STACKED_MARKS, '$1')
      .replace(BLANK, ' ')
      .trim()
  );
}

const TAG =
  /<\/?(?:a|abbr|b|blockquote|br|center|div|em|figure|figcaption|font|h[1-6]|hr|i|img|li|ol|p|script|small|span|strong|sub|sup|table|td|tr|u|ul)(?:\s[^<>]*=[^<>]*)?\s*\/?>/i;
const ENTITY =
  /&(?:#\d{2,7}|#x[0-9a-f]{2,6}|amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|[a-z](?:acute|grave|circ|uml|tilde|cedil)|szlig);/i;

function hasMarkup(text: string): boolean {
  return (text.includes('<') && TAG.test(text)) || (text.includes('&') && ENTITY.test(text));
}

const CDATA = /<!\[CDATA\[([^]*?)\]\]>/g;

/** Removes CDATA markers that were escaped and therefore appear in the text. */
function openCdata(text: string): string {
  return text.includes('<![CDATA[') ? text.replace(CDATA, '$1') : text;
}

/** Opens a comment or a tag: a parser takes all that follows for a part of it, up to its end. */
const OPENS = /<!--|<(?=[a-z/!?])/gi;

/** Escapes what opens a comment or a tag that never ends: it is a word. A tag that was cut off has an attribute. */
function keepUnclosed(html: string): string {
  const [lastTag, lastComment, lastValue] = ['>', '-->', '='].map((mark) => html.lastIndexOf(mark));
  return html.replace(OPENS, (mark, at: number) => {
    const isWord = mark === '<!--' ? at > lastComment! : at > lastTag! && at > lastValue!;
    return isWord ? `&lt;${mark.slice(1)}` : mark;
  });
}

// Some systems escape what is escaped, and put that into CDATA.
const MAX_ESCAPES = 2;
const MAX_TITLE = 300;

/**
 * HTML of a text that its format declares as plain: each `<` is a character. It is escaped as often as readers take
 * escapes off. Entities are decoded all the same, since many systems write them into plain texts.
 */
export function declaredPlain(text: string): string {
  return text.replaceAll('<', '&amp;amp;lt;').replaceAll('>', '&amp;amp;gt;');
}

/** Takes further layers of escaped markup off the text of a parsed document. */
function unescapeAgain(once: string, skip?: (node: MarkupNode) => boolean): string {
  let text = once;
  for (let layer = 0; layer < MAX_ESCAPES && hasMarkup(text); layer++)
    text = visibleText(parseMarkup(keepUnclosed(escapeWords(text, { isLong: text.length > MAX_TITLE }))), skip);
  return text;
}

/**
 * Plain text of a text that may contain HTML. If the markup was escaped twice (`&amp;lt;p&amp;gt;`, `&amp;#8217;`), a
 * second pass decodes it too, and a third.
 */
export function plainText(html: string, skip?: (node: MarkupNode) => boolean): string {
  if (!/[<&]/.test(html)) return cleanText(html);
  return cleanText(unescapeAgain(visibleText(parseMarkup(keepUnclosed(openCdata(html))), skip), skip));
}

/** Plain text of parsed HTML. Markup that was escaped once too often is parsed, too. */
export function plainTextOfTree(tree: MarkupNode, skip?: (node: MarkupNode) => boolean): string {
  return cleanText(unescapeAgain(visibleText(tree, skip), skip));
}

/** The tree of the HTML in a feed's element: escaped, in CDATA, or as elements. */
export function contentTree(node: MarkupNode, text: string): MarkupNode {
  if (hasElements(node)) return node;
  const tree = parseMarkup(openCdata(text));
  if (hasElements(tree) || !TAG.test(visibleText(tree))) return tree;
  return parseMarkup(escapeWords(visibleText(tree), { isLong: true }));
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

export const MAX_BODY = 3000;
const MAX_LINE = 300;

// "?a=1&copy=2", "Smith &ltd": without its semicolon it is no entity, except for the commonest.
const BARE_ENTITY = /&(?=[a-z]{2,30}[0-9]{0,3}(?![a-z0-9;]))(?!(?:nbsp|amp|quot|apos|lt|gt)(?![a-z0-9]))/gi;

/** Cleans a headline for display. Without `isHtml`, the source does not say whether it is HTML. */
export function cleanTitle(text: string, { isHtml = false }: { isHtml?: boolean } = {}): string {
  return shorten(plainText(isHtml ? text : escapeWords(text.trim()).replace(BARE_ENTITY, '&amp;')), MAX_TITLE);
}

/** A short field (byline, caption, credit, copyright) as plain text, or null if it is empty. */
export function cleanLine(html: string | null | undefined, maxLength: number = MAX_LINE): string | null {
  return shorten(plainText(html ?? ''), maxLength) || null;
}

/** The given language tag, or null if it is invalid. */
export function languageTag(tag: string | null | undefined): string | null {
  const text = (tag ?? '').trim().replaceAll('_', '-');
  return /^[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}$/i.test(text) ? text : null;
}
