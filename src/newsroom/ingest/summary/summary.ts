import { readDescription } from './description.ts';
import { extractSummary } from './extract.ts';

/** `description`: what needs no right to be shown; `summary`: the best there is, which may be of the story's text. */
export type Summaries = { description: string; summary: string };

/**
 * The summary of a story: the outlet's own description where it is one, else sentences of the text. Whole sentences
 * alone, without dateline and calls to click; either is '' where there is none. Plain texts in, plain texts out.
 */
export function summarizeStory(
  title: string,
  { description, paragraphs }: { description: string; paragraphs: readonly string[] },
): Summaries {
  const own = readDescription(description, title);
  return { description: own, summary: own || extractSummary(paragraphs, title) };
}
