import { parseTerms } from '../language/terms.ts';

export type Text = { title: string; summary: string };

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

// A summary that says the same in other words shares more than half of them.
const NEW_SUMMARY_SHARE = 1 / 2;
const MIN_NEW_SUMMARY_TERMS = 5;

/** True if a report that was edited in place tells something new in its headline, or mostly new things in its summary. */
export function isRewritten(before: Text, after: Text): boolean {
  if (findNews([before], [after]).length > 0) return true;
  const known = new Set(parseTerms(`${before.title}\n${before.summary}`));
  const terms = [...new Set(parseTerms(after.summary))];
  const fresh = terms.filter((term) => !known.has(term)).length;
  return before.summary !== '' && fresh >= MIN_NEW_SUMMARY_TERMS && fresh >= terms.length * NEW_SUMMARY_SHARE;
}
