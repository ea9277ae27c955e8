import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import type { PictureFormat, PictureJudgement } from '../../../domain/pictures.ts';
import { buildXmp, readFileCredit, type FileCredit } from './pictureCredit.ts';
import { createGate } from './gate.ts';
import { judgeColours, judgeSize } from './judge.ts';
import { findForeign } from './sniff.ts';

/** 40 megapixels are what large cameras take; decoded they fill about 120 MB. */
const MAX_PIXELS = 40_000_000;
const DEVELOP_SECONDS = 10;
/** Of the digest's lead and of its thumbnails, at once and twice as many pixels (src/render/view.ts). */
const WIDTHS = [176, 352, 560, 1120] as const;
/** What lies between is shown whole; the rest is cut to the nearer of them, around what draws the eye. */
const NARROWEST = 5 / 4;
const WIDEST = 2;
const JPEG = { quality: 80, mozjpeg: true } as const;
// More effort takes twice the time for one byte in forty.
const WEBP = { quality: 76, effort: 2 } as const;
/** Part of every hash: another recipe makes other bytes. */
const RECIPE = 1;

export type Rendition = { width: number; format: PictureFormat; body: Buffer };

/** Sizes in pixels, of the largest rendition. */
export type Developed = FileCredit & {
  kind: 'developed';
  hash: string;
  sourceHash: string;
  width: number;
  height: number;
  widths: number[];
  renditions: Rendition[];
};

export type Refused = { kind: 'refused'; fault: PictureJudgement; sourceHash: string };

// One thread a picture and two pictures at once: a newsroom's machine has other work, and memory is what a hostile
// picture costs. Nothing is asked for twice, so libvips need not remember.
sharp.concurrency(1);
sharp.cache(false);
const gate = createGate(2);
// Whatever a file claims to be, no other decoder is ever run: not that of SVG, PDF, TIFF or ImageMagick.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Heif'].map((name) => `VipsForeignLoad${name}Buffer`),
});

/** The picture as its viewers see it: the first frame, upright. */
const open = (bytes: Buffer): Sharp =>
  sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 })
    .timeout({ seconds: DEVELOP_SECONDS })
    .autoOrient();

function cropOf(width: number, height: number): { width: number; height: number } {
  const ratio = Math.min(Math.max(width / height, NARROWEST), WIDEST);
  const widest = Math.min(width, height * ratio, WIDTHS.at(-1)!);
  return { width: Math.floor(widest), height: Math.max(1, Math.round(widest / ratio)) };
}

/** Each width that the crop has, and the crop's own where it lies between them. */
function widthsOf(width: number): number[] {
  const smaller = WIDTHS.filter((each) => each < width);
  return [...smaller, width];
}

type Raw = { data: Buffer; info: { width: number; height: number; channels: 1 | 2 | 3 | 4 } };

function encode({ data, info }: Raw, width: number, named: FileCredit): Promise<Rendition>[] {
  const { credit, copyright } = named;
  const tags = { ...(credit ? { Artist: credit } : {}), ...(copyright ? { Copyright: copyright } : {}) };
  const sized = sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .flatten({ background: '#ffffff' })
    .resize({ width });
  // Nothing of the source's metadata is left; this is all there is.
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

// What a decoder fills in for missing rows is of one colour.
const LAST_ROWS = 0.06;
const ONE_COLOUR = 1;

/**
 * A JPEG that lacks nothing but its end mark, which no browser asks for, gets one. One that lacks rows as well stays as
 * it is, and is refused.
 */
async function withEnd(bytes: Buffer): Promise<Buffer> {
  const isOpen = bytes.subarray(0, 2).equals(JPEG_START) && !bytes.includes(JPEG_END, Math.max(2, bytes.length - 64));
  if (!isOpen) return bytes;
  const ended = Buffer.concat([bytes, JPEG_END]);
  const options = { limitInputPixels: MAX_PIXELS, failOn: 'error' } as const;
  const { width, height } = await sharp(ended, options).metadata();
  const rows = Math.max(1, Math.floor(height * LAST_ROWS));
  // stats() looks at a whole picture, whatever is asked of it: the rows are cut out before.
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

async function developNow(bytes: Buffer, sourceHash: string, given: FileCredit): Promise<Developed | PictureJudgement> {
  const metadata = await open(bytes).metadata();
  const { width, height } = metadata.autoOrient;
  if (width * height > MAX_PIXELS) return 'PICTURE_TOO_MANY_PIXELS';
  const bySize = judgeSize(width, height);
  if (bySize) return bySize;
  const crop = cropOf(width, height);
  const raw = await open(bytes)
    .resize({ ...crop, fit: 'cover', position: sharp.strategy.attention })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const byColour = judgeColours({ data: raw.data, width: raw.info.width, height: raw.info.height });
  if (byColour) return byColour;
  const own = readFileCredit(metadata);
  const { credit, copyright } = { credit: given.credit ?? own.credit, copyright: own.copyright ?? given.copyright };
  const widths = widthsOf(crop.width);
  const renditions: Rendition[] = [];
  for (const each of widths) renditions.push(...(await Promise.all(encode(raw, each, { credit, copyright }))));
  const hash = createHash('sha256')
    .update(JSON.stringify([RECIPE, sourceHash, credit, copyright]))
    .digest('hex');
  return {
    kind: 'developed',
    hash: hash.slice(0, 32),
    sourceHash,
    ...crop,
    widths,
    renditions,
    ...own,
  };
}

/**
 * Makes of a stranger's bytes the pictures that we serve: JPEG and WebP at the digest's widths, cut to a shape between
 * 5:4 and 2:1, never enlarged, with no metadata but credit and copyright (`given`, else the file's own). The same
 * bytes and credit give the same hash. What is no picture for a story is refused with the reason; nothing is thrown
 * for what the bytes are.
 */
export async function developPicture(bytes: Buffer, given: FileCredit): Promise<Developed | Refused> {
  const sourceHash = createHash('sha256').update(bytes).digest('hex');
  const refuse = (fault: PictureJudgement): Refused => ({ kind: 'refused', fault, sourceHash });
  const foreign = findForeign(bytes);
  if (foreign) return refuse(foreign);
  try {
    const developed = await gate(async () => developNow(await withEnd(bytes), sourceHash, given));
    return typeof developed === 'string' ? refuse(developed) : developed;
  } catch (error) {
    // sharp's errors carry no codes; this is the one that matters, and its limit is ours.
    const isBomb = error instanceof Error && /pixel limit/i.test(error.message);
    return refuse(isBomb ? 'PICTURE_TOO_MANY_PIXELS' : 'PICTURE_UNREADABLE');
  }
}
