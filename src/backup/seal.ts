import { createCipheriv, createDecipheriv, randomBytes, scrypt, type ScryptOptions } from 'node:crypto';
import { unreadable } from './tar.ts';

/*
 * An encrypted backup: a header, then chunks of 64 KiB, each AES-256-GCM with its tag. The nonce is the chunk's number and
 * whether it is the last, as the STREAM construction has it (Hoang, Reyhanitabar, Rogaway, Vizár 2015): chunks that are
 * swapped, dropped, repeated or cut off do not decrypt. The key belongs to this one file, by its salt.
 */

const MAGIC = Buffer.from('RVLBKUP1');
const SALT_BYTES = 16;
const HEADER_BYTES = MAGIC.length + SALT_BYTES + 1;
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
// 2^17 blocks of 1 KiB: 128 MiB of memory for each guess (OWASP, password storage).
const COST = 17;
const MAX_COST = 20;
const CIPHER = 'aes-256-gcm';

function deriveKey(passphrase: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** cost, r: 8, p: 1, maxmem: 2 ** (cost + 11) };
  return new Promise((done, fail) => {
    scrypt(passphrase.normalize('NFC'), salt, 32, options, (error, key) => (error ? fail(error) : done(key)));
  });
}

function nonceOf(chunk: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(Math.floor(chunk / 2 ** 32), 3);
  nonce.writeUInt32BE(chunk >>> 0, 7);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

/** Cuts a stream into pieces of `length` bytes. The last one may be shorter, or empty. */
async function* cut(bytes: AsyncIterable<Buffer>, length: number): AsyncGenerator<{ piece: Buffer; isLast: boolean }> {
  let held: Buffer = Buffer.alloc(0);
  for await (const more of bytes) {
    held = held.length === 0 ? more : Buffer.concat([held, more]);
    let at = 0;
    // A full piece is held until another byte follows: only then it is not the last piece.
    for (; held.length - at > length; at += length) yield { piece: held.subarray(at, at + length), isLast: false };
    held = held.subarray(at);
  }
  yield { piece: held, isLast: true };
}

/** True if a file that begins with these bytes is an encrypted backup. */
export function isSealed(start: Buffer): boolean {
  return start.subarray(0, MAGIC.length).equals(MAGIC);
}

/** Encrypts a stream with a key from `passphrase`; `cost`: 2^cost blocks of memory for each guess. */
export async function* seal(
  bytes: AsyncIterable<Buffer>,
  passphrase: string,
  cost: number = COST,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const header = Buffer.concat([MAGIC, salt, Buffer.from([cost])]);
  const key = await deriveKey(passphrase, salt, cost);
  yield header;
  let chunk = 0;
  for await (const { piece, isLast } of cut(bytes, CHUNK_BYTES)) {
    const cipher = createCipheriv(CIPHER, key, nonceOf(chunk++, isLast)).setAAD(header);
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  }
}

async function* without(header: (start: Buffer) => void, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | null = Buffer.alloc(0);
  for await (const more of bytes) {
    if (start === null) {
      yield more;
      continue;
    }
    start = Buffer.concat([start, more]);
    if (start.length < HEADER_BYTES) continue;
    header(start.subarray(0, HEADER_BYTES));
    yield start.subarray(HEADER_BYTES);
    start = null;
  }
}

/**
 * Decrypts what `seal` made. Throws BACKUP_UNREADABLE for a wrong passphrase, and for a file that is damaged or
 * truncated.
 */
export async function* unseal(bytes: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
  let header = Buffer.alloc(0);
  const body = without((start) => (header = Buffer.from(start)), bytes);
  let key: Buffer | null = null;
  let chunk = 0;
  for await (const { piece, isLast } of cut(body, CHUNK_BYTES + TAG_BYTES)) {
    const cost = header.at(-1) ?? 0;
    if (cost > MAX_COST || piece.length < TAG_BYTES) throw unreadable('it is damaged or cut off');
    key ??= await deriveKey(passphrase, header.subarray(MAGIC.length, MAGIC.length + SALT_BYTES), cost);
    const tagAt = piece.length - TAG_BYTES;
    const decipher = createDecipheriv(CIPHER, key, nonceOf(chunk++, isLast)).setAAD(header);
    decipher.setAuthTag(piece.subarray(tagAt));
    const plain = decipher.update(piece.subarray(0, tagAt));
    try {
      decipher.final();
    } catch (cause) {
      const why = chunk === 1 ? 'the passphrase is wrong, or it is damaged' : 'it is damaged or cut off';
      throw unreadable(why, cause);
    }
    yield plain;
  }
}
