import { timingSafeEqual } from 'node:crypto';
import { ReveilleError } from '../domain/errors.ts';
import type { Keys, TokenKey } from './keys.ts';
import { macOf } from './mac.ts';

/** The length of every token, so that a rendered mail can have a slot for it. */
export const TOKEN_LENGTH = 40;

const VERSION = 1;
const PURPOSES = {
  confirm: 1,
  unsubscribe: 2,
  preferences: 3,
  address: 4,
  return: 5,
  data: 6,
  erase: 7,
  move: 8,
} as const;
export type TokenPurpose = keyof typeof PURPOSES;

// version and purpose, key id, subscriber, newsletter, expiry; then the signature
const CLAIMS_BYTES = 14;
const SIGNATURE_BYTES = 16;
// The expiry of short-lived links is exact to the second. The field can hold seconds until 2106.
const SECOND_PURPOSES: ReadonlySet<TokenPurpose> = new Set(['data', 'erase', 'move']);
const unitMs = (purpose: TokenPurpose): number => (SECOND_PURPOSES.has(purpose) ? 1000 : 60_000);
// Buffer.from skips characters that are not base64url, so two spellings of one token would both be valid.
const IS_TOKEN = /^[A-Za-z0-9_-]{40}$/;
/** The database's largest id. It refuses queries for larger ones. */
const MAX_ID = 2 ** 31 - 1;

export type TokenClaims = { subscriberId: number; newsletterId: number; expiresAt: Date | null };

/** `boundTo`: a text that is not in the token and that the reader must supply, such as the address it is about. */
type NewToken = {
  purpose: TokenPurpose;
  subscriberId: number;
  newsletterId: number;
  expiresAt?: Date | null;
  boundTo?: string;
};

const kind = (purpose: TokenPurpose): number => (VERSION << 4) | PURPOSES[purpose];

function sign(key: Buffer, claims: Buffer, boundTo: string): Buffer {
  const data = boundTo === '' ? claims : Buffer.concat([claims, Buffer.from(boundTo)]);
  return macOf(key, data).subarray(0, SIGNATURE_BYTES);
}

/**
 * Issues a signed token: 40 characters of base64url, bound to its purpose, subscriber and newsletter, and signed with the
 * newest key. `expiresAt` is rounded up to the minute (for short-lived purposes to the second). Without it the token never
 * expires.
 */
export function issueToken(keys: Keys, claims: NewToken): string {
  return issueTokenWith(keys.tokens[0], claims);
}

/** Issues a token with a given key, such as the one that signed a message that is being rebuilt. */
export function issueTokenWith(newest: TokenKey | undefined, claims: NewToken): string {
  if (!newest) throw new ReveilleError('CONFIG_INVALID', 'There is no key to sign tokens with.');
  const bytes = Buffer.alloc(CLAIMS_BYTES);
  bytes.writeUInt8(kind(claims.purpose), 0);
  bytes.writeUInt8(newest.id, 1);
  bytes.writeUInt32BE(claims.subscriberId, 2);
  bytes.writeUInt32BE(claims.newsletterId, 6);
  bytes.writeUInt32BE(claims.expiresAt ? Math.ceil(claims.expiresAt.getTime() / unitMs(claims.purpose)) : 0, 10);
  return Buffer.concat([bytes, sign(newest.key, bytes, claims.boundTo ?? '')]).toString('base64url');
}

/**
 * The subscriber that a token claims, before any verification, to find the text that it is bound to. Null if the token
 * is malformed or the id is impossible.
 */
export function claimedSubscriber(token: string): number | null {
  if (!IS_TOKEN.test(token)) return null;
  const id = Buffer.from(token, 'base64url').readUInt32BE(2);
  return id > MAX_ID ? null : id;
}

/**
 * Reads a token that was issued for `purpose` (and bound to `boundTo`), under any accepted key. Throws TOKEN_INVALID (not
 * ours, altered, or for another purpose) or TOKEN_EXPIRED. Neither message contains the token, because it acts for its
 * reader.
 */
export function readToken(
  keys: Keys,
  purpose: TokenPurpose,
  token: string,
  now: Date,
  boundTo: string = '',
): TokenClaims {
  const invalid = new ReveilleError('TOKEN_INVALID', 'This link is not valid.');
  if (!IS_TOKEN.test(token)) throw invalid;
  const bytes = Buffer.from(token, 'base64url');
  const claims = bytes.subarray(0, CLAIMS_BYTES);
  const signature = bytes.subarray(CLAIMS_BYTES);
  const isSigned = keys.tokens.some(
    ({ id, key }) => id === claims[1] && timingSafeEqual(sign(key, claims, boundTo), signature),
  );
  if (!isSigned || claims[0] !== kind(purpose)) throw invalid;
  const [subscriberId, newsletterId] = [claims.readUInt32BE(2), claims.readUInt32BE(6)];
  if (subscriberId > MAX_ID || newsletterId > MAX_ID) throw invalid;
  const expiry = claims.readUInt32BE(10);
  const expiresAt = expiry === 0 ? null : new Date(expiry * unitMs(purpose));
  if (expiresAt && now >= expiresAt) throw new ReveilleError('TOKEN_EXPIRED', 'This link has expired.');
  return { subscriberId, newsletterId, expiresAt };
}
