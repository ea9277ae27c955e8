import { isAside } from '../feed/feedSummary.ts';
import { looseCaptions } from '../looseCaption.ts';
import { lineOf, localName, visibleText, walk, type MarkupNode } from '../markup.ts';
import { isEditorsNote, splitNote } from '../notes.ts';
import { cleanByline } from '../bylines.ts';
import { cleanText, MAX_BODY, shorten } from '../text.ts';
import { isBody, isFurniture, isWithin, type PageFacts } from './facts.ts';

/** The story's paragraphs as plain texts, in order, and texts between them that do not belong to the story. */
type StoryText = { paragraphs: string[]; byline: string | null; notes: string[] };

const BYLINE_LINE = /^(?:by|von|par|por)\s+\p{Lu}[^.!?]{0,80}$/iu;
const MAX_LENGTH = 20_000;
const MAX_IMAGES = 200;
// Less text than this is not the story. Its text is then not in `<p>` elements.
const MIN_LENGTH = 120;
const BLOCK_ENDS = new Set('p div li td section article h1 h2 h3 h4 h5 h6 blockquote ul ol table main'.split(' '));

function isCaption(node: MarkupNode): boolean {
  for (let at: MarkupNode | null = node.parent, steps = 0; at && steps < 6; at = at.parent, steps++)
    if (isAside(at)) return true;
  return false;
}

/** The article with the most text, if a page has several (teasers, posts of a live blog). */
function ownParagraphs(facts: PageFacts, candidates: MarkupNode[]): MarkupNode[] {
  const bodies = facts.articles.filter(isBody);
  const articles = facts.articles.filter((node) => localName(node) === 'article');
  for (const roots of [bodies, articles, facts.articles]) {
    const groups = roots.slice(0, 20).map((root) => candidates.filter((node) => isWithin(node, new Set([root]))));
    const sizes = groups.map((group) => group.reduce((sum, node) => sum + lineOf(node).length, 0));
    const best = sizes.indexOf(Math.max(...sizes));
    if ((sizes[best] ?? 0) >= MIN_LENGTH) return groups[best] ?? [];
  }
  return candidates;
}

/** The texts between line breaks and blocks, for pages without `<p>`. */
function blockTexts(root: MarkupNode, isLoose: (node: MarkupNode) => boolean): string[] {
  const texts: string[] = [];
  let text = '';
  const flush = (): void => {
    if (text === '') return;
    const clean = cleanText(text);
    text = '';
    // Lines of links or labels are not sentences.
    if (clean.length >= 40 && /[.!?…。！？"”»]/u.test(clean)) texts.push(clean);
  };
  const skipped = new Set('nav aside header footer form menu script style noscript figure select button'.split(' '));
  for (const node of walk(root, (child) => !skipped.has(localName(child)) && !isLoose(child))) {
    if (node.type === 'text') text += node.data ?? '';
    else if (localName(node) === 'br' || BLOCK_ENDS.has(localName(node))) flush();
    if (texts.length >= 200) break;
  }
  flush();
  return texts;
}

function bodyElement(facts: PageFacts): MarkupNode | null {
  return facts.articles.find(isBody) ?? facts.articles[0] ?? facts.body;
}

/** Reads the story's text: its `<p>` elements, else JSON-LD's `articleBody`, else the blocks of its main element. */
export function storyText(facts: PageFacts, articleBody: string | null): StoryText {
  const captions = looseCaptions(facts.images.slice(0, MAX_IMAGES));
  const isLoose = (node: MarkupNode): boolean => captions.has(node);
  const candidates = facts.paragraphs
    .slice(0, 3000)
    .filter((node) => !isFurniture(node) && !isCaption(node) && !isLoose(node));
  const found: StoryText = { paragraphs: [], byline: null, notes: [] };
  let length = 0;
  for (const node of ownParagraphs(facts, candidates)) {
    if (isEditorsNote(node)) {
      found.notes.push(cleanText(lineOf(node)));
      continue;
    }
    const text = isAside(node)
      ? ''
      : cleanText(visibleText(node, (child) => isAside(child) || isLoose(child), MAX_LENGTH));
    if (!text) continue;
    if (BYLINE_LINE.test(text)) {
      found.byline ??= cleanByline(text);
      continue;
    }
    found.paragraphs.push(text);
    length += text.length;
    if (length > MAX_LENGTH) break;
  }
  if (length >= MIN_LENGTH) return found;
  const written = (articleBody ?? '').slice(0, MAX_LENGTH).split(/\n+/u).map(cleanText).filter(Boolean);
  const body = bodyElement(facts);
  const other = written.length > 0 ? written : body ? blockTexts(body, isLoose) : [];
  if (other.join('').length <= length) return found;
  const split = other.map(splitNote);
  return {
    byline: found.byline,
    paragraphs: split.map(({ rest }) => rest).filter((text) => text !== ''),
    notes: [...found.notes, ...split.map(({ note }) => note).filter((note) => note !== null)],
  };
}

/** The first paragraph that reads like a sentence, or null. */
export function firstParagraph(paragraphs: string[]): string | null {
  const isSentence = (text: string): boolean => text.length >= 60 && /[.!?…。！？"”»]/u.test(text);
  return paragraphs.find(isSentence) ?? paragraphs.find((text) => text.length >= 40) ?? null;
}

/** The story's paragraphs as one text, shortened. */
export function bodyText(paragraphs: string[]): string {
  return shorten(paragraphs.join(' '), MAX_BODY);
}
