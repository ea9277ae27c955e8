import { readDescription, readTeaser } from './description.ts';
import { extractSummary } from './extract.ts';

/** `description` may be shown without any right. `summary` is the best text, which may come from the story itself. */
type Summaries = { description: string; summary: string };

/**
 * Summarizes a story: the outlet's own description if it is usable, else sentences of the text, else the one sentence in
 * which the description breaks off. Otherwise only whole sentences, without dateline and calls to click. Either may be ''.
 * Input and output are plain text. `paragraphs` is called only if the description does not do.
 */
export function summarizeStory(
  title: string,
  { description, paragraphs }: { description: string; paragraphs: () => readonly string[] },
): Summaries {
  const own = readDescription(description, title);
  const teaser = own === '' ? readTeaser(description, title) : '';
  return { description: own || teaser, summary: own || extractSummary(paragraphs(), title) || teaser };
}
