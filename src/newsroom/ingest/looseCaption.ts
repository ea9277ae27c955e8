import { foldHeadline } from './agree.ts';
import { splitCredit } from './credit.ts';
import { attribute, lineOf, localName, walk, type MarkupNode } from './markup.ts';
import { cleanText } from './text.ts';

// A caption has one or two sentences. Longer texts are the story.
const MAX_CAPTION = 500;
const MAX_CREDITED = 360;
const MAX_LEVELS = 4;
const MAX_STEPS = 60;
const HOLDERS = new Set(['p', 'div', 'em', 'i', 'small', 'span', 'center', 'h5', 'h6', 'font', 'strong', 'b']);
const SLANTED = new Set(['em', 'i', 'small', 'cite', 'figcaption']);

const isBlank = (node: MarkupNode): boolean =>
  localName(node) === 'br' || node.type === 'comment' || (node.type === 'text' && !cleanText(node.data ?? ''));

/** True if all words of `node` are in italics or small print. */
function isSlanted(node: MarkupNode): boolean {
  let steps = 0;
  for (const child of walk(node, (child) => !SLANTED.has(localName(child)))) {
    if (++steps > MAX_STEPS) return false;
    if (child.type === 'text' && cleanText(child.data ?? '')) return false;
  }
  return true;
}

function isCaption(text: string, alt: string, isMarked: boolean): boolean {
  if (!text || text.length > MAX_CAPTION) return false;
  if (alt.length >= 10 && foldHeadline(text) === foldHeadline(alt)) return true;
  const { caption, credit } = splitCredit(text);
  // A text that repeats the alternative text and adds a credit is a caption of any length.
  if (credit !== null && caption !== null && alt && foldHeadline(caption) === foldHeadline(alt)) return true;
  return isMarked || (credit !== null && text.length <= MAX_CREDITED);
}

/** The next sibling element, with only blanks between. */
function nextElement(node: MarkupNode): MarkupNode | null {
  const siblings = node.parent?.children ?? [];
  const at = siblings.indexOf(node);
  const next = siblings.slice(at + 1, at + 8).find((sibling) => !isBlank(sibling));
  return next?.attribs === undefined ? null : next;
}

/**
 * The element that is an image's caption without markup for it: directly after the image, it repeats the alternative
 * text
 * or ends with a credit; or italics after the image in the same paragraph. Null if there is none.
 */
export function looseCaption(image: MarkupNode): MarkupNode | null {
  const alt = cleanText(attribute(image, 'alt') ?? attribute(image, 'title') ?? '');
  let at: MarkupNode = image;
  for (let level = 0; level < MAX_LEVELS; level++) {
    const next = nextElement(at);
    if (next && HOLDERS.has(localName(next))) {
      const text = cleanText(lineOf(next));
      const isOwn = at.parent !== null && localName(at.parent) === 'p' && SLANTED.has(localName(next));
      if (isCaption(text, alt, isOwn)) return isOwn && isRest(at, next) ? at.parent : next;
    }
    const parent = at.parent;
    if (!parent?.name || /^(?:body|article|main|section|figure|td|html)$/.test(localName(parent))) return null;
    const words = cleanText(lineOf(parent));
    if (words) {
      // The whole paragraph of the image may be its caption.
      const isWhole = localName(parent) === 'p' && isCaption(words, alt, isSlanted(parent));
      return isWhole ? parent : null;
    }
    at = parent;
  }
  return null;
}

/** True if the parent contains only `image` and `last`. */
function isRest(image: MarkupNode, last: MarkupNode): boolean {
  return (image.parent?.children ?? []).every((child) => child === image || child === last || isBlank(child));
}

/** The captions without markup of all given images. */
export function looseCaptions(images: Iterable<MarkupNode>): Set<MarkupNode> {
  const captions = new Set<MarkupNode>();
  for (const image of images) {
    const caption = looseCaption(image);
    if (caption) captions.add(caption);
  }
  return captions;
}
