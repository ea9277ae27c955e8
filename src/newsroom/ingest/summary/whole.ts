const END = /[.!?…。！？｡؟۔।॥።]["”»’'）)\]」』〉》】]*$/u;
const CUT = /(?:…|\.\.\.|\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.|more)\s*\)|&hellip;)["”»’')\]]*$/iu;

/** True of a text that stops before its sentence does, and says so. */
export function isCutOff(text: string): boolean {
  return CUT.test(text.trimEnd());
}

const PAIRS = [
  ['“', '”'],
  ['«', '»'],
  ['„', '“'],
  ['(', ')'],
  ['「', '」'],
] as const;

/** True where a quotation or a bracket begins or ends outside the text: a part of something longer. */
function isTorn(text: string): boolean {
  const count = (mark: string): number => text.split(mark).length - 1;
  if (count('"') % 2 === 1) return true;
  const isGerman = text.includes('„');
  return PAIRS.some(([open, close]) => {
    if (isGerman ? open === '“' : open === '„') return false;
    return count(open) !== count(close);
  });
}

/** True of a text that ends as a sentence does, and leaves nothing open. */
export function isWhole(text: string): boolean {
  return END.test(text) && !isCutOff(text) && !isTorn(text);
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** How much room a text takes: East Asian characters count twice, as they say and fill twice as much. */
export function measure(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}
