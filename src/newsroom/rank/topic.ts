import { parseTerms } from '../../language/terms.ts';

/** A parsed topic of a newsletter: each phrase with its name and terms. */
export type Topic = { name: string; terms: string[] }[];

// A phrase that occurs only in the summary counts less.
const SUMMARY_STRENGTH = 0.5;

/** Parses a topic: words or phrases, separated by commas. */
export function parseTopic(text: string): Topic {
  return text
    .split(/[,;\n]/)
    .map((phrase) => ({ name: phrase.trim(), terms: parseTerms(phrase) }))
    .filter(({ terms }) => terms.length > 0);
}

/**
 * Finds the phrases of a topic in a text: all terms of a phrase must occur, in any form with the same stem. Each phrase
 * in the headline adds 1 to the strength, each one that is only in the summary adds 0.5.
 */
export function matchTopic(
  topic: Topic,
  { title, summary }: { title: string; summary: string },
): { names: string[]; strength: number } {
  if (topic.length === 0) return { names: [], strength: 0 };
  const inTitle = new Set(parseTerms(title));
  const inBoth = new Set([...inTitle, ...parseTerms(summary)]);
  const matched = topic.filter(({ terms }) => terms.every((term) => inBoth.has(term)));
  const strength = matched.reduce(
    (sum, { terms }) => sum + (terms.every((term) => inTitle.has(term)) ? 1 : SUMMARY_STRENGTH),
    0,
  );
  return { names: matched.map(({ name }) => name), strength };
}
