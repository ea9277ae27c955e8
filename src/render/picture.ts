import type { Picture, StoredPicture } from '../domain/story.ts';
import { ReveilleError } from '../domain/errors.ts';
import { chooseAlt } from '../newsroom/pictures/alt.ts';
import type { CreditLine } from '../newsroom/pictures/creditLine.ts';
import { fileName } from '../newsroom/pictures/file.ts';
import { cleanLine } from './clean.ts';

/** The language and direction of our own words, if the text around them is in another language. */
export type OursView = { language: string; direction: 'ltr' | 'rtl' };

/** A picture for a template. Sizes are in CSS pixels. */
export type PictureView = {
  src: string;
  /** The outlet's words. Empty if there are none, or if the text beside the picture has them already. */
  alt: string;
  width: number;
  height: number;
  credit: string | null;
};

/** The space for a picture. A taller picture is narrowed, so that it does not fill a screen. */
export type PictureBox = { width: number; maxHeight: number };

/** A place for a picture: the lead's and a middle story's grow to the width of a phone, a thumbnail keeps its size. */
export type PicturePlace = 'lead' | 'middle' | 'thumb';

/** The largest factor by which a small picture is enlarged. Beyond it the picture is blurred. */
const MAX_ENLARGEMENT = 2;
/** The device pixels of a screen per pixel of a mail. */
const DENSITY = 2;
/** A phone shows these pictures at the width of its screen, whatever their box. */
const PHONE_PIXELS = 480;

/** The size of a picture in a box: never distorted, and not much enlarged. */
export function fitPicture(
  { width, height }: { width: number; height: number },
  box: PictureBox,
): { width: number; height: number } {
  const widest = Math.min(box.width, width * MAX_ENLARGEMENT, (box.maxHeight * width) / height);
  return { width: Math.max(1, Math.round(widest)), height: Math.max(1, Math.round((widest * height) / width)) };
}

/** The narrowest of `widths` with enough pixels for a picture of `width`, on phones too. Otherwise the widest. */
function chooseWidth(widths: readonly number[], width: number, place: PicturePlace): number {
  const least = place === 'thumb' ? width * DENSITY : Math.max(width * DENSITY, PHONE_PIXELS);
  return widths.find((each) => each >= least) ?? Math.max(...widths);
}

/** The file for a place and its size there. A thumbnail and a tall lead have a crop of their own, unless from before these. */
function chooseFile(
  stored: StoredPicture,
  place: PicturePlace,
  box: PictureBox,
): { file: number; width: number; height: number } {
  if (place === 'thumb' && stored.thumb) return { file: stored.thumb, width: box.width, height: box.maxHeight };
  if (place === 'lead' && stored.wide) {
    const height = Math.round((stored.wide * 2) / 3);
    return { file: stored.wide, ...fitPicture({ width: stored.wide, height }, box) };
  }
  const fit = fitPicture(stored, box);
  return { file: chooseWidth(stored.widths, fit.width, place), ...fit };
}

/**
 * A story's picture for a box, from our own store at `picturesUrl`. Null if it has none. It has one source with twice the
 * pixels and the display width, because few mail programs know `srcset`, and all can scale down. Throws RENDER_FAILED if
 * the picture has no valid size.
 */
export function buildPicture(
  image: Picture | null,
  {
    place,
    box,
    headline,
    picturesUrl,
  }: {
    place: PicturePlace;
    box: PictureBox;
    headline: string;
    picturesUrl: string;
  },
): PictureView | null {
  if (!image?.stored) return null;
  const { hash, widths } = image.stored;
  const { file, ...fit } = chooseFile(image.stored, place, box);
  // MJML accepts any width, even "NaN".
  if (!Number.isFinite(fit.height) || widths.length === 0)
    throw new ReveilleError('RENDER_FAILED', `The picture ${hash} has no size.`);
  const caption = cleanLine(image.caption);
  const credit = cleanLine(image.credit);
  const beside = [headline, place === 'lead' ? caption : null];
  return {
    src: `${picturesUrl}/${fileName({ hash, width: file, format: 'jpg' })}`,
    alt: chooseAlt(cleanLine(image.alt), { beside, otherwise: caption }),
    ...fit,
    credit,
  };
}

/** The text under the lead's picture: caption and credit. `ours`: the credit's language, if it is in our words. */
export type UnderView = { caption: string | null; credit: string | null; ours: OursView | null };

/** Caption and credit, each on a line of its own. Null if there is neither. */
export function buildUnder(caption: string | null, credit: CreditLine | null, ours: OursView | null): UnderView | null {
  if (caption === null && credit === null) return null;
  return {
    caption,
    credit: credit?.text ?? null,
    ours: credit?.isOurs ? ours : null,
  };
}

/** A slot's picture, beside its text on every screen and never cropped. Its description is that of staff. */
export function buildSlotPicture(
  { alt, ...stored }: StoredPicture & { alt: string },
  box: PictureBox,
  picturesUrl: string,
): PictureView {
  const fit = fitPicture(stored, box);
  const width = chooseWidth(stored.widths, fit.width, 'thumb');
  const src = `${picturesUrl}/${fileName({ hash: stored.hash, width, format: 'jpg' })}`;
  return { src, alt: cleanLine(alt) ?? '', ...fit, credit: null };
}
