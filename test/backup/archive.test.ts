import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pack, readArchive } from '../../src/backup/archive.ts';
import { FILES, fingerprint, FORMAT, parseManifest } from '../../src/backup/manifest.ts';
import { seal, unseal } from '../../src/backup/seal.ts';
import { packTar, unpackTar, type Entry } from '../../src/backup/tar.ts';
import { isReveilleError } from '../../src/domain/errors.ts';

const AT = new Date('2026-11-30T03:00:00Z');
const PASSPHRASE = 'nine grey gulls over the harbour';
/** Of next to nothing: the usual cost is half a second of processor time for each key. */
const COST = 4;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-archive-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What compresses badly, so that a cut in the middle is in the middle of something. */
function noise(bytes: number): Buffer {
  const body = Buffer.alloc(bytes);
  let state = 12_345;
  for (let at = 0; at < bytes; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    body[at] = state >>> 24;
  }
  return body;
}

const ENTRIES: Entry[] = [
  { name: FILES.secret, body: Buffer.from('a secret') },
  { name: 'tables/items/000001', body: noise(200_000) },
  { name: 'tables/items/000002', body: Buffer.from('1\tone\n') },
];

function withManifest(entries: readonly Entry[], change: object = {}): Entry[] {
  const manifest = {
    format: FORMAT,
    version: '0.1.0',
    at: AT.toISOString(),
    migrations: [],
    tables: [],
    sequences: [],
    files: entries.map(fingerprint),
    ...change,
  };
  const last = { name: FILES.manifest, body: Buffer.from(JSON.stringify(manifest)) };
  return [...entries, last, { name: FILES.seal, body: Buffer.from(fingerprint(last).sha256) }];
}

const bytesOf = (entries: readonly Entry[], passphrase: string | null = null): Promise<Buffer> =>
  buffer(pack(Readable.from(entries), { at: AT, passphrase, cost: COST }));

let files = 0;
async function read(bytes: Uint8Array, passphrase: string | null = null): Promise<Entry[]> {
  const path = join(folder, `${++files}.backup`);
  await writeFile(path, bytes);
  const seen: Entry[] = [];
  try {
    await readArchive(path, passphrase, (entry) => void seen.push({ name: entry.name, body: Buffer.from(entry.body) }));
  } finally {
    await rm(path);
  }
  return seen;
}

/** The code with which a file is refused, or what else happened. */
const refusal = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'accepted',
    (error: unknown) => (isReveilleError(error) ? error.code : `crashed: ${String(error)}`),
  );

describe.each([
  { what: 'a plain backup', passphrase: null },
  { what: 'an encrypted backup', passphrase: PASSPHRASE },
])('$what', ({ passphrase }) => {
  let bytes: Buffer;
  beforeAll(async () => {
    bytes = await bytesOf(withManifest(ENTRIES), passphrase);
  });

  test('is read as it was written', async () => {
    expect(await read(bytes, passphrase)).toEqual(ENTRIES);
  });

  test('is refused wherever it is cut off', async () => {
    const lengths = [0, 1, 20, 100, 70_000, bytes.length - 40, bytes.length - 17, bytes.length - 1];
    for (const length of lengths)
      expect(`${length}: ${await refusal(read(bytes.subarray(0, length), passphrase))}`).toBe(
        `${length}: BACKUP_UNREADABLE`,
      );
  });

  test('is refused wherever a bit is wrong', async () => {
    for (const at of [0, 9, 26, 60, 5_000, 70_000, 150_000, bytes.length - 300, bytes.length - 2]) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 0x10;
      expect(`${at}: ${await refusal(read(damaged, passphrase))}`).toBe(`${at}: BACKUP_UNREADABLE`);
    }
  });
});

test('a backup without one of its files, with another one, or with its files in another order is refused', async () => {
  const whole = withManifest(ENTRIES);
  const tail = whole.slice(-2);
  for (const entries of [
    [...ENTRIES.slice(0, 2), ...tail],
    [...ENTRIES, { name: 'tables/items/000003', body: Buffer.from('2\ttwo\n') }, ...tail],
    [ENTRIES[0]!, ENTRIES[2]!, ENTRIES[1]!, ...tail],
    ENTRIES,
    [...whole.slice(0, -1), { name: FILES.seal, body: Buffer.from('0'.repeat(64)) }],
    withManifest(ENTRIES, { format: FORMAT + 1 }),
    withManifest(ENTRIES, { tables: [{ name: 'x"; drop table staff', edition: null, columns: [], rows: 0 }] }),
    withManifest(ENTRIES, { tables: [{ name: 'evil', edition: 77, columns: [], rows: 0 }] }),
    withManifest(ENTRIES, { tables: [{ name: 'deliveries_78', edition: 77, columns: [], rows: 0 }] }),
    withManifest(ENTRIES, { tables: [{ name: 'deliveries_-7', edition: -7, columns: [], rows: 0 }] }),
  ])
    expect(await refusal(read(await bytesOf(entries)))).toBe('BACKUP_UNREADABLE');
});

describe('a small file', () => {
  const headerOf = (size: string): Buffer => {
    const header = Buffer.alloc(512);
    header.write('tables/items/000001', 0);
    header.write(size, 124);
    header.write(' '.repeat(8), 148);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    return header;
  };
  const why = async (...chunks: Buffer[]): Promise<{ why: string; chunksRead: number }> => {
    let chunksRead = 0;
    const source = async function* (): AsyncGenerator<Buffer> {
      for (const chunk of chunks) {
        chunksRead++;
        yield chunk;
      }
    };
    try {
      for await (const entry of unpackTar(source())) void entry;
      return { why: 'accepted', chunksRead };
    } catch (error) {
      return { why: isReveilleError(error) ? error.message : String(error), chunksRead };
    }
  };
  const megabyte = Buffer.alloc(2 ** 20);

  test('that claims a large one is refused before that is read', async () => {
    const size = (500 * 2 ** 20).toString(8).padStart(11, '0');
    const { why: said, chunksRead } = await why(headerOf(size), megabyte, megabyte);
    expect(said).toContain('it is damaged');
    expect(chunksRead).toBe(1);
  });

  test.each(['-7777777777', '-1', '', '8', '1x', '0x10'])('with the size %j is refused', async (size) => {
    expect((await why(headerOf(size))).why).toContain('it is damaged');
  });

  test('that goes on after its end is refused, and the last record of other programs is not', async () => {
    const end = Buffer.alloc(1024);
    const { why: said, chunksRead } = await why(end, megabyte, megabyte, megabyte);
    expect(said).toContain('it goes on after its end');
    expect(chunksRead).toBe(2);
    expect((await why(end, Buffer.alloc(10 * 1024))).why).toBe('accepted');
  });
});

test('an archive of more files than a backup can have is refused while it is read', async () => {
  const entries = async function* (): AsyncGenerator<Entry> {
    for (let at = 0; at < 4; at++) yield { name: `tables/a/${at}`, body: Buffer.alloc(0) };
  };
  const at = new Date(0);
  const names: string[] = [];
  const read = async (): Promise<void> => {
    for await (const { name } of unpackTar(packTar(entries(), at), { maxFiles: 3 })) names.push(name);
  };
  await expect(read()).rejects.toThrow('it has too many files');
  expect(names).toHaveLength(3);
});

test.each([{ version: 'x\u001b[2Jy' }, { migrations: [{ name: 'a\u001b[2J', timestamp: '' }] }])(
  'a list whose words would reach the terminal as commands is refused: %j',
  (wrong) => {
    const right = {
      format: 1,
      version: '1.2.3-rc.1',
      at: new Date(0),
      migrations: [],
      tables: [],
      sequences: [],
      files: [],
    };
    expect(parseManifest(Buffer.from(JSON.stringify(right))).version).toBe('1.2.3-rc.1');
    expect(() => parseManifest(Buffer.from(JSON.stringify({ ...right, ...wrong })))).toThrow('cannot be read');
  },
);

test('a passphrase is needed where there is one, and only there, and another one does not do', async () => {
  const sealed = await bytesOf(withManifest(ENTRIES), PASSPHRASE);
  expect(sealed.includes('a secret')).toBe(false);
  await expect(read(sealed, null)).rejects.toThrow('it is encrypted');
  await expect(read(sealed, `${PASSPHRASE} `)).rejects.toThrow('the passphrase is wrong');
  await expect(read(await bytesOf(withManifest(ENTRIES)), PASSPHRASE)).rejects.toThrow('it is not encrypted');
});

test('a file that is no backup, and one that is not there, are refused', async () => {
  await expect(read(Buffer.from('no backup at all '.repeat(100)))).rejects.toThrow('no backup of Reveille');
  expect(await refusal(readArchive(join(folder, 'nowhere'), null))).toBe('USAGE');
});

describe('chunks of an encrypted file', () => {
  const CHUNK = 64 * 1024 + 16;
  const HEADER = 25;
  const plain = noise(3 * 64 * 1024 + 10);
  const open = (bytes: Buffer): Promise<Buffer> => buffer(unseal(Readable.from([bytes]), PASSPHRASE));
  let sealed: Buffer;
  let chunks: Buffer[];
  beforeAll(async () => {
    sealed = await buffer(seal(Readable.from([plain.subarray(0, 100), plain.subarray(100)]), PASSPHRASE, COST));
    chunks = [0, 1, 2, 3].map((at) => sealed.subarray(HEADER + at * CHUNK, HEADER + (at + 1) * CHUNK));
  });

  test('give the bytes back, however they are cut', async () => {
    expect((await open(sealed)).equals(plain)).toBe(true);
    const crumbs = Array.from({ length: Math.ceil(sealed.length / 1_000) }, (_, at) =>
      sealed.subarray(at * 1_000, (at + 1) * 1_000),
    );
    expect((await buffer(unseal(Readable.from(crumbs), PASSPHRASE))).equals(plain)).toBe(true);
  });

  test('are refused where they are swapped, dropped, repeated, or end too early', async () => {
    const [first, second, third, last] = chunks as [Buffer, Buffer, Buffer, Buffer];
    for (const wrong of [
      [second, first, third, last],
      [first, third, last],
      [first, second, second, third, last],
      [first, second, third],
      [first, second, third, last, last],
    ])
      expect(await refusal(open(Buffer.concat([sealed.subarray(0, HEADER), ...wrong])))).toBe('BACKUP_UNREADABLE');
  });

  test('give nothing for nothing, and a multiple of their length', async () => {
    for (const length of [0, 64 * 1024, 2 * 64 * 1024]) {
      const whole = plain.subarray(0, length);
      expect((await open(await buffer(seal(Readable.from([whole]), PASSPHRASE, COST)))).equals(whole)).toBe(true);
    }
  });
});
