import { lineOf } from '../markup.ts';
import { cleanText } from '../text.ts';
import type { PageFacts } from './facts.ts';

// "©2023 …", "(c) 2023 …", "Copyright …" (but not "copyright law …").
const COPYRIGHT = /©\s*\S|\(c\)\s*\d{4}|\bcopyright\s+(?:©|\(c\)|\d{4}|by\s)/iu;
const BEGINS = /^\W*(?:©|\(c\)\s*\d{4}|copyright\b)/iu;
// Lines that wires require next to the copyright line.
const COMPANION =
  /^(?:visit\s+(?:the\s+.{2,60}\s+at\s+)?\S+\.\S+\.?$|distributed by\s|all rights reserved|reprinted (?:with|by)\s|republished (?:with|under)\s|this (?:story|article|material|content) (?:was|is|may|has been)\s.{0,60}(?:supplied|published|distributed|licensed|republished|produced|provided|rewritten)|(?:published|produced|supplied|provided|licensed) (?:by|under)\s|\W*with assistance from\s)/iu;
const MAX_LINES = 5;

function isCopyright(text: string): boolean {
  return COPYRIGHT.test(text) && (text.length < 250 || (text.length < 600 && BEGINS.test(text)));
}

function withStop(line: string): string {
  return /[.!?]$/u.test(line) ? line : `${line}.`;
}

/**
 * Splits the rights lines from a story's paragraphs: the last copyright line and the lines that belong to it ("Visit
 * …",
 * "Distributed by …"). Null if the story has none.
 */
export function splitRights(paragraphs: string[]): { paragraphs: string[]; rights: string | null } {
  const at = paragraphs.findLastIndex(isCopyright);
  if (at < 0) {
    const last = paragraphs.at(-1) ?? '';
    return /^distributed by\s/iu.test(last) && last.length < 150
      ? { paragraphs: paragraphs.slice(0, -1), rights: last }
      : { paragraphs, rights: null };
  }
  let start = at;
  while (start > 0 && at - start < MAX_LINES && isRights(paragraphs[start - 1] ?? '')) start--;
  let end = at + 1;
  while (end < paragraphs.length && end - at < MAX_LINES && isRights(paragraphs[end] ?? '')) end++;
  const lines = paragraphs.slice(start, end);
  const rights = lines.length === 1 ? (lines[0] ?? null) : lines.map(withStop).join(' ');
  return { paragraphs: [...paragraphs.slice(0, start), ...paragraphs.slice(end)], rights };
}

function isRights(text: string): boolean {
  return text.length < 250 && (isCopyright(text) || COMPANION.test(text));
}

/** The copyright line in the page's footer, or null. */
export function footLine(facts: PageFacts): string | null {
  const foot = facts.paragraphs.slice(-200).map((node) => cleanText(lineOf(node)));
  const line = foot.findLast(isCopyright);
  // The line in a footer may also contain links.
  return line?.split(/\s\|\s/).find((part) => COPYRIGHT.test(part)) ?? line ?? null;
}
