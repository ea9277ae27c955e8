import type { Picture } from '../../domain/story.ts';
import { splitCredit, splitInstruction, stripCreditWord } from './credit.ts';
import { httpUrl } from './links.ts';
import type { Instructions } from './notes.ts';
import { cleanLine } from './text.ts';

/**
 * A picture that may illustrate a story. `guess` is the assumed area if no size is declared; `note` are instructions to
 * editors in its caption.
 */
export type PictureCandidate = Picture & { guess: number; note: string | null };

/** The chosen picture, and the instructions to editors in its caption. */
export type ChosenPicture = { picture: Picture; note: string | null };

/** Assumed areas, in pixels, of pictures without declared sizes. They define an order of preference. */
export const GUESSED_AREA = { lead: 640 * 360, content: 480 * 270, thumbnail: 160 * 90 } as const;

// Smaller pictures are icons or tracking pixels, longer ones are banners. Neither illustrates a story.
const MIN_WIDTH = 150;
const MIN_HEIGHT = 80;
const MAX_RATIO = 3.2;
const FURNITURE =
  /(?:^|[-_/.])(?:logos?|favicon|placeholder|spacer|pixel|blank|1x1|transparent|beacon|avatar|gravatar|emoji|icons?|sprite|badge|share-?button|banner-?ad)(?:[-_.0-9]|$)/i;
const FILE_NAME = /^[\w%+,.-]+\.(?:jpe?g|png|gif|webp|avif|tiff?)$/i;
const TRACKERS =
  /(?:^|\.)(?:doubleclick\.net|feedburner\.com|scorecardresearch\.com|google-analytics\.com|pixel\.wp\.com|gravatar\.com|feedsportal\.com)$/i;

/** A declared size in whole pixels ("640", "640px"), or null. */
export function pixels(value: string | number | null | undefined): number | null {
  const match = /^(\d{1,5})(?:\.\d+)?(?:px)?$/.exec(String(value ?? '').trim());
  const size = match ? Number(match[1]) : 0;
  return size > 0 ? size : null;
}

type Given = { [key in 'alt' | 'caption' | 'credit']?: string | null | undefined } & {
  url: string | null | undefined;
  base?: string | null;
  width?: string | number | null | undefined;
  height?: string | number | null | undefined;
};

/** A candidate from the declarations in a document, with cleaned texts. Null if the link is invalid. */
export function pictureCandidate(given: Given, guess: number): PictureCandidate | null {
  const url = httpUrl(given.url, given.base ?? null);
  if (!url) return null;
  const { text: described, instruction } = splitInstruction(cleanLine(given.caption, 500));
  const split = splitCredit(described);
  const credit = splitInstruction(stripCreditWord(cleanLine(given.credit, 200)));
  const alt = splitCredit(splitInstruction(cleanLine(given.alt)).text);
  return {
    url,
    width: pixels(given.width),
    height: pixels(given.height),
    alt: alt.caption && !FILE_NAME.test(alt.caption) ? alt.caption : null,
    caption: split.caption,
    credit: credit.text ?? split.credit ?? alt.credit,
    guess,
    note: [instruction, credit.instruction].filter((note) => note !== null).join(' ') || null,
  };
}

/** False if a candidate cannot be a story's picture, by its name or its declared size. */
export function isSuitable(candidate: PictureCandidate): boolean {
  const { hostname, pathname } = new URL(candidate.url);
  const file = pathname.slice(pathname.lastIndexOf('/') + 1);
  if (TRACKERS.test(hostname) || FURNITURE.test(file) || /\.svg$/i.test(file)) return false;
  const isSized = candidate.width !== null || candidate.height !== null;
  // A GIF without a size within a text is more often a button than a picture.
  if (!isSized && candidate.guess < GUESSED_AREA.lead && /\.gif$/i.test(file)) return false;
  const named = isSized ? null : /(?:^|[-_.])(\d{2,4})x(\d{2,4})(?=[-_.])/.exec(file);
  const width = named ? Number(named[1]) : candidate.width;
  const height = named ? Number(named[2]) : candidate.height;
  if ((width !== null && width < MIN_WIDTH) || (height !== null && height < MIN_HEIGHT)) return false;
  return width === null || height === null || (width / height <= MAX_RATIO && height / width <= MAX_RATIO);
}

function area({ width, height, guess }: PictureCandidate): number {
  if (width !== null && height !== null) return width * height;
  const side = width ?? height;
  return side === null ? guess : side * side * 0.6;
}

/** Merges several mentions of one picture: each field comes from the first mention that has it. */
function merge(mentions: PictureCandidate[]): PictureCandidate[] {
  const byUrl = new Map<string, PictureCandidate>();
  for (const next of mentions) {
    const known = byUrl.get(next.url);
    byUrl.set(next.url, {
      url: next.url,
      width: known?.width ?? next.width,
      height: known?.height ?? next.height,
      alt: known?.alt ?? next.alt,
      caption: known?.caption ?? next.caption,
      credit: known?.credit ?? next.credit,
      guess: Math.max(known?.guess ?? 0, next.guess),
      note: known?.note ?? next.note,
    });
  }
  return [...byUrl.values()];
}

/**
 * The best candidate: the largest by declared (else assumed) area, the first among equals. Tracking pixels, icons,
 * logos
 * and banners never count. Null if none is left. Without alternative text, its caption is used.
 */
export function choosePicture(candidates: (PictureCandidate | null)[]): ChosenPicture | null {
  const suitable = merge(candidates.filter((candidate) => candidate !== null)).filter(isSuitable);
  let best: PictureCandidate | null = null;
  for (const candidate of suitable) if (!best || area(candidate) > area(best)) best = candidate;
  if (!best) return null;
  const { guess: _, note, ...picture } = best;
  return { picture: { ...picture, alt: picture.alt ?? picture.caption }, note };
}

/** A story's picture, and its instructions, including those in the picture's caption. */
export function illustrate(
  chosen: ChosenPicture | null,
  instructions: Instructions,
): Instructions & { image: Picture | null } {
  const notes = [instructions.editorsNote, chosen?.note].filter((note) => note !== null && note !== undefined);
  return { ...instructions, editorsNote: notes.join(' ') || null, image: chosen?.picture ?? null };
}
