const END = /[.!?…。！？｡؟۔।॥።]["”»’'）)\]」』〉》】]*$/u;
const CUT = /(?:…|\.\.\.|\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.|more)\s*\)|&hellip;)["”»’')\]]*$/iu;

/** True for a text that is visibly cut off within a sentence. */
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

/** True if a quotation or a bracket begins or ends outside of the text. */
function isTorn(text: string): boolean {
  const count = (mark: string): number => text.split(mark).length - 1;
  if (count('"') % 2 === 1) return true;
  const isGerman = text.includes('„');
  return PAIRS.some(([open, close]) => {
    if (isGerman ? open === '“' : open === '„') return false;
    return count(open) !== count(close);
  });
}

/** True for a text that ends like a sentence, without open quotations or brackets. */
export function isWhole(text: string): boolean {
  return END.test(text) && !isCutOff(text) && !isTorn(text);
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/** The space of a text. East Asian characters count twice, because they are twice as wide and say twice as much. */
export function measure(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}
