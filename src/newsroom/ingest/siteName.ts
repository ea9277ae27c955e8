/**
 * Separators between a headline and names: marks with blanks, bars, full-width marks, and in Han text marks without
 * blanks.
 */
export const TITLE_SEPARATOR =
  /\s+(?:[|\-–—―»«·•∙⋆★:/~>‹›]{1,2}|_)\s+|\s*[|｜¦]\s*|\s*：\s*|(?<=\p{Script=Han}|\p{Script=Katakana})\s*[_\-–—]+\s*(?=\p{L})|\s_(?=\p{L})/gu;

/** Folds a site's name, so that spellings can be compared. */
export function foldName(text: string): string {
  return text
    .toLowerCase()
    .replace(/^(?:the|www\.)\s*/u, '')
    .replace(/\.(?:com|org|net|de|fr|co\.uk)$/u, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Removes the site's name before or after a title. `names` are the possible names of the site. */
export function stripSiteName(title: string, names: (string | null)[]): string {
  const known = new Set(
    names
      .filter((name) => name !== null)
      .map(foldName)
      .filter(Boolean),
  );
  let text = title;
  for (let rounds = 0; rounds < 3; rounds++) {
    const cuts = [...text.matchAll(TITLE_SEPARATOR)];
    const last = cuts.at(-1);
    const first = cuts[0];
    if (last && known.has(foldName(text.slice(last.index + last[0].length)))) text = text.slice(0, last.index);
    else if (first && known.has(foldName(text.slice(0, first.index)))) text = text.slice(first.index + first[0].length);
    else break;
  }
  return text.trim() || title;
}
