import { type Piece, splitAtMarks } from './slots.ts';

/** RFC 2045, 6.7: a line has at most 76 characters, including the "=" of a soft break. */
const MAX_LINE = 76;
const LF = 10;
const SPACE = 32;
const TAB = 9;
const DOT = 46;
const EQUALS = 61;
const HEX = Buffer.from('0123456789ABCDEF');
const FROM = Buffer.from('From ');

// Bytes that need no encoding except at a line's start: nine out of ten bytes of a mail.
const IS_PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => Number(byte > SPACE && byte < 127 && byte !== EQUALS));

/** The number of bytes of the UTF-8 character that begins with `byte`. */
function sequenceLength(byte: number): number {
  return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/** True if the byte at `at` needs no encoding at any place in its line. */
function isLiteral(bytes: Buffer, at: number): boolean {
  const byte = bytes[at] ?? 0;
  if (byte === SPACE || byte === TAB) return at + 1 < bytes.length && bytes[at + 1] !== LF;
  return IS_PLAIN[byte] === 1;
}

/** Text that must not start a line: a dot (SMTP would double it) and "From " (mbox would change it). */
function isUnsafeAtStart(bytes: Buffer, at: number): boolean {
  if (bytes[at] === DOT) return true;
  return (
    bytes[at] === FROM[0] && bytes.compare(FROM, 0, FROM.length, at, Math.min(at + FROM.length, bytes.length)) === 0
  );
}

type Run = { text: string; column: number };

// Reused for every run, because a new quarter of a megabyte each time would burden the garbage collector.
let scratch = Buffer.allocUnsafeSlow(1 << 16);

/** Encodes one run of text that begins at `startColumn`. A character's bytes stay on one line. */
function encodeRun(bytes: Buffer, startColumn: number): Run {
  // The worst case: three characters per byte, and a soft break every 22 of them.
  const worst = bytes.length * 4 + 16;
  if (scratch.length < worst) scratch = Buffer.allocUnsafeSlow(worst);
  const out = scratch;
  let length = 0;
  let column = startColumn;
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at]!;
    if (IS_PLAIN[first] === 1 && column > 0 && column < MAX_LINE - 1) {
      out[length++] = first;
      column++;
      at++;
      continue;
    }
    if (first === LF) {
      out[length++] = 13;
      out[length++] = 10;
      column = 0;
      at++;
      continue;
    }
    const count = sequenceLength(first);
    let literal = isLiteral(bytes, at) && !(column === 0 && isUnsafeAtStart(bytes, at));
    if (column + (literal ? 1 : 3 * count) > MAX_LINE - 1) {
      out[length++] = EQUALS;
      out[length++] = 13;
      out[length++] = 10;
      column = 0;
      literal = isLiteral(bytes, at) && !isUnsafeAtStart(bytes, at);
    }
    for (const end = at + count; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (literal) out[length++] = byte;
      else {
        out[length++] = EQUALS;
        out[length++] = HEX[byte >> 4] ?? 0;
        out[length++] = HEX[byte & 15] ?? 0;
      }
      column += literal ? 1 : 3;
    }
  }
  return { text: out.toString('latin1', 0, length), column };
}

/**
 * Encodes a text as quoted-printable (RFC 2045) in UTF-8, with CRLF line ends. A slot stands between soft line breaks,
 * so that its value is neither folded nor split. No line has more than 76 characters or starts with a dot, and all of it
 * is 7-bit.
 */
export function encodeQuotedPrintable(text: string, nonce: string): Piece[] {
  const lines = text.toWellFormed().replace(/\r\n?/g, '\n');
  let column = 0;
  return splitAtMarks(lines, nonce).flatMap((piece): Piece[] => {
    if (typeof piece !== 'string') {
      const before = column > 0 ? '=\r\n' : '';
      // Counts as a full line: the following text, unless it is a line end, starts after a soft break.
      column = MAX_LINE;
      return [before, piece];
    }
    const run = encodeRun(Buffer.from(piece), column);
    column = run.column;
    return [run.text];
  });
}
