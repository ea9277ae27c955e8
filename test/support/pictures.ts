import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import type { Db } from '../../src/platform/db/client.ts';
import type { StoredPicture } from '../../src/domain/story.ts';

type Look = { seed?: number; width?: number; height?: number };

/** Pixels as a photograph has them: many shades, none of them everywhere. Another seed is another picture. */
export function photo({ seed = 1, width = 1600, height = 1067 }: Look = {}): Sharp {
  const name = `${seed} ${width} ${height}`;
  const data = pixels.get(name) ?? drawPixels(seed, width, height);
  pixels.set(name, data);
  return sharp(data, { raw: { width, height, channels: 3 } });
}

const pixels = new Map<string, Buffer>();

function drawPixels(seed: number, width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      data[at] = (x * 255) / width;
      data[at + 1] = (y * 255) / height;
      data[at + 2] = 128 + 100 * Math.sin((x * seed) / 40 + y / (20 + seed));
    }
  return data;
}

/** A logo: letters' bars on one colour. */
export function logo({ width = 800, height = 400 }: Look = {}): Sharp {
  const bar = { create: { width: width / 10, height: height / 2, channels: 3, background: '#102040' } } as const;
  return sharp({ create: { width, height, channels: 3, background: '#f4f4f4' } }).composite([
    { input: bar, left: width / 4, top: height / 4 },
    { input: bar, left: width / 2, top: height / 4 },
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A PNG of one bit a pixel: small to send, large to decode. */
export function bomb(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  const rows = Buffer.alloc(height * (1 + width / 8));
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
}

const hashOf = (name: string): string => createHash('sha256').update(name).digest('hex');

/** What a picture of ours is called; `name` stands for its bytes. */
export function storedPicture(name: string, width = 1120, height = 747): StoredPicture {
  return {
    hash: hashOf(name).slice(0, 32),
    width,
    height,
    widths: [...[176, 352, 560].filter((each) => each < width), width],
    thumb: 208,
  };
}

/** Puts a picture into the store that an outlet gives, with one small file; returns how stories name it. Once is enough. */
export async function addStoredPicture(db: Db, name: string, outletId: number): Promise<StoredPicture> {
  const stored = storedPicture(name);
  await db
    .insertInto('pictures')
    .values({
      ...stored,
      source_hash: hashOf(name),
      source_url: `https://outlet.example/${name}.jpg`,
      created_at: new Date(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const body = await photo({ width: 176, height: 117 }).jpeg().toBuffer();
  await db
    .insertInto('picture_renditions')
    .values({ hash: stored.hash, width: 176, format: 'jpg', body })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .insertInto('picture_outlets')
    .values({ hash: stored.hash, outlet_id: outletId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return stored;
}

/** The same, given by an own outlet of the newsletter's that is made for it. */
export async function addOwnPicture(db: Db, name: string, newsletterId: number): Promise<StoredPicture> {
  const outlet = { newsletter_id: newsletterId, url: 'https://outlet.example/pictures', name: 'Own', is_own: true };
  const { id } = await db
    .insertInto('outlets')
    .values(outlet)
    .onConflict((conflict) => conflict.columns(['newsletter_id', 'url']).doUpdateSet({ name: 'Own' }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return addStoredPicture(db, name, id);
}

/** Puts a picture into the store that staff uploaded for the newsletter. Its hash names it. */
export async function addUploadedPicture(db: Db, hash: string, newsletterId: number): Promise<void> {
  const stored = { ...storedPicture(hash), hash, source_hash: hashOf(hash), source_url: `upload:${hash}` };
  await db
    .insertInto('pictures')
    .values({ ...stored, created_at: new Date() })
    .execute();
  await db
    .insertInto('picture_uploads')
    .values({ hash, newsletter_id: newsletterId, actor: 'test', at: new Date() })
    .execute();
}
