import { describe, expect, test } from 'vitest';
import { findSection, parseSections, type Section } from '../../src/domain/sections.ts';

const SECTIONS = parseSections(
  'Army: land forces, soldiers; Air and space: air force, space force; World',
) as Section[];

describe('a list of sections', () => {
  test('is read in its order, each with what else outlets call it', () => {
    expect(SECTIONS).toEqual([
      { name: 'Army', words: ['land forces', 'soldiers'] },
      { name: 'Air and space', words: ['air force', 'space force'] },
      { name: 'World', words: [] },
    ]);
  });

  test('may be empty, and bears stray separators', () => {
    expect(parseSections('')).toEqual([]);
    expect(parseSections(' Navy : , fleet,, ; ;')).toEqual([{ name: 'Navy', words: ['fleet'] }]);
  });

  test.each([
    ['Army; : navy', 'has a section without a name'],
    ['Army; ***', 'has a section without a name'],
    ['Army; ARMY: soldiers', 'names ARMY twice'],
    [`Army: ${'x'.repeat(61)}`, 'over 60 characters'],
    ['Ar\u0007my', 'control characters'],
    ['Army: \u202eymra', 'control characters'],
    [Array.from({ length: 21 }, (_, at) => `Part ${at}`).join(';'), 'has 21 sections, but at most 20 are allowed'],
    [`Army: ${Array.from({ length: 41 }, (_, at) => `w${at}`).join(',')}`, 'more than 40 words for Army'],
  ])('%s is refused with what is wrong', (text, message) => {
    expect(parseSections(text)).toContain(message);
  });
});

describe('an outlet’s label means', () => {
  test.each([
    ['Army', 'Army'],
    ['  SOLDIERS ', 'Army'],
    ['air-force', 'Air and space'],
    ['U.S. Air Force', 'Air and space'],
    ['World/Europe', 'World'],
    // The longer word says more than the other.
    ['World / Space Force', 'Air and space'],
    ['Ａｒｍｙ', 'Army'],
  ])('%s: %s', (label, name) => {
    expect(findSection([label], SECTIONS)).toBe(name);
  });

  test.each(['Armyworm', 'Force', '', '***', null])('%s: none', (label) => {
    expect(findSection([label], SECTIONS)).toBeNull();
  });

  test('nothing where a newsletter has no sections', () => {
    expect(findSection(['Army'], [])).toBeNull();
  });

  test('the first label that means a section decides', () => {
    expect(findSection(['Top stories', null, 'Soldiers', 'World'], SECTIONS)).toBe('Army');
  });
});
