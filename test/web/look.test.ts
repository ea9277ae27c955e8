import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrastOf } from '../../src/domain/colour.ts';
import { inkOn, readableOn, type Colour } from '../../src/web/contrast.ts';
import { networkOf } from '../../src/web/clientAddress.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value): Colour => `#${value.toString(16).padStart(6, '0')}`);

test('text on any accent is readable, and its edge stands out from either paper', () => {
  fc.assert(
    fc.property(colour, fc.constantFrom<Colour>('#ffffff', '#1f1e1a'), (accent, paper) => {
      expect(contrastOf(inkOn(accent), accent)).toBeGreaterThanOrEqual(4.5);
      expect(contrastOf(readableOn(paper, accent, 3), paper)).toBeGreaterThanOrEqual(3);
    }),
  );
});

test('contrast is what WCAG says', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(readableOn('#ffffff', '#8c1d18', 3)).toBe('#8c1d18');
});

test('a network is an IPv4 address itself, or the /64 of an IPv6 address', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
  expect(networkOf('2001:db8:1:2:3::9')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:2:ffff::')).toBe('2001:db8:1:2::/64');
  expect(networkOf('unknown')).toBe('unknown');
});
