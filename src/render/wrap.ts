/** The text part wraps lines at this many columns. Only an address on its own may be longer. */
export const COLUMNS = 72;

const words = new Intl.Segmenter('und', { granularity: 'word' });
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff00-\uff60]|\p{Emoji_Presentation}/u;

// oxlint-disable-next-line no-control-regex -- the range of ASCII
const ASCII = /^[\u0000-\u007f]*$/;

/** The number of columns of a text in a fixed-width font. */
export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
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
  if (text.length <= room && ASCII.test(text)) return text;
  const lines: string[] = [];
  let line = '';
  let lineWidth = 0;
  const add = (part: string, gap: string): void => {
    const width = widthOf(part);
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
    if (widthOf(word) <= room) add(word, gap);
    else [...cutsOf(word, room)].forEach((part, index) => add(part, index === 0 ? gap : ''));
  }
  lines.push(line);
  return lines.join(`\n${indent}`);
}
