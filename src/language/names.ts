/** A name of letters and a number, such as F-16, B-52H or Covid-19. Longer ones must be free to break on a phone. */
const NAME = /(?<![\p{L}\d-])\p{L}{1,6}-\d{1,4}\p{L}{0,2}(?![\p{L}\d-])/gu;

/** A part of a text. `isName`: it must stay on one line. Browsers break a line after each hyphen. */
type Part = { text: string; isName: boolean };

/** Splits a text at names that consist of letters, a hyphen and a number. The parts together are the text. Pure. */
export function splitNames(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const { 0: name, index } of text.matchAll(NAME)) {
    if (index > end) parts.push({ text: text.slice(end, index), isName: false });
    parts.push({ text: name, isName: true });
    end = index + name.length;
  }
  if (end < text.length || parts.length === 0) parts.push({ text: text.slice(end), isName: false });
  return parts;
}
