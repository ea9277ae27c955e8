import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { macOf } from '../../src/platform/mac.ts';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

test('it is HMAC-SHA-256, for keys and data of any length', () => {
  fc.assert(
    fc.property(bytes(200), fc.array(bytes(1_000), { minLength: 1, maxLength: 4 }), (key, texts) => {
      for (const data of texts) expect(macOf(key, data)).toEqual(createHmac('sha256', key).update(data).digest());
    }),
  );
});

test('it gives the first answer of RFC 4231', () => {
  expect(macOf(Buffer.alloc(20, 0x0b), Buffer.from('Hi There')).toString('hex')).toBe(
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  );
});
