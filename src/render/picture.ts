import type { Picture } from '../domain/story.ts';
import { ReveilleError } from '../domain/errors.ts';
import { chooseAlt } from '../newsroom/pictures/alt.ts';
import { gapBehind, type CreditLine } from '../newsroom/pictures/creditLine.ts';
import { fileName } from '../newsroom/pictures/file.ts';
import type { MailWords } from '../language/catalogues.ts';
import { cleanLine } from './clean.ts';

/** The language of our own words, and how it is written, where the words around them are in another. */
export type OursView = { language: string; direction: 'ltr' | 'rtl' };

/** A picture as a template shows it; sizes in CSS pixels. */
export type PictureView = {
  src: string;
  /** Of a thumbnail, empty where the words beside it say what it shows; its link holds the headline as well. */
  alt: string;
  /** Of `alt`, where it is in our words. */
  ours: OursView | null;
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
 * the pixels and the width to show it at, because mail programs that know `srcset` are few, and all scale down. Throws
 * RENDER_FAILED where its size is none.
 */
export function buildPicture(
  image: Picture | null,
  {
    box,
    headline,
    isLead,
    words,
    ours,
    picturesUrl,
  }: {
    box: PictureBox;
    headline: string;
    isLead: boolean;
    words: MailWords;
    ours: OursView | null;
    picturesUrl: string;
  },
): PictureView | null {
  if (!image?.stored) return null;
  const { hash, widths } = image.stored;
  const fit = fitPicture(image.stored, box);
  // MJML takes any width, "NaN" too.
  if (!Number.isFinite(fit.height) || widths.length === 0)
    throw new ReveilleError('RENDER_FAILED', `The picture ${hash} has no size.`);
  const caption = cleanLine(image.caption);
  const credit = cleanLine(image.credit);
  const beside = [headline, isLead ? caption : null];
  const said = chooseAlt(cleanLine(image.alt), { beside, otherwise: caption });
  // A field of that size without a word in it looks broken; the caption below is not to be heard twice.
  const isUnsaid = isLead && said === '';
  return {
    src: `${picturesUrl}/${fileName({ hash, width: chooseWidth(widths, fit.width), format: 'jpg' })}`,
    alt: isUnsaid ? words.picture : said,
    ours: isUnsaid ? ours : null,
    ...fit,
    credit,
  };
}

/** The line under the lead's picture: what it shows, and whose it is; `ours`: of the credit, where it is in our words. */
export type UnderView = { caption: string; gap: string; credit: string; ours: OursView | null };

/** Caption and credit in one line; null where there is neither. */
export function buildUnder(caption: string | null, credit: CreditLine | null, ours: OursView | null): UnderView | null {
  if (caption === null && credit === null) return null;
  return {
    caption: caption ?? '',
    gap: caption === null || credit === null ? '' : gapBehind(caption),
    credit: credit?.text ?? '',
    ours: credit?.isOurs ? ours : null,
  };
}
