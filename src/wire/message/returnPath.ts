import { isReveilleError } from '../../domain/errors.ts';
import type { Keys } from '../../platform/keys.ts';
import { issueToken, readToken, TOKEN_LENGTH } from '../../platform/tokens.ts';

/** The length of a token as an address spells it: relays may lower its case (in spite of RFC 5321 2.4). */
export const RETURN_TOKEN_LENGTH = 48;
const BASE = 32;
const TOKEN_HEX = (TOKEN_LENGTH / 4) * 3 * 2;

/** Spells a token in base 32 (RFC 4648, section 7, in lower case). */
function spell(token: string): string {
  const number = BigInt(`0x${Buffer.from(token, 'base64url').toString('hex')}`);
  return number.toString(BASE).padStart(RETURN_TOKEN_LENGTH, '0');
}

/** The token of a spelling, in upper or lower case, or null. */
function unspell(spelt: string): string | null {
  if (!/^[0-9a-v]{48}$/i.test(spelt)) return null;
  let number = 0n;
  for (const digit of spelt) number = number * BigInt(BASE) + BigInt(Number.parseInt(digit, BASE));
  return Buffer.from(number.toString(16).padStart(TOKEN_HEX, '0'), 'hex').toString('base64url');
}

/** The copy that a returned mail is about. */
type Of = { subscriberId: number; editionId: number };

/**
 * Builds the envelope sender of one reader's copy, LOCAL+TOKEN@DOMAIN (VERP). Mail to it is about that copy, whatever it
 * says, because nobody else can make the token. The token's second number is the edition's.
 */
export function buildReturnPath(keys: Keys, bounceAddress: string, { subscriberId, editionId }: Of): string {
  const at = bounceAddress.lastIndexOf('@');
  const token = issueToken(keys, { purpose: 'return', subscriberId, newsletterId: editionId });
  return `${bounceAddress.slice(0, at)}+${spell(token)}${bounceAddress.slice(at)}`;
}

/** Reads the token of a bounce address. Null if we did not make it. */
export function readReturnToken(keys: Keys, spelt: string, now: Date): Of | null {
  const token = unspell(spelt);
  if (token === null) return null;
  try {
    const { subscriberId, newsletterId: editionId } = readToken(keys, 'return', token, now);
    return { subscriberId, editionId };
  } catch (error) {
    if (isReveilleError(error, 'TOKEN_INVALID')) return null;
    throw error;
  }
}
