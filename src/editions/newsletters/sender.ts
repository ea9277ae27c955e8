import { ReveilleError } from '../../domain/errors.ts';
import { parseAddress } from '../../readers/addresses.ts';
import { hasVisible } from '../../language/visible.ts';

/** The sender of a newsletter. `name` is null if none is given. */
export type Sender = { name: string | null; address: string };

const MAX_NAME = 100;

function refuse(why: string): never {
  throw new ReveilleError('INVALID_INPUT', `The sender’s name ${why}.`);
}

/** Parses a typed name: a quoted name by the rules of mail headers (RFC 5322, 3.2.4), any other text as it is. */
function parseName(typed: string): string | null {
  const isQuoted = /^"(?:[^"\\]|\\.)*"$/u.test(typed);
  const name = (isQuoted ? typed.slice(1, -1).replaceAll(/\\(.)/gu, '$1') : typed).trim();
  if (name === '') return null;
  if (/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(typed)) refuse('contains control characters');
  if (!hasVisible(name)) refuse('contains no visible characters');
  if (name.length > MAX_NAME) refuse(`must have at most ${MAX_NAME} characters`);
  return name;
}

/**
 * Parses a sender: `Name <address>`, with any printable name, quoted or not, or the bare address.
 * Throws INVALID_INPUT or ADDRESS_INVALID.
 */
export function parseSender(from: string): Sender {
  const trimmed = from.trim();
  const at = trimmed.lastIndexOf('<');
  if (at < 0 || !trimmed.endsWith('>')) return { name: null, address: parseAddress(trimmed).email };
  return { name: parseName(trimmed.slice(0, at).trim()), address: parseAddress(trimmed.slice(at + 1, -1)).email };
}
