import { choosePicture, GUESSED_AREA, pictureCandidate, type ChosenPicture, type PictureCandidate } from '../image.ts';
import { looseCaption } from '../looseCaption.ts';
import { attribute, lineOf, localName, rawText, walk, type MarkupNode } from '../markup.ts';
import { imageSource } from '../imageSource.ts';
import { childrenOf, textOfFirst, type Children, type Names } from './elements.ts';

const IMAGE_FILE = /\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)/i;

const OTHER_FILE = /\.(?:mp[34]|m4[av]|webm|mov|avi|ogg|wav|m3u8|pdf|html?|svg|zip|docx?)(?:[?#]|$)/i;

/**
 * True for a possible picture: by its declared type or its name, or with `isLikely` if no other type is declared.
 * Decoding decides later.
 */
function isImage(url: string | null, type: string | null, medium: string | null, isLikely: boolean): boolean {
  const declared = (type ?? '').trim();
  if (/svg/i.test(declared)) return false;
  if (/^(?:image\/|(?:jpe?g|png|gif|webp|avif)$)/i.test(declared)) return true;
  if (medium && medium.toLowerCase() !== 'document') return medium.toLowerCase() === 'image';
  if (declared && !/octet-stream|^unknown/i.test(declared)) return false;
  return IMAGE_FILE.test(url ?? '') || (isLikely && !declared && !OTHER_FILE.test(url ?? ''));
}

function mediaPictures(children: Children, names: Names, base: string | null): (PictureCandidate | null)[] {
  const found: (PictureCandidate | null)[] = [];
  const groups = (children.get('media:group') ?? []).map((group) => childrenOf(group, names));
  for (const around of [children, ...groups]) {
    for (const content of around.get('media:content') ?? []) {
      const inside = childrenOf(content, names);
      const texts = {
        caption:
          textOfFirst(inside, 'media:description', 'media:text') ??
          textOfFirst(around, 'media:description', 'media:text'),
        credit: textOfFirst(inside, 'media:credit') ?? textOfFirst(around, 'media:credit'),
        alt: textOfFirst(inside, 'media:title'),
      };
      const url = attribute(content, 'url');
      const sized = { url, base, width: attribute(content, 'width'), height: attribute(content, 'height'), ...texts };
      if (isImage(url, attribute(content, 'type'), attribute(content, 'medium'), true))
        found.push(pictureCandidate(sized, GUESSED_AREA.lead));
      found.push(...thumbnails(inside, base, texts));
    }
    found.push(...thumbnails(around, base, {}));
  }
  return found;
}

function thumbnails(children: Children, base: string | null, texts: object): (PictureCandidate | null)[] {
  return (children.get('media:thumbnail') ?? []).map((node) =>
    pictureCandidate(
      {
        url: attribute(node, 'url') ?? rawText(node).trim(),
        base,
        width: attribute(node, 'width'),
        height: attribute(node, 'height'),
        ...texts,
      },
      GUESSED_AREA.thumbnail,
    ),
  );
}

/** The pictures of a content's HTML, with the captions of their figures. */
export function contentPictures(tree: MarkupNode | null, base: string | null): (PictureCandidate | null)[] {
  const found: (PictureCandidate | null)[] = [];
  if (!tree) return found;
  for (const node of walk(tree)) {
    if (localName(node) !== 'img') continue;
    found.push(
      pictureCandidate(
        {
          ...imageSource(node),
          base,
          alt: attribute(node, 'alt'),
          caption: figureCaption(node),
        },
        GUESSED_AREA.content,
      ),
    );
    if (found.length >= 50) break;
  }
  return found;
}

/** The caption of the figure around `image`, else the text after it that serves as caption, or null. */
function figureCaption(image: MarkupNode): string | null {
  let figure = image.parent;
  for (let steps = 0; figure && steps < 6 && localName(figure) !== 'figure'; steps++) figure = figure.parent;
  if (!figure || localName(figure) !== 'figure') {
    const loose = looseCaption(image);
    return loose ? lineOf(loose) : null;
  }
  let steps = 0;
  for (const node of walk(figure)) {
    if (localName(node) === 'figcaption') return lineOf(node);
    // Figures are small. Without this limit, every image in a large element would walk it again.
    if (++steps > 300) break;
  }
  return null;
}

/** The picture of a feed's entry: the declared one (media, enclosure, itunes), else one in the content. */
export function entryPicture(
  children: Children,
  names: Names,
  base: string | null,
  content: MarkupNode | null,
  contentBase: string | null,
): ChosenPicture | null {
  const enclosures = (children.get('enclosure') ?? [])
    .concat((children.get('link') ?? []).filter((link) => attribute(link, 'rel') === 'enclosure'))
    .map((node) => ({ url: attribute(node, 'url') ?? attribute(node, 'href'), type: attribute(node, 'type') }))
    .filter(({ url, type }) => isImage(url, type, null, false))
    .map(({ url }) => pictureCandidate({ url, base }, GUESSED_AREA.lead));
  const itunes = (children.get('itunes:image') ?? []).map((node) =>
    pictureCandidate({ url: attribute(node, 'href') ?? rawText(node), base }, GUESSED_AREA.thumbnail),
  );
  const plain = (children.get('image') ?? []).map((node) =>
    pictureCandidate({ url: textOfFirst(childrenOf(node, names), 'url') ?? rawText(node), base }, GUESSED_AREA.content),
  );
  return choosePicture([
    ...mediaPictures(children, names, base),
    ...enclosures,
    ...contentPictures(content, contentBase),
    ...plain,
    ...itunes,
  ]);
}
