import { localName, visibleText, type MarkupNode } from '../markup.ts';
import { isAside } from '../feed/summary.ts';
import { cleanText, MAX_BODY, shorten } from '../text.ts';
import { isFurniture, isWithin, type PageFacts } from './facts.ts';

// "©2023 …", "(c) 2023 …", "Copyright …" (but not "copyright law …").
const COPYRIGHT = /©\s*\S|\(c\)\s*\d{4}|\bcopyright\s+(?:©|\(c\)|\d{4}|by\s)/iu;
const BYLINE_LINE = /^(?:by|von|par|por)\s+\p{Lu}[^.!?]{0,80}$/iu;

/** The story's paragraphs as plain texts, in order: those in an article or main element where there is one. */
export function storyParagraphs(facts: PageFacts): string[] {
  const candidates = facts.paragraphs.slice(0, 3000).filter((node) => !isFurniture(node) && !isCaption(node));
  const articles = facts.articles.filter((node) => localName(node) === 'article');
  const roots = articles.length > 0 && articles.length <= 20 ? articles : facts.articles.slice(0, 20);
  const inside = roots.length > 0 ? candidates.filter((node) => isWithin(node, roots)) : [];
  const texts: string[] = [];
  let length = 0;
  for (const node of inside.length > 0 ? inside : candidates) {
    const text = cleanText(visibleText(node, isAside));
    if (!text || BYLINE_LINE.test(text)) continue;
    texts.push(text);
    length += text.length;
    if (length > 20_000) break;
  }
  return texts;
}

function isCaption(node: MarkupNode): boolean {
  for (let at: MarkupNode | null = node, steps = 0; at && steps < 6; at = at.parent, steps++)
    if (isAside(at)) return true;
  return false;
}

/** The first paragraph that reads like a sentence, or null. */
export function firstParagraph(paragraphs: string[]): string | null {
  const isSentence = (text: string): boolean => text.length >= 60 && /[.!?…。！？"”»]/u.test(text);
  return paragraphs.find(isSentence) ?? paragraphs.find((text) => text.length >= 40) ?? null;
}

/** The text of the story, shortened, without its copyright lines. */
export function storyText(paragraphs: string[]): string {
  return shorten(paragraphs.filter((text) => !isCopyright(text)).join(' '), MAX_BODY);
}

/** The line that says whose the story is: one at the end of the story first, else one of the page's foot. */
export function copyrightLine(facts: PageFacts, paragraphs: string[]): string | null {
  const own = paragraphs.findLast(isCopyright);
  if (own) return own;
  const foot = facts.paragraphs.slice(-200).map((node) => cleanText(visibleText(node)));
  const line = foot.findLast(isCopyright);
  // A foot's line lists links as well.
  return line?.split(/\s\|\s/).find((part) => COPYRIGHT.test(part)) ?? line ?? null;
}

function isCopyright(text: string): boolean {
  return text.length < 250 && COPYRIGHT.test(text);
}
