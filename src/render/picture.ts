import type { Picture } from '../domain/story.ts';
import { chooseAlt } from '../pictures/alt.ts';
import { fileName } from '../pictures/file.ts';
import { cleanLine } from './clean.ts';

/** A picture as a template shows it; sizes in CSS pixels. */
export type PictureView = {
  src: string;
  /** Empty where the words beside it say what it shows; its link holds the headline as well. */
  alt: string;
  width: number;
  height: number;
  credit: string | null;
};

/** Where a picture stands: a taller one is made narrower instead of filling a screen. */
export type PictureBox = { width: number; maxHeight: number };

/** A small picture is enlarged this far; beyond, it would be a blur. */
const MAX_ENLARGEMENT = 2;
/** Screens have up to so many pixels for each of a mail's. */
const DENSITY = 2;
/** A phone shows every picture as wide as its screen, whatever its box. */
const PHONE_PIXELS = 480;

/** The size at which a picture is shown in a box: never stretched, and not much enlarged. */
export function fitPicture(
  { width, height }: { width: number; height: number },
  box: PictureBox,
): { width: number; height: number } {
  const widest = Math.min(box.width, width * MAX_ENLARGEMENT, (box.maxHeight * width) / height);
  return { width: Math.max(1, Math.round(widest)), height: Math.max(1, Math.round((widest * height) / width)) };
}

/** The narrowest of `widths` with enough pixels for a picture shown at `width`, on phones too, else the widest. */
function chooseWidth(widths: readonly number[], width: number): number {
  return widths.find((each) => each >= Math.max(width * DENSITY, PHONE_PIXELS)) ?? Math.max(...widths);
}

/**
 * A story's picture for a box, from our own store at `picturesUrl`; null where there is none. One source with twice
 * the pixels and the width to show it at, because mail programs that know `srcset` are few, and all scale down.
 */
export function buildPicture(
  image: Picture | null,
  {
    box,
    headline,
    hasCaption,
    picturesUrl,
  }: { box: PictureBox; headline: string; hasCaption: boolean; picturesUrl: string },
): PictureView | null {
  if (!image?.stored) return null;
  const { hash, widths } = image.stored;
  const fit = fitPicture(image.stored, box);
  const caption = cleanLine(image.caption);
  const credit = cleanLine(image.credit);
  return {
    src: `${picturesUrl}/${fileName({ hash, width: chooseWidth(widths, fit.width), format: 'jpg' })}`,
    alt: chooseAlt(cleanLine(image.alt), { beside: [headline, hasCaption ? caption : null], otherwise: caption }),
    ...fit,
    credit,
  };
}
