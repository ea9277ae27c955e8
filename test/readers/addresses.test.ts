import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayAddress, hashAddress, parseAddress } from '../../src/readers/addresses.ts';
import { runs } from '../support/runs.ts';

const invalid = expect.objectContaining({ code: 'ADDRESS_INVALID' });

describe('parseAddress', () => {
  it.each([
    ['  Ana.Ruiz@Paper.Example ', 'Ana.Ruiz@paper.example', 'ana.ruiz@paper.example'],
    ["o'brien+news@paper.example", "o'brien+news@paper.example", "o'brien+news@paper.example"],
    ['leser@Bücher.example', 'leser@xn--bcher-kva.example', 'leser@xn--bcher-kva.example'],
    ['leser@XN--BCHER-KVA.example', 'leser@xn--bcher-kva.example', 'leser@xn--bcher-kva.example'],
    ['Jose\u0301@paper.example', 'José@paper.example', 'josé@paper.example'],
    ['用户@例子.测试', '用户@xn--fsqu00a.xn--0zwm56d', '用户@xn--fsqu00a.xn--0zwm56d'],
    ['почта@пример.рф', 'почта@xn--e1afmkfd.xn--p1ai', 'почта@xn--e1afmkfd.xn--p1ai'],
    ['a@b。example', 'a@b.example', 'a@b.example'],
    ['a@страна.example', 'a@xn--80aa2bkeg.example', 'a@xn--80aa2bkeg.example'],
    ['a@хор.рф', 'a@xn--n1aen.xn--p1ai', 'a@xn--n1aen.xn--p1ai'],
    ['a@straße.example', 'a@xn--strae-oqa.example', 'a@xn--strae-oqa.example'],
    ['a@ab--cd.example', 'a@ab--cd.example', 'a@ab--cd.example'],
  ])('reads %j', (text, email, emailKey) => {
    expect(parseAddress(text)).toEqual({ email, emailKey });
  });

  it.each([
    ['nothing', ''],
    ['no @', 'paper.example'],
    ['no local part', '@paper.example'],
    ['no domain', 'ana@'],
    ['no top level', 'ana@localhost'],
    ['a line end', 'ana@paper.example\r\nBcc: eve@paper.example'],
    ['a line end at its end', 'ana@paper.example\n'],
    ['a NUL', 'ana\0@paper.example'],
    ['a display name', 'Ana <ana@paper.example>'],
    ['brackets', '<ana@paper.example>'],
    ['two addresses', 'ana@paper.example,eve@paper.example'],
    ['two addresses with a blank', 'ana@paper.example eve@paper.example'],
    ['a quoted local part', '"ana ruiz"@paper.example'],
    ['a quoted @', '"ana@x"@paper.example'],
    ['two dots', 'ana..ruiz@paper.example'],
    ['a dot at the end of the local part', 'ana.@paper.example'],
    ['an address literal', 'ana@[192.0.2.1]'],
    ['an IPv4 domain', 'ana@192.0.2.1'],
    ['an IPv4 domain in disguise', 'ana@0x7f.1'],
    ['an IPv6 literal', 'ana@[IPv6:2001:db8::1]'],
    ['a percent-encoded domain', 'ana@p%61per.example'],
    ['a path after the domain', 'ana@paper.example/x'],
    ['a port', 'ana@paper.example:25'],
    ['a comment', 'ana(here)@paper.example'],
    ['a zero-width space', 'ana@pa\u200bper.example'],
    ['a bidi override', 'ana\u202e@paper.example'],
    ['a Cyrillic letter among Latin ones', 'ana@p\u0430per.example'],
    ['a look-alike in A-labels', 'ana@xn--pper-53d.example'],
    ['a whole label that passes for a Latin one', 'a@\u0430\u0440\u0440\u04cf\u0435.example'],
    ['the same in A-labels', 'a@xn--80ak6aa92e.example'],
    ['a Greek label that passes for a Latin one', 'a@\u03bd\u03b9\u03bf.example'],
    ['an Armenian letter among Latin ones', 'a\u0585@paper.example'],
    ['a wide letter', '\uff41na@paper.example'],
    ['a ligature', '\ufb01n@paper.example'],
    ['A-labels that do not decode', 'a@xn--a.example'],
    ['A-labels that do not decode, longer', 'a@xn--99999999.example'],
    ['A-labels of what has none', 'a@xn--paper-.example'],
    ['a long local part', `${'a'.repeat(65)}@paper.example`],
    ['255 octets', `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(53)}.example`],
    ['10 KB', `${'a'.repeat(10_240)}@paper.example`],
  ])('refuses %s', (_what, text) => {
    expect(() => parseAddress(text)).toThrow(invalid);
  });

  it('never puts the address into its message', () => {
    try {
      parseAddress('secret name <x@paper.example>');
    } catch (error) {
      expect(String(error)).not.toContain('x@paper');
    }
  });

  it('reads a plain address at once as it reads it the long way', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', 'Z', '0', '9', '.', '-', '+', '_', '!', '@', 'x', 'n'),
      minLength: 1,
      maxLength: 12,
    });
    const read = (text: string): unknown => {
      try {
        return parseAddress(text);
      } catch (error) {
        return String(error);
      }
    };
    fc.assert(
      fc.property(part, part, fc.constantFrom('.example', '.a1', '.x', '.com.', ''), (local, domain, top) => {
        const text = `${local}@${domain}${top}`;
        // A blank at its end is ignored, and sends it the long way.
        expect(read(text)).toEqual(read(`${text} `));
      }),
      { numRuns: runs(1000) },
    );
  });

  it('gives one key to all spellings, and reads what it gave', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.infiniteStream(fc.boolean()), (text, upper) => {
        const parsed = parseAddress(text);
        const respelled = Array.from(text, (char) => (upper.next().value ? char.toUpperCase() : char)).join('');
        expect(parseAddress(respelled).emailKey).toBe(parsed.emailKey);
        expect(parseAddress(parsed.email)).toEqual(parsed);
        expect(parseAddress(parsed.emailKey).emailKey).toBe(parsed.emailKey);
      }),
    );
  });

  it('answers any text with an address of one line or ADDRESS_INVALID', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'binary' }), (local, domain) => {
        try {
          expect(parseAddress(`${local}@${domain}`).email).not.toMatch(/[\s"<>,]/u);
        } catch (error) {
          expect(error).toEqual(invalid);
        }
      }),
    );
  });
});

it('shows a domain in U-labels', () => {
  expect(displayAddress(parseAddress('leser@bücher.example').email)).toBe('leser@bücher.example');
});

it('hashes an address under a key', () => {
  const hash = (byte: number, key: string): string =>
    hashAddress({ addressHash: Buffer.alloc(32, byte) }, key).toString('hex');
  expect(hash(1, 'a@b.example')).toHaveLength(64);
  expect(hash(1, 'a@b.example')).toBe(hash(1, 'a@b.example'));
  expect(hash(1, 'a@b.example')).not.toBe(hash(2, 'a@b.example'));
});
