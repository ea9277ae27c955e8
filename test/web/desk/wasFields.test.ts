import { expect, test } from 'vitest';
import { readTyped, wasField } from '../../../src/web/desk/wasFields.ts';

const flat = (text: string): string => text.trim();
const NAMES = ['subject', 'note'] as const;

test('only the fields that a person changed count, with what the form showed', () => {
  const fields = { subject: 'New', was_subject: 'Old', note: ' same ', was_note: 'same' };
  expect(readTyped(fields, NAMES, { flat })).toEqual({
    changes: { subject: 'New' },
    seen: { subject: 'Old', note: 'same' },
  });
});

test('a field that the form does not have is never changed, and one without its former text is compared with another', () => {
  expect(readTyped({ note: 'x' }, NAMES, { flat })).toEqual({ changes: { note: 'x' }, seen: {} });
  expect(readTyped({ note: 'x' }, NAMES, { flat, otherwise: () => 'x' }).changes).toEqual({});
});

test('in the fields in which they give way, the text of the other one stays', () => {
  const fields = { subject: 'New', was_subject: 'Old', note: 'Mine', was_note: '', give_way: 'note' };
  expect(readTyped(fields, NAMES, { flat }).changes).toEqual({ subject: 'New' });
  expect(wasField('note')).toBe('was_note');
});
