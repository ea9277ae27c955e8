import { parseTerms } from './terms.ts';

type Text = { title: string; summary: string };

// A headline of which so much was said before tells the same once more.
const NEW_SHARE = 0.5;

/**
 * Which of the later texts tell something that the earlier ones did not: at least half of what their headlines speak
 * of stood in none of them. Late reports of the same do not.
 */
export function findNews<T extends Text>(earlier: readonly Text[], later: readonly T[]): T[] {
  const known = new Set(earlier.flatMap(({ title, summary }) => parseTerms(`${title}\n${summary}`)));
  return later.filter(({ title }) => {
    const terms = [...new Set(parseTerms(title))];
    return terms.length > 0 && terms.filter((term) => !known.has(term)).length >= terms.length * NEW_SHARE;
  });
}
