/** The text part wraps lines at this many columns. Only an address on its own may be longer. */
export const COLUMNS = 72;

const words = new Intl.Segmenter('und', { granularity: 'word' });
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff00-\uff60]|\p{Emoji_Presentation}/u;

// ASCII, Latin letters, dashes and quotation marks: one column each.
// oxlint-disable-next-line no-control-regex -- the range of ASCII
const NARROW = /^[\u0000-\u007f\u00a0-\u02ff\u2010-\u2027]*$/;

/** The number of columns of a text in a fixed-width font. */
export function widthOf(text: string): number {
  return NARROW.test(text) ? text.length : widthOfGraphemes(text);
}

function widthOfGraphemes(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** Where an overlong word may be cut: between words in scripts without spaces, otherwise anywhere. */
function* cutsOf(word: string, columns: number): Generator<string> {
  for (const { segment } of words.segment(word))
    if (widthOf(segment) <= columns) yield segment;
    else for (const { segment: grapheme } of graphemes.segment(segment)) yield grapheme;
}

/** Wraps one line of text and indents each line after the first with `indent`. Only spaces are removed. */
export function wrap(
  text: string,
  { indent = '', columns = COLUMNS }: { indent?: string; columns?: number } = {},
): string {
  const room = columns - indent.length;
  const isNarrow = NARROW.test(text);
  if (isNarrow && text.length <= room) return text;
  const measure = isNarrow ? (part: string): number => part.length : widthOf;
  const lines: string[] = [];
  let line = '';
  let lineWidth = 0;
  const add = (part: string, width: number, gap: string): void => {
    if (lineWidth > 0 && lineWidth + gap.length + width > room) {
      lines.push(line.trimEnd());
      line = part;
      lineWidth = width;
    } else {
      line += gap + part;
      lineWidth += gap.length + width;
    }
  };
  for (const word of text.split(' ')) {
    const gap = lineWidth > 0 ? ' ' : '';
    const width = measure(word);
    if (width <= room) add(word, width, gap);
    else [...cutsOf(word, room)].forEach((part, index) => add(part, measure(part), index === 0 ? gap : ''));
  }
  lines.push(line);
  return lines.join(`\n${indent}`);
}
