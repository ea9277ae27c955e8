import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { developPicture, type Developed } from '../../../src/newsroom/ingest/pictures/develop.ts';
import { type FileCredit, readFileCredit } from '../../../src/newsroom/ingest/pictures/pictureCredit.ts';
import { bomb, logo, photo } from '../../support/pictures.ts';

const nobody: FileCredit = { credit: null, copyright: null };
const fault = async (bytes: Buffer): Promise<string> => {
  const made = await developPicture(bytes, nobody);
  return made.kind === 'refused' ? made.fault : 'none';
};
async function develop(bytes: Buffer, given = nobody): Promise<Developed> {
  const made = await developPicture(bytes, given);
  if (made.kind === 'refused') throw new Error(made.fault);
  return made;
}
/** Small, where the size does not matter: each picture is encoded ten times. */
const small = () => photo({ width: 360, height: 240 });
const xmpOf = async (bytes: Buffer): Promise<string> => (await sharp(bytes).metadata()).xmpAsString ?? '';

describe('a photograph', () => {
  test('becomes JPEG and WebP at the widths of the digest, whole where its shape allows', async () => {
    const made = await develop(await photo().jpeg().toBuffer());
    expect(made).toMatchObject({ width: 1120, height: 747, widths: [176, 352, 560, 1120] });
    expect(made.renditions).toHaveLength(10);
    for (const { width, format, body } of made.renditions.filter((each) => each.width !== made.thumb)) {
      const seen = await sharp(body).metadata();
      expect(seen).toMatchObject({ format: format === 'jpg' ? 'jpeg' : 'webp', width });
      expect(Math.abs((seen.width / seen.height) * (1067 / 1600) - 1)).toBeLessThan(0.02);
    }
  });

  test('becomes a thumbnail of 4:3, whose width no other file has', async () => {
    for (const [size, thumb] of [
      [{ width: 1600, height: 1067 }, 208],
      [{ width: 208, height: 160 }, 207],
      [{ width: 264, height: 132 }, 175],
    ] as const) {
      const made = await develop(await photo(size).jpeg().toBuffer());
      expect(made.thumb).toBe(thumb);
      expect(made.widths).not.toContain(thumb);
      for (const { body } of made.renditions.filter(({ width }) => width === thumb)) {
        const { width, height } = await sharp(body).metadata();
        expect([width, height]).toEqual([thumb, Math.round((thumb * 3) / 4)]);
      }
    }
  });

  test('has a rendition of 3:2 for a lead if it is taller, whose width no other file has', async () => {
    const tall = await develop(await photo({ width: 1250, height: 1000 }).jpeg().toBuffer());
    expect(tall).toMatchObject({ width: 1120, height: 896, wide: 1119 });
    const made = tall.renditions.filter(({ width }) => width === tall.wide);
    expect(made).toHaveLength(2);
    for (const { body } of made) expect(await sharp(body).metadata()).toMatchObject({ width: 1119, height: 746 });
    expect((await develop(await photo().jpeg().toBuffer())).wide).toBeNull();
  });

  test.each(['png', 'webp', 'gif', 'avif'] as const)('may be %s', async (format) => {
    const bytes = await photo({ width: 360, height: 240 }).toFormat(format).toBuffer();
    expect((await develop(bytes)).widths).toEqual([176, 352, 360]);
  });

  test('is never enlarged', async () => {
    const made = await develop(await photo({ width: 300, height: 200 }).jpeg().toBuffer());
    expect(made).toMatchObject({ width: 300, height: 200, widths: [176, 300] });
  });

  test('that is tall or very long is cut to what a mail can show, around what draws the eye', async () => {
    const spot = { create: { width: 200, height: 200, channels: 3, background: '#ff1010' } } as const;
    const plain = await photo({ width: 800, height: 2000 }).greyscale().toColourspace('srgb').png().toBuffer();
    const tall = await sharp(plain)
      .composite([{ input: spot, left: 300, top: 1700 }])
      .jpeg()
      .toBuffer();
    const made = await develop(tall);
    expect([made.width, made.height]).toEqual([800, 640]);
    const pixels = await sharp(made.renditions.find(({ width, format }) => width === 800 && format === 'jpg')!.body)
      .raw()
      .toBuffer();
    let red = 0;
    for (let at = 0; at < pixels.length; at += 3) if (pixels[at]! > 200 && pixels[at + 1]! < 80) red++;
    expect(red).toBeGreaterThan(35_000);
    expect(await develop(await photo({ width: 1500, height: 500 }).jpeg().toBuffer())).toMatchObject({
      width: 1000,
      height: 500,
    });
  });

  test('is turned upright, and animated ones give their first frame', async () => {
    const turned = await photo({ width: 600, height: 900 }).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    expect(await develop(turned)).toMatchObject({ width: 900, height: 600 });
    const frames = await Promise.all(
      [1, 2, 3].map((seed) => photo({ seed, width: 260, height: 180 }).png().toBuffer()),
    );
    const animated = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [90, 90, 90] })
      .toBuffer();
    expect(await develop(animated)).toMatchObject({ width: 260, height: 180 });
  });

  test('keeps nothing of its metadata but credit and copyright', async () => {
    const bytes = await small()
      .withExif({
        IFD0: { Artist: 'Ana Example', Copyright: '2026 Gazette', Make: 'Spycam', ImageDescription: 'Home of X' },
        IFD3: { GPSLatitude: '51/1 30/1 0/1' },
      })
      .jpeg()
      .toBuffer();
    const made = await develop(bytes);
    expect(made).toMatchObject({ credit: 'Ana Example', copyright: '2026 Gazette' });
    for (const { body } of made.renditions) {
      const metadata = await sharp(body).metadata();
      expect(readFileCredit(metadata)).toEqual({ credit: 'Ana Example', copyright: '2026 Gazette' });
      expect(body.toString('latin1')).not.toMatch(/Spycam|Home of X|GPS/);
      expect([metadata.iptc, metadata.icc, metadata.comments]).toEqual([undefined, undefined, undefined]);
    }
  });

  test('carries the credit that the outlet gives, before the file’s own', async () => {
    const bytes = await small()
      .withExif({ IFD0: { Artist: 'Camera 7' } })
      .jpeg()
      .toBuffer();
    const made = await develop(bytes, { credit: 'Zoë Müster <AP>', copyright: '© Gazette' });
    for (const { body } of made.renditions) {
      expect(await xmpOf(body)).toContain('<rdf:li>Zoë Müster &lt;AP&gt;</rdf:li>');
      expect(await xmpOf(body)).toContain('© Gazette');
      expect(body.includes('Camera 7')).toBe(false);
    }
  });

  test('tells whom agencies name in its IPTC records, accents and all', () => {
    const record = (dataset: number, text: string): Buffer => {
      const value = Buffer.from(text);
      return Buffer.concat([Buffer.from([0x1c, 2, dataset, value.length >> 8, value.length & 255]), value]);
    };
    const iptc = Buffer.concat([record(80, 'Zoë Müster'), record(110, 'AFP'), record(116, '© 2026 AFP')]);
    expect(readFileCredit({ iptc: Buffer.concat([Buffer.from('8BIM\u0004\u0004'), iptc]) })).toEqual({
      credit: 'Zoë Müster/AFP',
      copyright: '© 2026 AFP',
    });
    expect(readFileCredit({ iptc: Buffer.from('\u001c\u0002P\u00ff\u00ff') })).toEqual(nobody);
    expect(readFileCredit({ exif: Buffer.from('Exif\0\0MM\0*\u00ff\u00ff\u00ff\u00ff') })).toEqual(nobody);
  });

  test('has one hash as long as its bytes and credit are the same', async () => {
    const bytes = await small().jpeg().toBuffer();
    const [first, again] = await Promise.all([develop(bytes), develop(Buffer.from(bytes))]);
    expect(again.hash).toBe(first.hash);
    expect(again.renditions.map(({ body }) => body.toString('base64'))).toEqual(
      first.renditions.map(({ body }) => body.toString('base64')),
    );
    const credited = await develop(bytes, { credit: 'AP', copyright: null });
    expect(credited.hash).not.toBe(first.hash);
    expect(credited.sourceHash).toBe(first.sourceHash);
  });
});

describe('pictures that do not suit a story', () => {
  test.each([
    [1, 1, 'PICTURE_TOO_SMALL'],
    [140, 79, 'PICTURE_TOO_SMALL'],
    [4000, 300, 'PICTURE_BANNER'],
    [300, 1200, 'PICTURE_BANNER'],
    [400, 400, 'PICTURE_AVATAR'],
  ])('%i × %i pixels: %s', async (width, height, code) => {
    expect(await fault(await photo({ width, height }).png().toBuffer())).toBe(code);
  });

  test('a logo, an empty frame and a mark on nothing are too plain', async () => {
    const empty = sharp({ create: { width: 800, height: 450, channels: 3, background: '#dddddd' } });
    const clear = sharp({ create: { width: 800, height: 450, channels: 4, background: '#00000000' } });
    for (const each of [logo(), empty]) {
      expect(await fault(await each.clone().jpeg().toBuffer())).toBe('PICTURE_FLAT');
      expect(await fault(await each.clone().png().toBuffer())).toBe('PICTURE_FLAT');
    }
    expect(await fault(await clear.png().toBuffer())).toBe('PICTURE_FLAT');
  });

  test('a vector drawing is refused with any name, and so are formats that browsers do not show', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><script>alert(1)</script></svg>';
    for (const text of [svg, `<?xml version="1.0"?>${svg}`, '<!doctype html><p>Not found', '%PDF-1.7', ''])
      expect(await fault(Buffer.from(text))).toBe('PICTURE_FORMAT');
    expect(await fault(await photo().tiff().toBuffer())).toBe('PICTURE_FORMAT');
  });

  test('a file that is a picture and something else is refused', async () => {
    const jpeg = await photo({ width: 640, height: 427 }).jpeg().toBuffer();
    const script = Buffer.from('/*<script>alert(1)</script>*/');
    const archiveEnd = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
    expect(await fault(Buffer.concat([jpeg, script]))).toBe('PICTURE_POLYGLOT');
    expect(await fault(Buffer.concat([jpeg, archiveEnd]))).toBe('PICTURE_POLYGLOT');
    expect(await fault(Buffer.concat([Buffer.from('GIF89a/*'), script]))).toBe('PICTURE_POLYGLOT');
  });

  test('a bomb is not decoded', async () => {
    const bytes = bomb(20_000, 20_000);
    expect(bytes.length).toBeLessThan(100_000);
    const before = process.memoryUsage().rss;
    expect(await fault(bytes)).toBe('PICTURE_TOO_MANY_PIXELS');
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test('a picture that lacks only its end marker is accepted', async () => {
    const jpeg = await photo({ width: 640, height: 427 }).jpeg().toBuffer();
    expect(await fault(jpeg.subarray(0, -2))).toBe('none');
  });

  test('half a picture is refused', async () => {
    const jpeg = await photo({ width: 640, height: 427 }).jpeg().toBuffer();
    expect(await fault(jpeg.subarray(0, jpeg.length / 3))).toBe('PICTURE_UNREADABLE');
    expect(await fault(Buffer.from('GIF89a and nothing else'))).toBe('PICTURE_UNREADABLE');
  });
});
