import { ReveilleError } from '../../domain/errors.ts';

const MAX_LINE_BYTES = 1 << 20;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = '\uFEFF';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder('windows-1252');

function decodeLine(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return windows1252.decode(bytes);
  }
}

/** The end of the first line at or after `start`, with its line end. */
function endOfLine(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at++)
    if (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN) return at + 1;
  return bytes.length;
}

/** Decodes whole lines as UTF-8. If that fails, each line is decoded separately. */
function decodeLines(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    let text = '';
    for (let start = 0; start < bytes.length;) {
      const end = endOfLine(bytes, start);
      text += decodeLine(bytes.subarray(start, end));
      start = end;
    }
    return text;
  }
}

/** UTF-16 by its byte order mark or, without one, by the zero byte of its first letter; else null. */
function wideEncoding(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = head;
  if (first === undefined || second === undefined) return null;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? 'utf-16be' : null;
}

/** Converts UTF-16 (which spreadsheets call "Unicode text") to UTF-8. Other files pass unchanged. */
async function* narrow(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  let wide: TextDecoder | null = null;
  for await (const chunk of chunks) {
    let bytes: Buffer = Buffer.from(chunk);
    if (head !== null) {
      head = Buffer.concat([head, bytes]);
      if (head.length < 2) continue;
      const encoding = wideEncoding(head);
      wide = encoding && new TextDecoder(encoding);
      bytes = head;
      head = null;
    }
    yield wide ? Buffer.from(wide.decode(bytes, { stream: true })) : bytes;
  }
  if (head !== null) yield head;
  if (wide) yield Buffer.from(wide.decode());
}

/**
 * Decodes a CSV file as a stream of blocks of whole lines, without the byte order mark. It is UTF-16 if the mark or its
 * first letter says so, otherwise UTF-8; a line that is not valid UTF-8 is read as Windows-1252, because lists may be joined from several
 * files. For the same reason CR LF, LF and CR all become LF everywhere. Throws INVALID_INPUT at a line of more than
 * 1 MB.
 */
export async function* decodeCsv(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<string> {
  let rest = Buffer.alloc(0);
  let isFirst = true;
  let endsInReturn = false;
  const clean = (text: string): string => {
    let cleaned = isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    // The second half of a line end that was split between two chunks.
    if (endsInReturn && cleaned.startsWith('\n')) cleaned = cleaned.slice(1);
    isFirst = false;
    endsInReturn = text.endsWith('\r');
    return cleaned.includes('\r') ? cleaned.replaceAll(/\r\n?/g, '\n') : cleaned;
  };
  for await (const chunk of narrow(chunks)) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = Math.max(bytes.lastIndexOf(LINE_FEED), bytes.lastIndexOf(CARRIAGE_RETURN)) + 1;
    if (end > 0) yield clean(decodeLines(bytes.subarray(0, end)));
    rest = bytes.subarray(end);
    if (rest.length > MAX_LINE_BYTES)
      throw new ReveilleError('INVALID_INPUT', 'The file has a line of more than 1 MB.');
  }
  if (rest.length > 0) yield clean(decodeLines(rest));
}
