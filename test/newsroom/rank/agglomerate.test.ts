import { expect, test } from 'vitest';
import { agglomerate, type Edge } from '../../../src/newsroom/rank/agglomerate.ts';

const THRESHOLD = 0.08;

/** Two groups of `size` items: similarities within each, and between them. */
function twoGroups(size: number, within: number, between: number): Edge[] {
  const edges: Edge[] = [];
  for (let a = 0; a < 2 * size; a++)
    for (let b = 0; b < a; b++) {
      const similarity = a < size === b < size ? within : between;
      edges.push({ a, b, similarity, support: 1, isCopy: false });
    }
  return edges;
}

const countGroups = (size: number, edges: readonly Edge[]): number =>
  new Set(agglomerate(2 * size, edges, THRESHOLD)).size;

test('two groups that are much more alike within than with each other are two events', () => {
  expect(countGroups(3, twoGroups(3, 0.4, 0.16))).toBe(2);
  expect(countGroups(7, twoGroups(7, 0.4, 0.16))).toBe(2);
});

test('two groups that are as alike as their own items are one event', () => {
  expect(countGroups(3, twoGroups(3, 0.24, 0.16))).toBe(1);
  expect(countGroups(5, twoGroups(5, 0.2, 0.15))).toBe(1);
});

test('pairs are not established yet', () => {
  expect(countGroups(2, twoGroups(2, 0.4, 0.16))).toBe(1);
});
