import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, constants } from 'node:zlib';
import { codeOf, ReveilleError } from '../../../domain/errors.ts';

const MAX_LAYERS = 3;
// The connection closed too early, or what follows is no part of a body.
const BROKEN = new Set(['UND_ERR_SOCKET', 'ECONNRESET']);

/** True of what the parsers of HTTP throw at an answer that is none. */
export function isParserError(error: unknown): boolean {
  return (error instanceof Error && error.name === 'HTTPParserError') || (codeOf(error) ?? '').startsWith('HPE_');
}

async function* inflateEither(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  // "deflate" means the zlib format, but some servers send raw deflate. The first byte shows which it is.
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const inflate = ((first.value[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
  async function* all(): AsyncGenerator<Buffer> {
    yield first.value;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  }
  yield* through(inflate, all());
}

/** Pipes `source` through a decoder. Leaving the loop early stops both. */
async function* through(decoder: Transform, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const pump = (async () => {
    try {
      for await (const chunk of source) {
        if (!decoder.writable) return;
        if (!decoder.write(chunk))
          await new Promise<void>((resolve) => {
            decoder.once('drain', resolve).once('close', resolve);
          });
      }
      decoder.end();
    } catch (error) {
      decoder.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  try {
    for await (const chunk of decoder) yield chunk;
  } finally {
    decoder.destroy();
    await pump;
  }
}

// A stream that ends too early returns its data, because half a feed can still be read.
const FLUSH = { finishFlush: constants.Z_SYNC_FLUSH };

function decode(source: AsyncIterable<Buffer>, encoding: string): AsyncIterable<Buffer> {
  switch (encoding) {
    case '':
    case 'identity':
      return source;
    case 'gzip':
    case 'x-gzip':
      return through(createGunzip(FLUSH), source);
    case 'br':
      return through(createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }), source);
    case 'deflate':
      return inflateEither(source);
    case 'compress':
    case 'x-compress':
    case 'zstd':
    case 'dcb':
    case 'dcz':
      throw new ReveilleError(
        'FETCH_FAILED',
        `The answer uses the encoding ${encoding}, which the request does not accept.`,
      );
    default:
      // "UTF-8", "none", "aws-chunked": labels that are not codings.
      return source;
  }
}

/**
 * Reads a body and decodes its content encodings, up to `maxBytes` of decoded data, which stops decompression bombs.
 * With
 * `mayCut`, a longer body is cut. With `mayEnd`, the data before an early end of the connection is returned. Errors:
 * FETCH_TOO_LARGE, FETCH_FAILED (unknown encoding), and those of zlib and the socket.
 */
export async function readBody(
  body: Readable,
  contentEncoding: string,
  { maxBytes, mayCut = false, mayEnd = false }: { maxBytes: number; mayCut?: boolean; mayEnd?: boolean },
): Promise<Buffer> {
  const layers = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (layers.length > MAX_LAYERS) throw new ReveilleError('FETCH_FAILED', 'The answer is encoded too many times.');
  // Destroying the body makes undici emit an error, which needs a listener.
  body.on('error', () => {});
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of layers.toReversed().reduce(decode, body as AsyncIterable<Buffer>)) {
      length += chunk.length;
      chunks.push(chunk);
      if (length > maxBytes && mayCut) break;
      if (length > maxBytes)
        throw new ReveilleError('FETCH_TOO_LARGE', `The answer is larger than ${Math.round(maxBytes / 1e6)} MB.`);
    }
  } catch (error) {
    if (!mayEnd || length === 0 || !(BROKEN.has(codeOf(error) ?? '') || isParserError(error))) throw error;
  } finally {
    body.destroy();
  }
  return Buffer.concat(chunks, Math.min(length, maxBytes));
}
