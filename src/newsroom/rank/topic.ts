import { parseTerms } from '../../language/terms.ts';

/** A newsletter's topic, ready to be asked for: each of its phrases by name, with its terms. */
export type Topic = { name: string; terms: string[] }[];

// What only the summary speaks of is less what the story is about.
const SUMMARY_STRENGTH = 0.5;

/** Reads a topic as people write it: words or phrases, parted by commas. */
export function parseTopic(text: string): Topic {
  return text
    .split(/[,;\n]/)
    .map((phrase) => ({ name: phrase.trim(), terms: parseTerms(phrase) }))
    .filter(({ terms }) => terms.length > 0);
}

/**
 * Which phrases of a topic a text is about (all terms of a phrase are in it, in whatever form the stemmer makes equal),
 * and how strongly: 1 for each that the headline names, a half for each that only the summary does.
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
