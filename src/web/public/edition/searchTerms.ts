/** A text that is wanted in what is found, or not. */
export type SearchTerm = { text: string; isWanted: boolean };

// Letters of scripts that are written without spaces between words. Script_Extensions, for ー is of two of them.
const UNSPACED =
  '[[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Khmr}\\p{scx=Laoo}\\p{scx=Mymr}]&&[\\p{L}\\p{M}\\p{N}]]';
const SPACED = `[\\p{L}--${UNSPACED}]`;
const HAS_UNSPACED = new RegExp(UNSPACED, 'v');
const BETWEEN_SCRIPTS = new RegExp(`(?<=${UNSPACED})(?=${SPACED})|(?<=${SPACED})(?=${UNSPACED})`, 'v');
const AROUND = /^[\p{Ps}\p{Pi}]+|[\p{Pe}\p{Pf}、。，．！？…]+$/gu;
const MAX_TERMS = 6;

/** The texts of one word that was typed: without marks around it, and without what joins it to another script. */
function textsOf(word: string, isWanted: boolean): string[] {
  const bare = word.replaceAll(AROUND, '');
  return isWanted ? bare.split(BETWEEN_SCRIPTS) : [bare];
}

/**
 * A search that has letters of scripts without spaces, as alternatives of terms that all have to hold, at most
 * MAX_TERMS together; null for any other, whose words can be told. "In quotes", or, -without, as in those.
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
