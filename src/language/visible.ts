// Controls, formats, unassigned and private characters; blanks; marks, which need a letter to stand on; fillers that
// are letters by name (U+3164), and the pattern of Braille without a dot. All of Unicode's, so that none is counted up.
const UNSEEN = /[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]+/gu;

/** True of a text in which a reader sees anything at all. */
export function hasVisible(text: string): boolean {
  return text.replace(UNSEEN, '') !== '';
}
