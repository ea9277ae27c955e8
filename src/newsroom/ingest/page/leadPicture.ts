import { pictureKey } from '../betterPicture.ts';
import { stripCreditWord } from '../credit.ts';
import {
  choosePicture,
  GUESSED_AREA,
  isSuitable,
  pixels,
  pictureCandidate,
  type ChosenPicture,
  type PictureCandidate,
} from '../image.ts';
import { imageSource } from '../imageSource.ts';
import { looseCaption } from '../looseCaption.ts';
import { attribute, localName, lineOf, walk, type MarkupNode } from '../markup.ts';
import { cleanLine } from '../text.ts';
import { isFurniture, isWithin, meta, type OgImage, type PageFacts } from './facts.ts';
import type { LinkedArticle } from './jsonLd.ts';

const CREDIT = /(?:^|[\s_-])(?:credits?|copyright|photographer|source|fotocredit)(?:$|[\s_-])/i;

const SMALL = 400;
const MAX_OG = 12;

const CAPTION = /(?:^|[\s_-])caption(?:[_-]?text)?(?:$|\s)/i;

function figureOf(image: MarkupNode): MarkupNode | null {
  for (let at = image.parent, steps = 0; at && steps < 8; at = at.parent, steps++)
    if (localName(at) === 'figure') return at;
  return null;
}

/**
 * A box with the image and its caption that is not a `<figure>`: a near ancestor with parts that are marked as caption.
 */
function captionedBox(image: MarkupNode): MarkupNode | null {
  for (let at = image.parent, levels = 0; at && levels < 4; at = at.parent, levels++) {
    let steps = 0;
    for (const node of walk(at)) {
      if (++steps > 60) break;
      if (isCaption(node)) return at;
    }
  }
  return null;
}

function isCaption(node: MarkupNode): boolean {
  return localName(node) === 'figcaption' || CAPTION.test(attribute(node, 'class') ?? '');
}

/** Caption and credit of the figure around `image`. The credit is set only if it has its own element. */
function figureTexts(image: MarkupNode): { caption: string | null; credit: string | null } {
  const figure = figureOf(image) ?? captionedBox(image);
  if (!figure) {
    const loose = looseCaption(image);
    return { caption: loose ? lineOf(loose) : null, credit: null };
  }
  const isCredit = (node: MarkupNode): boolean =>
    CREDIT.test(`${attribute(node, 'class') ?? ''} ${attribute(node, 'itemprop') ?? ''}`);
  let caption: string | null = null;
  let credit: string | null = null;
  let steps = 0;
  for (const node of walk(figure)) {
    // Figures are small. Without this limit, every image in a large element would walk it again.
    if (++steps > 300) break;
    if (isCaption(node)) caption ??= lineOf(node, isCredit);
    if (isCredit(node)) credit ??= cleanLine(lineOf(node), 200);
  }
  return { caption, credit: stripCreditWord(credit) };
}

function ofElement(image: MarkupNode, base: string | null, guess: number): PictureCandidate | null {
  const given = { base, alt: attribute(image, 'alt'), ...imageSource(image), ...figureTexts(image) };
  return pictureCandidate(given, guess);
}

function declaredPictures(facts: PageFacts, article: LinkedArticle | null, base: string | null): PictureCandidate[] {
  // If a page gives a picture in several sizes, a small one may come first.
  const isSmall = ({ width }: OgImage): boolean => (pixels(width) ?? SMALL) < SMALL;
  const og = facts.ogImages.slice(0, MAX_OG).toSorted((a, b) => Number(isSmall(a)) - Number(isSmall(b)));
  const twitter = { url: meta(facts, 'twitter:image', 'twitter:image:src'), alt: meta(facts, 'twitter:image:alt') };
  const others = [
    ...(article?.images ?? []),
    twitter,
    { url: meta(facts, 'thumbnail', 'parsely-image-url', 'sailthru.image.full') },
  ];
  const linked = facts.links
    .filter((link) => attribute(link, 'rel') === 'image_src')
    .map((link) => ({ url: attribute(link, 'href') }));
  return [...og, ...others, ...linked]
    .map((given) => pictureCandidate({ ...given, base }, GUESSED_AREA.lead))
    .filter((candidate) => candidate !== null);
}

/** Adds alternative text, caption and credit from the page's element with the same picture to `declared`. */
function withElement(declared: PictureCandidate, elements: PictureCandidate[]): PictureCandidate {
  const same =
    elements.find((element) => element.url === declared.url) ??
    elements.find((element) => pictureKey(element.url) === pictureKey(declared.url));
  if (!same) return declared;
  const exact = same.url === declared.url;
  return {
    ...declared,
    width: declared.width ?? (exact ? same.width : null),
    height: declared.height ?? (exact ? same.height : null),
    alt: declared.alt ?? same.alt,
    caption: declared.caption ?? same.caption,
    credit: declared.credit ?? same.credit,
    note: declared.note ?? same.note,
  };
}

/**
 * The story's lead picture: the first declared one (Open Graph, JSON-LD, Twitter), with the texts of the element that
 * shows it. Without a declared picture, the largest one within the story.
 */
export function leadPicture(
  facts: PageFacts,
  article: LinkedArticle | null,
  base: string | null,
): { chosen: ChosenPicture | null; unsuitable: string[] } {
  const stories = new Set(facts.articles);
  const inStory = facts.images.slice(0, 500).filter((image) => !isFurniture(image) || isWithin(image, stories));
  const elements = inStory
    .map((image) => ofElement(image, base, figureOf(image) ? GUESSED_AREA.lead : GUESSED_AREA.thumbnail))
    .filter((candidate) => candidate !== null);
  const unsuitable = elements.filter((element) => !isSuitable(element)).map(({ url }) => url);
  const declared = declaredPictures(facts, article, base);
  for (const candidate of declared) {
    const told = declared.filter((other) => other !== candidate && other.url === candidate.url);
    const merged = told.reduce((known, other) => withElement(known, [other]), withElement(candidate, elements));
    const chosen = choosePicture([merged]);
    if (chosen) return { chosen, unsuitable };
  }
  return { chosen: choosePicture(elements), unsuitable };
}
