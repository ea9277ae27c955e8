import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveTokenKeys, type Keys } from '../../src/platform/keys.ts';
import { issueToken, readToken, TOKEN_LENGTH, type TokenPurpose } from '../../src/platform/tokens.ts';

const keysOf = (...secrets: string[]): Keys => ({ tokens: deriveTokenKeys(secrets), addressHash: Buffer.alloc(32) });
const keys = keysOf('first-secret-of-thirty-two-bytes!');
const now = new Date('2026-03-01T05:30:00Z');
const purposes: TokenPurpose[] = ['confirm', 'unsubscribe', 'preferences'];
const id = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const claims = fc.record({ purpose: fc.constantFrom(...purposes), subscriberId: id, newsletterId: id });
const invalid = expect.objectContaining({ code: 'TOKEN_INVALID' });

describe('a token', () => {
  it('is 40 characters of base64url and gives back what it was issued for', () => {
    fc.assert(
      fc.property(claims, ({ purpose, subscriberId, newsletterId }) => {
        const token = issueToken(keys, { purpose, subscriberId, newsletterId });
        expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(token).toHaveLength(TOKEN_LENGTH);
        expect(readToken(keys, purpose, token, now)).toEqual({ subscriberId, newsletterId, expiresAt: null });
      }),
    );
  });

  it('that names nobody whom the database could hold is refused', () => {
    for (const far of [{ subscriberId: 2 ** 31 }, { newsletterId: 2 ** 32 - 1 }]) {
      const token = issueToken(keys, { purpose: 'unsubscribe', subscriberId: 1, newsletterId: 1, ...far });
      expect(() => readToken(keys, 'unsubscribe', token, now)).toThrow(invalid);
    }
  });

  it('is refused when any bit of it is flipped', () => {
    fc.assert(
      fc.property(claims, fc.integer({ min: 0, max: 239 }), (of, bit) => {
        const bytes = Buffer.from(issueToken(keys, of), 'base64url');
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        for (const purpose of purposes)
          expect(() => readToken(keys, purpose, bytes.toString('base64url'), now)).toThrow(invalid);
      }),
    );
  });

  it('is refused when it is cut, lengthened or spelled otherwise', () => {
    fc.assert(
      fc.property(
        claims,
        fc.integer({ min: 0, max: 39 }),
        fc.string({ minLength: 1, maxLength: 9 }),
        (of, cut, tail) => {
          const token = issueToken(keys, of);
          expect(() => readToken(keys, of.purpose, token.slice(0, cut), now)).toThrow(invalid);
          expect(() => readToken(keys, of.purpose, token + tail, now)).toThrow(invalid);
        },
      ),
    );
    const spelled = (token: string): string => token.replaceAll('-', '+').replaceAll('_', '/');
    const token = Array.from({ length: 50 }, (_, n) =>
      issueToken(keys, { purpose: 'confirm', subscriberId: n + 1, newsletterId: 1 }),
    ).find((each) => spelled(each) !== each);
    expect(() => readToken(keys, 'confirm', spelled(token!), now)).toThrow(invalid);
  });

  it('is refused for another purpose and under another key', () => {
    fc.assert(
      fc.property(claims, fc.constantFrom(...purposes), (of, other) => {
        fc.pre(other !== of.purpose);
        const token = issueToken(keys, of);
        expect(() => readToken(keys, other, token, now)).toThrow(invalid);
        expect(() => readToken(keysOf('quite-another-secret-of-32-bytes!'), of.purpose, token, now)).toThrow(invalid);
      }),
    );
  });

  it('is refused under another key that happens to have the same id', () => {
    const [key] = keys.tokens;
    const twin: Keys = { ...keys, tokens: [{ id: key!.id, key: Buffer.alloc(32, 7) }] };
    const of = { purpose: 'confirm', subscriberId: 1, newsletterId: 1 } as const;
    expect(() => readToken(twin, 'confirm', issueToken(keys, of), now)).toThrow(invalid);
    const both: Keys = { ...keys, tokens: [...twin.tokens, ...keys.tokens] };
    expect(readToken(both, 'confirm', issueToken(keys, of), now).subscriberId).toBe(1);
  });

  it('survives the rotation of the secret until the old one is dropped', () => {
    const of = { purpose: 'unsubscribe', subscriberId: 9, newsletterId: 2 } as const;
    const old = issueToken(keysOf('old-secret-of-at-least-32-bytes-a'), of);
    const rotated = keysOf('new-secret-of-at-least-32-bytes-b', 'old-secret-of-at-least-32-bytes-a');
    expect(readToken(rotated, 'unsubscribe', old, now).subscriberId).toBe(9);
    const fresh = issueToken(rotated, of);
    expect(readToken(keysOf('new-secret-of-at-least-32-bytes-b'), 'unsubscribe', fresh, now).subscriberId).toBe(9);
    expect(() => readToken(keysOf('new-secret-of-at-least-32-bytes-b'), 'unsubscribe', old, now)).toThrow(invalid);
  });

  it('expires at its minute, rounded up, and otherwise never', () => {
    const of = { purpose: 'confirm', subscriberId: 1, newsletterId: 1 } as const;
    const token = issueToken(keys, { ...of, expiresAt: new Date('2026-03-01T05:30:01Z') });
    const expiresAt = new Date('2026-03-01T05:31:00Z');
    expect(readToken(keys, 'confirm', token, new Date(expiresAt.getTime() - 1)).expiresAt).toEqual(expiresAt);
    expect(() => readToken(keys, 'confirm', token, expiresAt)).toThrow(
      expect.objectContaining({ code: 'TOKEN_EXPIRED' }),
    );
    expect(readToken(keys, 'confirm', issueToken(keys, of), new Date('2099-01-01')).expiresAt).toBeNull();
  });
});
