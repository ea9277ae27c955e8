import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { buildFromHeader } from '../../../src/wire/message/headers.ts';
import { addNewsletter } from '../../../src/editions/newsletters/newsletters.ts';
import { parseSender } from '../../../src/editions/newsletters/sender.ts';
import { createTestDatabase } from '../../support/database.ts';

const ADDRESS = 'h@gazette.example';

test.each([
  [`Ñews "desk" <${ADDRESS}>`, 'Ñews "desk"'],
  [`"Ñews \\"desk\\"" <${ADDRESS}>`, 'Ñews "desk"'],
  [`"Gazette, The" <${ADDRESS}>`, 'Gazette, The'],
  [`"a" or "b" <${ADDRESS}>`, '"a" or "b"'],
  [`"one <two>"<${ADDRESS}>`, 'one <two>'],
  [`A <B> & C\\D <${ADDRESS}>`, 'A <B> & C\\D'],
  [`  "back\\\\slash"  < ${ADDRESS} > `, 'back\\slash'],
  [`"never closed <${ADDRESS}>`, '"never closed'],
  [`"" <${ADDRESS}>`, null],
  [`<${ADDRESS}>`, null],
  [` ${ADDRESS} `, null],
])('%s is from %j', (from, name) => {
  expect(parseSender(from)).toEqual({ name, address: ADDRESS });
});

test.each([
  [`News\u0007 <${ADDRESS}>`, 'INVALID_INPUT', 'control characters'],
  [`"News\\\r\nBcc: all@gazette.example" <${ADDRESS}>`, 'INVALID_INPUT', 'control characters'],
  [`News\u2028desk <${ADDRESS}>`, 'INVALID_INPUT', 'control characters'],
  [`\u200b <${ADDRESS}>`, 'INVALID_INPUT', 'no visible characters'],
  [`\u3164 <${ADDRESS}>`, 'INVALID_INPUT', 'no visible characters'],
  [`${'n'.repeat(101)} <${ADDRESS}>`, 'INVALID_INPUT', 'at most 100 characters'],
  [`News <${ADDRESS}`, 'ADDRESS_INVALID', ''],
  [`News <${ADDRESS}> more`, 'ADDRESS_INVALID', ''],
  [`News <a@gazette.example, ${ADDRESS}>`, 'ADDRESS_INVALID', ''],
  ['News <>', 'ADDRESS_INVALID', ''],
  ['News', 'ADDRESS_INVALID', ''],
])('%j is refused', (from, code, why) => {
  expect(() => parseSender(from)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(why) }));
});

test('any printable name, quoted or not, is what a reader’s mail program shows', async () => {
  const character = fc.oneof(
    fc.constantFrom('"', '\\', '<', '>', ',', ';', '(', ')', '@', ':', ' ', '=?', 'é', '港', '👩‍👩‍👧‍👦'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  );
  const names = fc
    .array(character, { minLength: 1, maxLength: 25 })
    .map((parts) =>
      parts
        .join('')
        .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
        .trim(),
    )
    // A few letters by name are never seen (U+3164): a name of these alone is refused.
    .filter((name) => /[[\p{L}\p{N}]--\p{Default_Ignorable_Code_Point}]/v.test(name) && name.length <= 100);
  await fc.assert(
    fc.asyncProperty(names, async (name) => {
      const quoted = `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
      expect(parseSender(`${quoted} <${ADDRESS}>`)).toEqual({ name, address: ADDRESS });
      if (!/^".*"$/.test(name)) expect(parseSender(`${name} <${ADDRESS}>`)).toEqual({ name, address: ADDRESS });
      const mail = await simpleParser(`${buildFromHeader({ name, address: ADDRESS })}\r\n`);
      expect(mail.from?.value).toEqual([{ name, address: ADDRESS }]);
    }),
    { numRuns: 300 },
  );
});

test('a newsletter takes such a sender', async () => {
  const { db, drop } = await createTestDatabase();
  const from = `Ñews "desk" <${ADDRESS}>`;
  const newsletter = await addNewsletter({ db }, 'gazette', { name: 'Gazette', from }, 'test');
  expect(newsletter).toMatchObject({ from_name: 'Ñews "desk"', from_address: ADDRESS });
  await drop();
});
