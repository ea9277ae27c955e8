import { isReveilleError } from '../../domain/errors.ts';
import type { Keys } from '../../platform/keys.ts';
import { issueToken, readToken, TOKEN_LENGTH } from '../../platform/tokens.ts';

/** Of a token as it is spelt in an address: relays may make small letters of its capitals (RFC 5321 2.4 notwithstanding). */
export const RETURN_TOKEN_LENGTH = 48;
const BASE = 32;
const TOKEN_HEX = (TOKEN_LENGTH / 4) * 3 * 2;

/** A token in digits of base 32 (RFC 4648, section 7, in small letters). */
function spell(token: string): string {
  const number = BigInt(`0x${Buffer.from(token, 'base64url').toString('hex')}`);
  return number.toString(BASE).padStart(RETURN_TOKEN_LENGTH, '0');
}

/** The token that is spelt so, in whatever letters, or null. */
function unspell(spelt: string): string | null {
  if (!/^[0-9a-v]{48}$/i.test(spelt)) return null;
  let number = 0n;
  for (const digit of spelt) number = number * BigInt(BASE) + BigInt(Number.parseInt(digit, BASE));
  return Buffer.from(number.toString(16).padStart(TOKEN_HEX, '0'), 'hex').toString('base64url');
}

/** Whose copy of which edition a returned mail is about. */
type Of = { subscriberId: number; editionId: number };

/**
 * The envelope's sender of one reader's copy, LOCAL+TOKEN@DOMAIN (VERP): what comes back to it is about that copy,
 * whatever it says, for nobody else can make the token. Its second number is the edition's.
 */
export function buildReturnPath(keys: Keys, bounceAddress: string, { subscriberId, editionId }: Of): string {
  const at = bounceAddress.lastIndexOf('@');
  const token = issueToken(keys, { purpose: 'return', subscriberId, newsletterId: editionId });
  return `${bounceAddress.slice(0, at)}+${spell(token)}${bounceAddress.slice(at)}`;
}

/** What a token behind the bounce address names; null for one that we did not make. */
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
