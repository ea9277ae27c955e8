import { isReveilleError } from '../errors.ts';
import type { Keys } from '../keys.ts';
import { issueToken, readToken } from '../subscribers/tokens.ts';

/** Whose copy of which edition a returned mail is about. */
type Of = { subscriberId: number; editionId: number };

/**
 * The envelope's sender of one reader's copy, LOCAL+TOKEN@DOMAIN (VERP): what comes back to it is about that copy,
 * whatever it says, for nobody else can make the token. Its second number is the edition's.
 */
export function buildReturnPath(keys: Keys, bounceAddress: string, { subscriberId, editionId }: Of): string {
  const at = bounceAddress.lastIndexOf('@');
  const token = issueToken(keys, { purpose: 'return', subscriberId, newsletterId: editionId });
  return `${bounceAddress.slice(0, at)}+${token}${bounceAddress.slice(at)}`;
}

/** What a token behind the bounce address names; null for one that we did not make. */
export function readReturnToken(keys: Keys, token: string, now: Date): Of | null {
  try {
    const { subscriberId, newsletterId: editionId } = readToken(keys, 'return', token, now);
    return { subscriberId, editionId };
  } catch (error) {
    if (isReveilleError(error, 'TOKEN_INVALID')) return null;
    throw error;
  }
}
