import { cutText, countCharacters } from '../editions/text.ts';
import { firstClause } from '../language/clauses.ts';
import { joinSentences, splitSentences } from '../language/sentences.ts';

/** The end of a sentence that its outlet, or ingest, did not finish. */
const UNFINISHED = /(?:…|\.\.\.)[\p{Pe}\p{Pf}"']*$/u;

/** The whole sentences of a summary in `max` characters, but at least the first one. */
export function wholeSentences(summary: string, max: number): string {
  const sentences = splitSentences(summary);
  let whole = sentences[0] ?? summary;
  for (const sentence of sentences.slice(1)) {
    const longer = joinSentences([whole, sentence]);
    if (countCharacters(longer) > max || UNFINISHED.test(sentence)) break;
    whole = longer;
  }
  return whole;
}

/** A first sentence may be longer by this share: two lines more are better than a cut within it. */
const MAX_EXCESS = 0.5;

/**
 * A summary in about `max` visible characters: its whole sentences, of which the first may be half as long again, else
 * the first clause, else cut between words. "…" marks a cut within a sentence.
 */
export function shortSummary(summary: string, max: number, language: string): string {
  if (countCharacters(summary) <= max) return summary;
  const whole = wholeSentences(summary, max);
  if (countCharacters(whole) <= max * (1 + MAX_EXCESS)) return whole;
  const clause = firstClause(whole, max - 1, language);
  return clause === null ? cutText(summary, max) : `${clause}…`;
}
