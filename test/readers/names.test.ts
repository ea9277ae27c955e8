import { expect, test } from 'vitest';
import { cleanFirstName } from '../../src/readers/names.ts';

test.each(['Ana', 'Jean-Luc', 'O’Brien', 'St. John', 'J. R.', 'Zoë', '美咲', 'محمد', 'María José'])(
  '%s is a first name',
  (name) => {
    expect(cleanFirstName(name)).toBe(name);
  },
);

test.each([
  'win24.com',
  'evil。com',
  'evil．com',
  '1.2.3.4',
  'www paper',
  'You won 5000 EUR! Call now',
  'a@b',
  '=1+1',
  'Ana; =1+1',
])('%s is none, and nobody is greeted with it', (text) => {
  expect(cleanFirstName(text)).toBe('');
});
