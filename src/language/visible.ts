// Control, format, unassigned and private characters; spaces; marks, which need a letter; invisible letters (U+3164); and
// the empty Braille pattern. The Unicode classes are complete, so no list of characters is needed.
const UNSEEN = /[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]+/gu;

/** True if a text has any visible character. */
export function hasVisible(text: string): boolean {
  return text.replace(UNSEEN, '') !== '';
}
