import type { Db } from '../platform/db/client.ts';
import { isReveilleError, ReveilleError } from '../domain/errors.ts';
import type { Keys } from '../platform/keys.ts';
import { parseAddress } from './addresses.ts';
import { withoutPage } from './consent.ts';
import { unsubscribe } from './optOut.ts';

// RFC 5321 4.5.3.1.1. The token follows a plus sign.
const MAX_LOCAL_OCTETS = 64;
// A legitimate mail has fewer of our own addresses.
const MAX_CANDIDATES = 50;

/**
 * Parses the base of addresses that identify a reader by a token: LOCAL@DOMAIN receives LOCAL+TOKEN@DOMAIN. "off" gives
 * null. Throws ADDRESS_INVALID, or INVALID_INPUT if a token of that length does not fit.
 */
export function parseTokenAddress(text: string, tokenLength: number): string | null {
  if (text === 'off') return null;
  const { email } = parseAddress(text);
  const local = email.slice(0, email.lastIndexOf('@'));
  const maxLength = MAX_LOCAL_OCTETS - 1 - tokenLength;
  if (!/^[a-z0-9._-]+$/i.test(local) || local.length > maxLength)
    throw new ReveilleError(
      'INVALID_INPUT',
      `This address can have at most ${maxLength} plain letters before the @, because a token follows them.`,
    );
  return email;
}

/** Finds the tokens in `texts` (addresses, header lines) that belong to one of `addresses`, each once. Pure. */
export function findMailedTokens(texts: readonly string[], addresses: readonly string[]): string[] {
  const homes = new Set(addresses.map((address) => address.toLowerCase()));
  const found = texts.flatMap((text) => [
    ...text.matchAll(/([a-z0-9._-]{1,23})\+([A-Za-z0-9_-]{40,48})@([a-z0-9.-]{1,253})/gi),
  ]);
  const tokens = found.flatMap(([, local, token, domain]) =>
    homes.has(`${local}@${domain}`.toLowerCase()) ? [token!] : [],
  );
  return [...new Set(tokens)].slice(0, MAX_CANDIDATES);
}

/**
 * Opts out the readers of the tokens in mail to our unsubscribe addresses, with the envelope's recipients first. The
 * sender does not matter: a token is as good as a click on the button. True if one token was valid, also if its reader
 * had already left.
 */
export async function optOutByMail(
  { db, keys, now }: { db: Db; keys: Keys; now: () => Date },
  texts: readonly string[],
): Promise<boolean> {
  const rows = await db
    .selectFrom('newsletters')
    .select('unsubscribe_address as address')
    .where('unsubscribe_address', 'is not', null)
    .execute();
  const addresses = rows.flatMap(({ address }) => (address ? [address] : []));
  let isTaken = false;
  for (const token of findMailedTokens(texts, addresses))
    try {
      await unsubscribe({ db, keys, now }, token, withoutPage('mail'), 'mail');
      isTaken = true;
    } catch (error) {
      if (!isReveilleError(error, 'TOKEN_INVALID')) throw error;
    }
  return isTaken;
}
