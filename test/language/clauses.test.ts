import { expect, test } from 'vitest';
import { firstClause } from '../../src/language/clauses.ts';

test.each([
  ['Storm closes the port of Corvale; ferries wait for the third day', 'Storm closes the port of Corvale'],
  ['Storm closes the port of Corvale – ferries wait for the third day', 'Storm closes the port of Corvale'],
  ['Judge frees the baker of Port Aven, but the case goes on in spring', 'Judge frees the baker of Port Aven'],
  ['Judge frees the baker of Port Aven because a witness lied to police', 'Judge frees the baker of Port Aven'],
  [
    'After nine days of rain, the dam above Corvale breaks as people sleep',
    'After nine days of rain, the dam above Corvale breaks',
  ],
  [
    'Five workers and a child are hurt as “the largest crane of the harbour” falls on the quay',
    'Five workers and a child are hurt',
  ],
  [
    'The dam breaks. Everybody in the valley is safe, the mayor of Aven says',
    'The dam breaks. Everybody in the valley is safe',
  ],
  ['Thousands march against higher fares in Corvale and two other towns', 'Thousands march against higher fares'],
])('“%s” ends with a clause', (headline, clause) => {
  expect(firstClause(headline, 56, 'en')).toBe(clause);
});

test.each([
  ['a list', 'Fires in Aven, Brisa, Corvale, and Dornach force thousands of people out'],
  ['a remark', 'The mayor of Corvale, a former teacher of music, resigns in tears'],
  ['a condition', 'The ferries of Corvale stop sailing for good if the council votes no today'],
  ['a time', 'The ferry of Corvale sails again only nine days after the storm of Aven'],
  ['a role', 'The paper describes the new mayor as a friend of everybody who sails'],
  ['a quotation', '“We waited and waited, but the ferry never came” is what people say now'],
  ['a short name before a colon', 'Live: the ferries of Corvale and the people of the northern island'],
])('%s is not cut', (_, headline) => {
  expect(firstClause(headline, 48, 'en')).toBeNull();
});

test('Spanish has its own words, and other languages only marks', () => {
  const spanish = 'La ministra deja su cargo mientras el Congreso vota los presupuestos del año';
  expect(firstClause(spanish, 50, 'es-MX')).toBe('La ministra deja su cargo');
  expect(firstClause(spanish, 50, 'de')).toBeNull();
  expect(firstClause('Miles de personas protestan por la subida en Corvale y otras ciudades', 50, 'es')).toBe(
    'Miles de personas protestan por la subida',
  );
  expect(firstClause('Die Fähren fahren wieder; der Hafen öffnet erst am Montag', 40, 'de')).toBe(
    'Die Fähren fahren wieder',
  );
});

test('a text that fits stays whole', () => {
  expect(firstClause('Ferries sail, and trams run', 40, 'en')).toBe('Ferries sail, and trams run');
});
