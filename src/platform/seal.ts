import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Keys, TokenKey } from './keys.ts';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

const keyFor = ({ key }: TokenKey, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `seal:${purpose}`, 32));

/**
 * Encrypts and authenticates bytes that leave the server and come back: base64url of key id, nonce, tag and ciphertext
 * (AES-256-GCM, with a key of its own for each purpose). `boundTo` is not in the result; only who supplies it can open it.
 */
export function seal(
  { tokens }: Pick<Keys, 'tokens'>,
  { purpose, boundTo = '' }: { purpose: string; boundTo?: string },
  content: Buffer,
): string {
  const newest = tokens[0]!;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyFor(newest, purpose), iv).setAAD(Buffer.from(boundTo));
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([Buffer.of(newest.id), iv, cipher.getAuthTag(), encrypted]).toString('base64url');
}

function openWith(
  key: TokenKey,
  { purpose, boundTo = '' }: { purpose: string; boundTo?: string },
  bytes: Buffer,
): Buffer | null {
  const iv = bytes.subarray(1, 1 + IV_BYTES);
  const tag = bytes.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, keyFor(key, purpose), iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(boundTo)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(bytes.subarray(1 + IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    // The tag does not match.
    return null;
  }
}

/** What `seal` encrypted, under any accepted key. Null if it is altered, or sealed for another purpose or `boundTo`. */
export function unseal(
  { tokens }: Pick<Keys, 'tokens'>,
  how: { purpose: string; boundTo?: string },
  sealed: string,
): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < 1 + IV_BYTES + TAG_BYTES) return null;
  for (const key of tokens) {
    const content = key.id === bytes[0] ? openWith(key, how, bytes) : null;
    if (content !== null) return content;
  }
  return null;
}
