import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { messageOf, ReveilleError } from '../../../domain/errors.ts';
import type { WebContext } from '../../web.ts';

/** The largest list that the desk takes. The command line has no limit. */
export const MAX_UPLOAD_BYTES = 200_000_000;
/** The form's other fields and what separates the parts. */
const AROUND_BYTES = 1_000_000;

const LIMITS = { fieldNameSize: 100, fieldSize: 20_000, fields: 20, files: 2, parts: 24, headerPairs: 20 };

/** The fields of a form, and what its files were called, by field. Files without a name were not chosen. */
export type Upload = { fields: Record<string, string>; names: Record<string, string> };

type TooLarge = { outcome: 'tooLarge'; fields: Record<string, string> };

/** How an upload ended. `refused`: its first fields did not admit it. `tooLarge`: the rest was not read, and the fields above are there. */
export type Received = { outcome: 'received'; upload: Upload } | { outcome: 'refused' } | TooLarge;

/** True if the request says that it is too large. */
export function saysTooLarge(c: WebContext): boolean {
  return Number(c.req.header('content-length') ?? 0) > MAX_UPLOAD_BYTES + AROUND_BYTES;
}

/** A file's name without the parts that a browser should not send. */
function cleanName(name: string): string {
  return name
    .replaceAll(/[\p{C}/\\]+/gu, ' ')
    .trim()
    .slice(-200);
}

class Stop extends Error {
  readonly outcome: 'refused' | 'tooLarge';
  constructor(outcome: 'refused' | 'tooLarge') {
    super(outcome);
    this.outcome = outcome;
  }
}

/** Passes chunks on while they are not too many. */
function bounded(maxBytes: number): (chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> {
  return async function* pass(chunks) {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes + AROUND_BYTES) throw new Stop('tooLarge');
      yield chunk;
    }
  };
}

/**
 * Streams the files of a form (`accept` names their fields) to files of the same names in `folder`, in constant memory.
 * Before the first file `admit` sees the fields above it: a form of another site is not read further. Throws
 * INVALID_INPUT if the body is no form.
 */
export async function receiveUpload(
  c: WebContext,
  folder: string,
  {
    accept,
    admit,
    maxBytes = MAX_UPLOAD_BYTES,
  }: { accept: readonly string[]; admit: (fields: Record<string, string>) => boolean; maxBytes?: number },
): Promise<Received> {
  const upload: Upload = { fields: {}, names: {} };
  const { body } = c.req.raw;
  try {
    if (body) {
      const headers = { 'content-type': c.req.header('content-type') ?? '' } as BusboyHeaders;
      const parser = new Busboy({ headers, limits: { ...LIMITS, fileSize: maxBytes } });
      const writes: Promise<void>[] = [];
      parser.on('field', (name, value) => {
        upload.fields[name] = value;
      });
      parser.on('file', (field, stream, fileName) => {
        stream.on('limit', () => parser.destroy(new Stop('tooLarge')));
        const name = cleanName(fileName ?? '');
        if (!admit(upload.fields)) parser.destroy(new Stop('refused'));
        if (name === '' || !accept.includes(field) || field in upload.names) {
          stream.resume();
          return;
        }
        upload.names[field] = name;
        const written = pipeline(stream, createWriteStream(join(folder, field), { mode: 0o600 }));
        // The parser's error is the one to report.
        written.catch((error: unknown) => parser.destroy(error as Error));
        writes.push(written);
      });
      await pipeline(Readable.fromWeb(body), bounded(maxBytes), parser);
      await Promise.all(writes);
    }
  } catch (error) {
    if (error instanceof Stop)
      return error.outcome === 'tooLarge' ? { outcome: 'tooLarge', fields: upload.fields } : { outcome: 'refused' };
    throw new ReveilleError('INVALID_INPUT', `The upload could not be read: ${messageOf(error)}.`, { cause: error });
  }
  return admit(upload.fields) ? { outcome: 'received', upload } : { outcome: 'refused' };
}

/** The size of a stored file; 0 if there is none. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
