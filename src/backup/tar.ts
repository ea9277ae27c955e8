import { ReveilleError } from '../domain/errors.ts';

/** A file of an archive. */
export type Entry = { name: string; body: Buffer };

const BLOCK = 512;
const MAX_NAME = 100;
/** A file is held in memory. Parts of tables have 4 MB, and the manifest has about 150 bytes for each part. */
const MAX_BODY = 64 * 2 ** 20;
/** More files than a manifest can name. What is noted of each stays in memory until the end. */
const MAX_FILES = 500_000;
/** Other programs fill the last record of an archive, of 10 KiB as a rule, with zeros. */
const MAX_REST = 64 * 2 ** 10;

/** An archive that cannot be read. */
export function unreadable(why: string, cause?: unknown): ReveilleError {
  return new ReveilleError('BACKUP_UNREADABLE', `The backup cannot be used: ${why}. Nothing was changed.`, { cause });
}

const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;

function checksumOf(header: Buffer): number {
  // The checksum's own field counts as spaces (POSIX.1-2017, pax, ustar interchange format).
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

function headerOf({ name, body }: Entry, mtimeSeconds: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > MAX_NAME) throw new Error(`The name ${name} is too long for an archive.`);
  if (body.length > MAX_BODY) throw new Error(`The file ${name} is too large for an archive.`);
  header.write(name, 0);
  header.write(octal(0o600, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(body.length, 11), 124);
  header.write(octal(mtimeSeconds, 11), 136);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

const paddingOf = (bytes: number): number => (BLOCK - (bytes % BLOCK)) % BLOCK;

/** The bytes of a tar archive (ustar) of these files, in their order. */
export async function* packTar(entries: AsyncIterable<Entry>, at: Date): AsyncGenerator<Buffer> {
  for await (const entry of entries) {
    yield headerOf(entry, Math.floor(at.getTime() / 1000));
    yield entry.body;
    yield Buffer.alloc(paddingOf(entry.body.length));
  }
  yield Buffer.alloc(2 * BLOCK);
}

type Reader = {
  /** Exactly `length` bytes. `null` at the end; a stream that ends before is truncated. */
  read: (length: number) => Promise<Buffer | null>;
  /** Reads to the end, where the layers below check their own data. */
  finish: () => Promise<void>;
};

function openReader(bytes: AsyncIterable<Buffer>): Reader {
  const source = bytes[Symbol.asyncIterator]();
  let held: Buffer[] = [];
  let size = 0;
  const read: Reader['read'] = async (length) => {
    while (size < length) {
      const next = await source.next();
      if (next.done) {
        if (size === 0) return null;
        throw unreadable('it is cut off');
      }
      held.push(next.value);
      size += next.value.length;
    }
    const whole = held.length === 1 ? held[0]! : Buffer.concat(held, size);
    held = [whole.subarray(length)];
    size -= length;
    return whole.subarray(0, length);
  };
  const finish = async (): Promise<void> => {
    for (let rest = size; rest <= MAX_REST;) {
      const next = await source.next();
      if (next.done) return;
      rest += next.value.length;
    }
    throw unreadable('it goes on after its end');
  };
  return { read, finish };
}

const octalOf = (text: string): number => (/^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN);

/** The files of a tar archive as `packTar` writes it, one at a time. Throws BACKUP_UNREADABLE. */
export async function* unpackTar(
  bytes: AsyncIterable<Buffer>,
  { maxFiles = MAX_FILES }: { maxFiles?: number } = {},
): AsyncGenerator<Entry> {
  const { read, finish } = openReader(bytes);
  for (let count = 0; ; count++) {
    const header = await read(BLOCK);
    if (header === null) throw unreadable('it is cut off');
    if (header.every((byte) => byte === 0)) {
      await finish();
      return;
    }
    const field = (at: number, length: number): string =>
      header
        .toString('latin1', at, at + length)
        .replace(/\0.*$/s, '')
        .trim();
    const bodyBytes = octalOf(field(124, 12));
    if (octalOf(field(148, 8)) !== checksumOf(header) || !(bodyBytes <= MAX_BODY))
      throw unreadable('it is damaged, or no backup of Reveille');
    if (count >= maxFiles) throw unreadable('it has too many files');
    const body = await read(bodyBytes);
    const padding = paddingOf(bodyBytes);
    if (body === null || (padding > 0 && (await read(padding)) === null)) throw unreadable('it is cut off');
    yield { name: field(0, MAX_NAME), body };
  }
}
