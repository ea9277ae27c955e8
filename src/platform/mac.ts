import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
// What is signed here is a few numbers or a line. Longer texts get a buffer of their own.
const SHORT_BYTES = 448;

/** The two halves of HMAC that depend on the key alone, each with room for what follows it (RFC 2104). */
type Pads = { inner: Buffer; outer: Buffer };
const padsOf = new WeakMap<Buffer, Pads>();

function makePads(key: Buffer): Pads {
  const short = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key;
  const inner = Buffer.alloc(BLOCK_BYTES + SHORT_BYTES, 0);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0);
  for (let at = 0; at < BLOCK_BYTES; at++) {
    inner[at] = (short[at] ?? 0) ^ 0x36;
    outer[at] = (short[at] ?? 0) ^ 0x5c;
  }
  return { inner, outer };
}

/**
 * HMAC-SHA-256 (RFC 2104) of short data under a key that stays. A message has three of them; node:crypto's Hmac objects
 * cost three times as much, most of it to make and to collect them. The caller does not change `key` afterwards.
 */
export function macOf(key: Buffer, data: Buffer): Buffer {
  let pads = padsOf.get(key);
  if (!pads) padsOf.set(key, (pads = makePads(key)));
  const { inner, outer } = pads;
  if (data.length > SHORT_BYTES)
    outer.set(hash('sha256', Buffer.concat([inner.subarray(0, BLOCK_BYTES), data]), 'buffer'), BLOCK_BYTES);
  else {
    inner.set(data, BLOCK_BYTES);
    outer.set(hash('sha256', inner.subarray(0, BLOCK_BYTES + data.length), 'buffer'), BLOCK_BYTES);
  }
  return hash('sha256', outer, 'buffer');
}
