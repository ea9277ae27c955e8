import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import type { PictureFormat, PictureJudgement } from '../../../domain/pictures.ts';
import { buildXmp, readFileCredit, type FileCredit } from './pictureCredit.ts';
import { createGate } from './gate.ts';
import { judgeColours, judgeSize } from './judge.ts';
import { findForeign } from './sniff.ts';

/** The size of large camera pictures, 40 megapixels. Decoded, they need about 120 MB. */
const MAX_PIXELS = 40_000_000;
const DEVELOP_SECONDS = 10;
/** The widths of the digest's lead picture and thumbnails, in single and double resolution (src/render/view.ts). */
const WIDTHS = [176, 352, 560, 1120] as const;
/**
 * Pictures with a shape between these are not cropped. Others are cropped to the nearer one, around the point of
 * interest.
 */
const NARROWEST = 5 / 4;
const WIDEST = 2;
/** The digest's thumbnail, in double resolution: 104 × 78 pixels of a mail. */
const THUMB_WIDTH = 208;
const THUMB_SHAPE = 4 / 3;
/** A lead's shape at most: at the width of a phone, a taller one fills half its screen. */
const WIDE_SHAPE = 3 / 2;
/** A picture that is nearly as wide stays whole. */
const NEARLY_WIDE = 1.45;
const JPEG = { quality: 80, mozjpeg: true } as const;
// More effort would double the time to save one byte in forty.
const WEBP = { quality: 76, effort: 2 } as const;
/** A part of every hash, because another recipe produces other bytes. */
const RECIPE = 1;

export type Rendition = { width: number; format: PictureFormat; body: Buffer };

/** A developed picture. Sizes are in pixels, of the largest rendition. */
export type Developed = FileCredit & {
  kind: 'developed';
  hash: string;
  sourceHash: string;
  width: number;
  height: number;
  widths: number[];
  /** The width of the rendition in the shape of a thumbnail. */
  thumb: number;
  /** The width of the rendition of 3:2, if the picture is taller. */
  wide: number | null;
  renditions: Rendition[];
};

export type Refused = { kind: 'refused'; fault: PictureJudgement; sourceHash: string };

// One thread for each picture and two pictures at once, because the machine has other work, and a hostile picture costs
// memory. No operation is repeated, so libvips needs no cache.
sharp.concurrency(1);
sharp.cache(false);
const gate = createGate(2);
// No other decoder ever runs, for example those for SVG, PDF, TIFF or ImageMagick, whatever type a file claims.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Heif'].map((name) => `VipsForeignLoad${name}Buffer`),
});

/** Opens the picture as people see it: its first frame, upright. */
const open = (bytes: Buffer): Sharp =>
  sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 })
    .timeout({ seconds: DEVELOP_SECONDS })
    .autoOrient();

function cropOf(width: number, height: number): { width: number; height: number } {
  const ratio = Math.min(Math.max(width / height, NARROWEST), WIDEST);
  const widest = Math.min(width, height * ratio, WIDTHS.at(-1)!);
  return { width: Math.floor(widest), height: Math.max(1, Math.round(widest / ratio)) };
}

/** Each standard width up to the crop's, and the crop's own width if it is between them. */
function widthsOf(width: number): number[] {
  const smaller = WIDTHS.filter((each) => each < width);
  return [...smaller, width];
}

/** The width of the thumbnail, never enlarged. Files are named by their width, so it differs from the other widths. */
function thumbOf({ width, height }: { width: number; height: number }, widths: readonly number[]): number {
  let thumb = Math.min(THUMB_WIDTH, width, Math.floor(height * THUMB_SHAPE));
  while (widths.includes(thumb)) thumb--;
  return thumb;
}

/** As thumbOf, for a lead. Null: the picture is no taller. */
function wideOf({ width, height }: { width: number; height: number }, widths: readonly number[]): number | null {
  if (width / height >= NEARLY_WIDE) return null;
  let wide = width;
  while (widths.includes(wide)) wide--;
  return wide;
}

/** Without a height, the shape stays. */
type Size = { width: number; height?: number };
type Raw = { data: Buffer; info: { width: number; height: number; channels: 1 | 2 | 3 | 4 } };

function encode({ data, info }: Raw, size: Size, named: FileCredit): Promise<Rendition>[] {
  const { width } = size;
  const { credit, copyright } = named;
  const tags = { ...(credit ? { Artist: credit } : {}), ...(copyright ? { Copyright: copyright } : {}) };
  const sized = sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .flatten({ background: '#ffffff' })
    .resize(size.height === undefined ? size : { ...size, fit: 'cover', position: sharp.strategy.attention });
  // All metadata of the source is removed, so credit and copyright are added here.
  const signed = credit || copyright ? sized.withExif({ IFD0: tags }).withXmp(buildXmp(named)) : sized;
  const formats = { jpg: signed.clone().jpeg(JPEG), webp: signed.clone().webp(WEBP) };
  return Object.entries(formats).map(async ([format, pipeline]) => ({
    width,
    format: format as PictureFormat,
    body: await pipeline.toBuffer(),
  }));
}

const JPEG_START = Buffer.from([0xff, 0xd8]);
const JPEG_END = Buffer.from([0xff, 0xd9]);

// Decoders fill missing rows with one colour.
const LAST_ROWS = 0.06;
const ONE_COLOUR = 1;

/**
 * Adds the end marker to a JPEG that lacks only this, because browsers show such files. A JPEG with missing rows stays
 * as
 * it is and is refused.
 */
async function withEnd(bytes: Buffer): Promise<Buffer> {
  const isOpen = bytes.subarray(0, 2).equals(JPEG_START) && !bytes.includes(JPEG_END, Math.max(2, bytes.length - 64));
  if (!isOpen) return bytes;
  const ended = Buffer.concat([bytes, JPEG_END]);
  const options = { limitInputPixels: MAX_PIXELS, failOn: 'error' } as const;
  const { width, height } = await sharp(ended, options).metadata();
  const rows = Math.max(1, Math.floor(height * LAST_ROWS));
  // stats() always reads the whole input picture, so the rows are extracted first.
  const { data, info } = await sharp(ended, options)
    .timeout({ seconds: DEVELOP_SECONDS })
    .extract({ left: 0, top: height - rows, width, height: rows })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { channels } = await sharp(data, {
    raw: { width: info.width, height: info.height, channels: info.channels },
  }).stats();
  return channels.every(({ stdev }) => stdev < ONE_COLOUR) ? bytes : ended;
}

async function developNow(
  bytes: Buffer,
  sourceHash: string,
  given: FileCredit & { isChosen?: boolean },
): Promise<Developed | PictureJudgement> {
  const metadata = await open(bytes).metadata();
  const { width, height } = metadata.autoOrient;
  if (width * height > MAX_PIXELS) return 'PICTURE_TOO_MANY_PIXELS';
  const bySize = judgeSize(width, height);
  // Which small square or plain picture is no logo, a person can tell.
  if (bySize && !(given.isChosen && bySize === 'PICTURE_AVATAR')) return bySize;
  const crop = cropOf(width, height);
  const raw = await open(bytes)
    .resize({ ...crop, fit: 'cover', position: sharp.strategy.attention })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const byColour = judgeColours({ data: raw.data, width: raw.info.width, height: raw.info.height });
  if (byColour && !given.isChosen) return byColour;
  const own = readFileCredit(metadata);
  const { credit, copyright } = { credit: given.credit ?? own.credit, copyright: own.copyright ?? given.copyright };
  const widths = widthsOf(crop.width);
  const thumb = thumbOf(crop, widths);
  const wide = wideOf(crop, [...widths, thumb]);
  const sizes: Size[] = [
    ...widths.map((each) => ({ width: each })),
    { width: thumb, height: Math.round(thumb / THUMB_SHAPE) },
    ...(wide === null ? [] : [{ width: wide, height: Math.round(wide / WIDE_SHAPE) }]),
  ];
  const renditions: Rendition[] = [];
  for (const size of sizes) renditions.push(...(await Promise.all(encode(raw, size, { credit, copyright }))));
  const hash = createHash('sha256')
    .update(JSON.stringify([RECIPE, sourceHash, credit, copyright]))
    .digest('hex');
  return {
    kind: 'developed',
    hash: hash.slice(0, 32),
    sourceHash,
    ...crop,
    widths,
    thumb,
    wide,
    renditions,
    ...own,
  };
}

/**
 * Converts untrusted bytes to the pictures that we serve: JPEG and WebP in the digest's widths, cropped to a shape
 * between 5:4 and 2:1, and in the shapes of a thumbnail and of a lead, never enlarged, without metadata except credit and copyright
 * (`given`, else the file's own). The same bytes and credit give the same hash. Unsuitable pictures are refused with a
 * reason; of pictures that a person chose (`isChosen`), plain ones and small squares are taken. It throws for no input.
 */
export async function developPicture(
  bytes: Buffer,
  given: FileCredit & { isChosen?: boolean },
): Promise<Developed | Refused> {
  const sourceHash = createHash('sha256').update(bytes).digest('hex');
  const refuse = (fault: PictureJudgement): Refused => ({ kind: 'refused', fault, sourceHash });
  const foreign = findForeign(bytes);
  if (foreign) return refuse(foreign);
  try {
    const developed = await gate(async () => developNow(await withEnd(bytes), sourceHash, given));
    return typeof developed === 'string' ? refuse(developed) : developed;
  } catch (error) {
    // sharp's errors have no codes. This is the only one that matters, and we set its limit.
    const isBomb = error instanceof Error && /pixel limit/i.test(error.message);
    return refuse(isBomb ? 'PICTURE_TOO_MANY_PIXELS' : 'PICTURE_UNREADABLE');
  }
}
