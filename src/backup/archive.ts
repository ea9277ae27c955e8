import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { codeOf, isReveilleError, messageOf, ReveilleError } from '../domain/errors.ts';
import { FILES, fingerprint, parseManifest, type Manifest } from './manifest.ts';
import { isSealed, seal, unseal } from './seal.ts';
import { packTar, unpackTar, unreadable, type Entry } from './tar.ts';

// A skippable frame (RFC 8878 3.1.2), which zstd's own tools ignore. A file without it is truncated.
const END = Buffer.concat([Buffer.from([0x5e, 0x2a, 0x4d, 0x18, 12, 0, 0, 0]), Buffer.from('REVEILLE END')]);

/**
 * The bytes of a backup file: a tar archive, compressed with zstd, and encrypted if there is a passphrase. Memory is
 * bounded: at most one file of the archive is held. `cost`: the cost of a guess of the passphrase, if it differs from
 * the usual one.
 */
export async function* pack(
  entries: AsyncIterable<Entry>,
  { at, passphrase, cost }: { at: Date; passphrase: string | null; cost?: number },
): AsyncGenerator<Buffer> {
  const compressed = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  const filling = pipeline(Readable.from(packTar(entries, at)), compressed);
  // The loop below gets the same error.
  filling.catch(() => undefined);
  if (passphrase !== null) yield* seal(compressed, passphrase, cost);
  else {
    yield* compressed;
    yield END;
  }
  await filling;
}

/** How a file begins and ends, and its size. */
async function look(path: string): Promise<{ start: Buffer; end: Buffer; size: number }> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const at = async (position: number): Promise<Buffer> => {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(END.length), 0, END.length, position);
        return buffer.subarray(0, bytesRead);
      };
      return { start: await at(0), end: await at(Math.max(0, size - END.length)), size };
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new ReveilleError('USAGE', `${path} cannot be read (${codeOf(cause) ?? messageOf(cause)}).`, { cause });
  }
}

/** The files of a backup, one at a time. Throws BACKUP_UNREADABLE, or USAGE if there is no such file. */
async function* unpack(path: string, passphrase: string | null): AsyncGenerator<Entry> {
  const { start, end, size } = await look(path);
  const isEncrypted = isSealed(start);
  if (isEncrypted && passphrase === null) throw unreadable('it is encrypted; --passphrase-file names its passphrase');
  if (!isEncrypted && passphrase !== null) throw unreadable('it is not encrypted; leave out --passphrase-file');
  if (!isEncrypted && !end.equals(END)) throw unreadable('it is cut off, or no backup of Reveille');
  const whole = isEncrypted ? {} : { end: size - END.length - 1 };
  const raw = createReadStream(path, { highWaterMark: 256 * 1024, ...whole });
  const plain = createZstdDecompress();
  const filling = pipeline(isEncrypted ? Readable.from(unseal(raw, passphrase!)) : raw, plain);
  filling.catch(() => undefined);
  try {
    yield* unpackTar(plain);
    await filling;
  } catch (cause) {
    throw isReveilleError(cause) ? cause : unreadable('it is damaged or cut off', cause);
  } finally {
    raw.destroy();
    plain.destroy();
  }
}

/**
 * Reads a whole backup and compares every file with its fingerprint, in bounded memory. `visit` gets each file, in
 * order, before the manifest is known: if this throws, the effects of `visit` must be undone. Throws BACKUP_UNREADABLE
 * for a backup that is damaged, truncated or encrypted with another passphrase.
 */
export async function readArchive(
  path: string,
  passphrase: string | null,
  visit: (entry: Entry) => Promise<void> | void = () => undefined,
): Promise<Manifest> {
  const seen: Manifest['files'] = [];
  let manifest: Manifest | null = null;
  let manifestSum: string | null = null;
  for await (const entry of unpack(path, passphrase)) {
    const found = fingerprint(entry);
    if (entry.name === FILES.manifest) {
      manifest = parseManifest(entry.body);
      manifestSum = found.sha256;
    } else if (entry.name === FILES.seal) {
      if (entry.body.toString('latin1') !== manifestSum) throw unreadable('its list of contents is damaged');
    } else {
      seen.push(found);
      await visit(entry);
    }
  }
  if (manifest === null) throw unreadable('it is cut off');
  if (JSON.stringify(seen) !== JSON.stringify(manifest.files)) throw unreadable('it is damaged');
  return manifest;
}
