// The name ends before a character that is no part of it: without this, a long unclosed name takes quadratic time.
const NAMED = /<(\/?)([a-z][\w.-]*(?::[\w.-]+)?)(?![\w.-])([^<>]*)>/gi;
// A tag, or the beginning of one that another one interrupts: `Map<String, List<Integer>>`.
const ANY = /<(?:\/>|(?:[!?]|\/?[a-z])[^<>]*>|\/?[a-z][^<>=]*(?=<))/gi;
const ONE_NAMED = new RegExp(`^${NAMED.source}$`, 'i');
/** An attribute with a value: markup has them, words have not. */
const VALUE = /[\w:-]\s*=\s*["'\w#./]/;
// Elements that are often left open, with blanks around them.
const BREAKS = new Set('br p hr li wbr nobr'.split(' '));
// Elements that format texts. Left open, they are words only where a word can stand.
const FORMATS = new Set(
  'a abbr acronym b big blockquote center cite code dd del div dl dt em figure font h1 h2 h3 h4 h5 h6 i img ins mark ol pre q s small span strike strong sub sup table tbody td th tr tt u ul'.split(
    ' ',
  ),
);
// Elements that begin or end a document, or a part of one.
const FRAMES = new Set('html head body article section main header footer'.split(' '));
// "The <br> tag": the text says that it is about a tag.
const SAYS_TAG = /^\s+(?:html\s+)?(?:tags?|elements?|balises?|elementos?|etiquetas?)(?![\p{L}\p{N}])/iu;
const WORD_BEFORE = /(?:^|[\s("'“‘«„[/—–-])$/u;
const WORD_AFTER = /^(?:$|[\s)"”»“\]/—–:;,.?!…-]|['’]?s?(?!\p{L}))/u;
// Instructions of word processors, and a document's beginning.
const PROCESSED = /^<(?:\?xml:|!\[)/i;
const PROLOG = /^<(?:\?xml\s|!doctype\s)/i;

const escapeTag = (tag: string): string => tag.replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * The text with blanks for comments, of the same length. A search ends the first time that no end of a comment is left: a
 * regular expression looks for it again from each beginning.
 */
function withoutComments(html: string): string {
  let visible = '';
  let from = 0;
  for (;;) {
    const start = html.indexOf('<!--', from);
    const end = start < 0 ? -1 : html.indexOf('-->', start + 4);
    if (end < 0) return visible + html.slice(from);
    visible += html.slice(from, start) + ' '.repeat(end + 3 - start);
    from = end + 3;
  }
}

/** The positions of tags that open or close an element: `<b>`, and the `</b>` that belongs to it. */
function pairsIn(html: string): Set<number> {
  const open = new Map<string, number[]>();
  const paired = new Set<number>();
  for (const found of html.matchAll(NAMED)) {
    const name = found[2]!.toLowerCase();
    const waiting = open.get(name);
    if (found[1] === '') {
      if (waiting) waiting.push(found.index);
      else open.set(name, [found.index]);
      continue;
    }
    const start = waiting?.pop();
    if (start !== undefined) paired.add(start).add(found.index);
  }
  return paired;
}

/** True for a tag that stands in a sentence as a word, though it opens or closes no element. `isFirst`: no word is before it. */
function isWord(tag: string, before: string, after: string, isFirst: boolean): boolean {
  const named = ONE_NAMED.exec(tag.endsWith('>') ? tag : `${tag}>`);
  if (!named) return !PROCESSED.test(tag) && !(PROLOG.test(tag) && isFirst);
  const [, closing, written, rest] = named;
  const name = written!.toLowerCase();
  if (name.includes(':')) return false;
  if (!/^\s*\/?$/.test(rest!)) return !/^[\s/]/.test(rest!) || !VALUE.test(rest!);
  if (SAYS_TAG.test(after)) return true;
  if (BREAKS.has(name)) return false;
  const couldBe = WORD_BEFORE.test(before) && WORD_AFTER.test(after);
  if (before === '' && after === '') return !FORMATS.has(name);
  if (closing) return couldBe && after !== '' && (/\s$/.test(before) || (before === '' && !FORMATS.has(name)));
  if (FRAMES.has(name) && isFirst) return /^ +[\p{L}\p{N}]/u.test(after);
  return couldBe || !FORMATS.has(name);
}

/** True if the text has markup beyond doubt: an element that is closed, or one with attributes. */
function isHtml(html: string, paired: ReadonlySet<number>): boolean {
  return paired.size > 0 || [...html.matchAll(NAMED)].some(([, , , rest]) => VALUE.test(rest!));
}

/**
 * HTML of a text whose format does not say whether it is HTML. A tag that stands in a sentence as a word is escaped:
 * it has no attributes, is never closed, and is neither a break nor beside the words that it formats ("How to use
 * <canvas>", "a<b and c>d", "vector<int>"). With `isLong` (a summary, an article), a text that has markup beyond doubt
 * is HTML as a whole. Linear in the length of the text.
 */
export function escapeWords(text: string, { isLong = false }: { isLong?: boolean } = {}): string {
  if (!text.includes('<') || !text.includes('>')) return text;
  const visible = withoutComments(text);
  const paired = pairsIn(visible);
  if (isLong && isHtml(visible, paired)) return text;
  let escapedTo = 0;
  let html = '';
  let firstTo = 0;
  for (const { 0: tag, index } of visible.matchAll(ANY)) {
    const end = index + tag.length;
    const isFirst = firstTo === index || /^\s*$/.test(visible.slice(firstTo, Math.min(index, firstTo + 40)));
    if (isFirst) firstTo = end;
    const [before, after] = [visible.slice(Math.max(0, index - 20), index), visible.slice(end, end + 40)];
    if (paired.has(index) || !isWord(tag, before, after, isFirst)) continue;
    html += text.slice(escapedTo, index) + escapeTag(tag);
    escapedTo = end;
  }
  return html + text.slice(escapedTo);
}
