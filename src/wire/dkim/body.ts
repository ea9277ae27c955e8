import { createHash, hash } from 'node:crypto';

const CR = 13;
const LF = 10;

const endsWithLineEnd = (message: Buffer, start: number, end: number): boolean =>
  end - 2 >= start && message[end - 2] === CR && message[end - 1] === LF;

/**
 * The SHA-256, in base64, of the body from `start`, in `simple` form: exactly one CRLF at its end (RFC 6376, 3.4.3).
 * Our messages already have this form, so they are hashed without a copy.
 */
export function hashBody(message: Buffer, start: number): string {
  let end = message.length;
  while (endsWithLineEnd(message, start, end)) end -= 2;
  if (end + 2 <= message.length) return hash('sha256', message.subarray(start, end + 2), 'base64');
  return createHash('sha256').update(message.subarray(start, end)).update('\r\n').digest('base64');
}
