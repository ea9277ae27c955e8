import type { PictureJudgement } from '../../../domain/pictures.ts';

const MIN_WIDTH = 200;
const MIN_HEIGHT = 120;
const MAX_RATIO = 3.2;
const MAX_AVATAR = 400;
const AVATAR_SHARE = 0.9;

/** Why a picture of this size (in pixels) cannot illustrate a story, or null. */
export function judgeSize(width: number, height: number): PictureJudgement | null {
  if (width < MIN_WIDTH || height < MIN_HEIGHT) return 'PICTURE_TOO_SMALL';
  if (width / height > MAX_RATIO || height / width > MAX_RATIO) return 'PICTURE_BANNER';
  const isSquare = Math.min(width, height) / Math.max(width, height) > AVATAR_SHARE;
  return isSquare && width <= MAX_AVATAR ? 'PICTURE_AVATAR' : null;
}

/** Pixels with four channels (RGBA), row by row. */
type Pixels = { data: Buffer; width: number; height: number };

const SAMPLES_A_SIDE = 64;
/** Neighbouring shades count as one colour. This absorbs the noise of JPEG, but not the sky of a photograph. */
const SHADE = 4;
const MAX_ONE_COLOUR = 0.72;
const MAX_CLEAR = 0.15;

/**
 * PICTURE_FLAT for pictures that are mostly one colour or largely transparent: logos, placeholders, empty frames. Else
 * null. Photographs have no such colour; drawings and maps rarely have one on more than two thirds of their area.
 */
export function judgeColours({ data, width, height }: Pixels): PictureJudgement | null {
  const counts = new Map<number, number>();
  let clear = 0;
  const total = SAMPLES_A_SIDE ** 2;
  for (let at = 0; at < total; at++) {
    const x = Math.floor((((at % SAMPLES_A_SIDE) + 0.5) * width) / SAMPLES_A_SIDE);
    const y = Math.floor(((Math.floor(at / SAMPLES_A_SIDE) + 0.5) * height) / SAMPLES_A_SIDE);
    const pixel = (y * width + x) * 4;
    if (data[pixel + 3]! < 128) clear++;
    const [red, green, blue] = [data[pixel]!, data[pixel + 1]!, data[pixel + 2]!].map((one) => Math.round(one / SHADE));
    const colour = red! * 10_000 + green! * 100 + blue!;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return clear > total * MAX_CLEAR || Math.max(...counts.values()) > total * MAX_ONE_COLOUR ? 'PICTURE_FLAT' : null;
}
