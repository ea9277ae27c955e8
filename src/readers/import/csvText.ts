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

/** Where the first line at or after `start` ends, its line end included. */
function endOfLine(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at++)
    if (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN) return at + 1;
  return bytes.length;
}

/** Decodes whole lines: as UTF-8 where that is possible, and otherwise each line by itself. */
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

/** The encoding that a byte order mark of two bytes names, or null. */
function wideEncoding(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  const mark = head.length < 2 ? 0 : head.readUInt16BE();
  return mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : null;
}

/** A file in UTF-16 (spreadsheets call it "Unicode text") as UTF-8; any other as it is. */
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
 * Decodes a CSV file as it streams in, in blocks of whole lines, without its byte order mark: UTF-16 where such a
 * mark says so, else UTF-8, and each line that is not so as Windows-1252 (lists are put together from several files).
 * CR LF, LF and CR all become LF, wherever they stand: a list may be put together from files of several systems.
 * Throws INVALID_INPUT at a line of more than 1 MB.
 */
export async function* decodeCsv(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<string> {
  let rest = Buffer.alloc(0);
  let isFirst = true;
  let endsInReturn = false;
  const clean = (text: string): string => {
    let cleaned = isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
    // The other half of a line end that the file was cut in.
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
