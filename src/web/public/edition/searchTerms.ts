/** A text that results must contain, or must not contain. */
export type SearchTerm = { text: string; isWanted: boolean };

// Letters of scripts without spaces between words. Script_Extensions, because ー belongs to two of them.
const UNSPACED =
  '[[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Khmr}\\p{scx=Laoo}\\p{scx=Mymr}]&&[\\p{L}\\p{M}\\p{N}]]';
const SPACED = `[\\p{L}--${UNSPACED}]`;
const HAS_UNSPACED = new RegExp(UNSPACED, 'v');
const BETWEEN_SCRIPTS = new RegExp(`(?<=${UNSPACED})(?=${SPACED})|(?<=${SPACED})(?=${UNSPACED})`, 'v');
const AROUND = /^[\p{Ps}\p{Pi}]+|[\p{Pe}\p{Pf}、。，．！？…]+$/gu;
const MAX_TERMS = 6;

/** The terms of one typed word: without punctuation around it, split where the script changes. */
function textsOf(word: string, isWanted: boolean): string[] {
  const bare = word.replaceAll(AROUND, '');
  return isWanted ? bare.split(BETWEEN_SCRIPTS) : [bare];
}

/**
 * Parses a search in a script without spaces into alternatives. All terms of an alternative must match; there are at
 * most MAX_TERMS in total. Null for other searches, whose words have spaces. Supports "quotes", or, and -exclusion too.
 */
export function parseUnspaced(search: string): SearchTerm[][] | null {
  if (!HAS_UNSPACED.test(search)) return null;
  const alternatives: SearchTerm[][] = [[]];
  let room = MAX_TERMS;
  for (const [, minus, quoted, word = ''] of search.matchAll(/(-?)(?:"([^"]*)"|([^\s"]+))/gu)) {
    if (word.toLowerCase() === 'or') {
      alternatives.push([]);
      continue;
    }
    const isWanted = minus === '';
    const texts = (quoted === undefined ? textsOf(word, isWanted) : [quoted.trim()]).filter(Boolean).slice(0, room);
    room -= texts.length;
    alternatives.at(-1)!.push(...texts.map((text) => ({ text, isWanted })));
  }
  return alternatives.filter((terms) => terms.length > 0);
}
