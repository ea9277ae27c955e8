import type { Picture } from '../domain/story.ts';
import { cleanLine, safeUrl } from './clean.ts';
import type { MailWords } from '../words/catalogues.ts';
import { fillWords } from '../words/words.ts';

/** A picture as a template shows it; sizes in CSS pixels. */
export type PictureView = {
  src: string;
  alt: string;
  width: number;
  /** Null: not known, and a box of 16:9 is kept free until the picture is there. */
  height: number | null;
  boxHeight: number;
  isTall: boolean;
  credit: string | null;
  /** Caption and credit in one line. */
  line: string | null;
};

/** Where a picture stands: a taller one is made narrower instead of filling a screen. */
export type PictureBox = { width: number; maxHeight: number };

/** A small picture is enlarged this far; beyond, it would be a blur. */
const MAX_ENLARGEMENT = 2;

/** The size at which a picture is shown in a box: never stretched, and not much enlarged. */
export function fitPicture(
  { width, height }: Pick<Picture, 'width' | 'height'>,
  box: PictureBox,
): { width: number; height: number | null } {
  if (!width || !height) return { width: box.width, height: null };
  const widest = Math.min(box.width, width * MAX_ENLARGEMENT, (box.maxHeight * width) / height);
  return { width: Math.max(1, Math.round(widest)), height: Math.max(1, Math.round((widest * height) / width)) };
}

/** A story's picture for a box, or null where there is none that a mail can show. */
export function buildPicture(
  image: Picture | null,
  { box, headline, words }: { box: PictureBox; headline: string; words: MailWords },
): PictureView | null {
  const src = safeUrl(image?.url);
  if (!image || !src) return null;
  const caption = cleanLine(image.caption);
  const credit = cleanLine(image.credit);
  return {
    src,
    // The picture is a link, and a link needs words for those who hear it.
    alt: cleanLine(image.alt) ?? caption ?? fillWords(words.pictureFor, { headline }),
    ...fitPicture(image, box),
    isTall: Boolean(image.width && image.height && image.height > image.width),
    boxHeight: Math.round((box.width * 9) / 16),
    credit,
    line: [caption, credit].filter((part) => part !== null).join(' ') || null,
  };
}
