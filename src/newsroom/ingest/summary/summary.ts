import { readDescription, readTeaser } from './description.ts';
import { extractSummary } from './extract.ts';

/** `description`: what needs no right to be shown; `summary`: the best there is, which may be of the story's text. */
export type Summaries = { description: string; summary: string };

/**
 * The summary of a story: the outlet's own description where it is one, else sentences of the text, else the one sentence
 * in which the description breaks off. Otherwise whole sentences alone, without dateline and calls to click; either is '' where there is none. Plain texts in, plain texts out.
 */
export function summarizeStory(
  title: string,
  { description, paragraphs }: { description: string; paragraphs: readonly string[] },
): Summaries {
  const own = readDescription(description, title);
  const teaser = own === '' ? readTeaser(description, title) : '';
  return { description: own || teaser, summary: own || extractSummary(paragraphs, title) || teaser };
}
