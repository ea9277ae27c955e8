import { parseTerms } from '../language/terms.ts';

type Text = { title: string; summary: string };

// A headline of which more was said before tells the same once more.
const NEW_SHARE = 1 / 3;
const MIN_NEW_TERMS = 2;

/**
 * Which of the later texts tell something that the earlier ones did not: at least a third of what their headlines
 * speak of, and two terms, stood in none of them. Late reports of the same do not.
 */
export function findNews<T extends Text>(earlier: readonly Text[], later: readonly T[]): T[] {
  const known = new Set(earlier.flatMap(({ title, summary }) => parseTerms(`${title}\n${summary}`)));
  return later.filter(({ title }) => {
    const terms = [...new Set(parseTerms(title))];
    const fresh = terms.filter((term) => !known.has(term)).length;
    return fresh >= MIN_NEW_TERMS && fresh >= terms.length * NEW_SHARE;
  });
}
