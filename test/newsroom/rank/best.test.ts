import { describe, expect, it } from 'vitest';
import { createBest } from '../../../src/newsroom/rank/best.ts';

describe('the best of many', () => {
  it('keeps the order of the offers while all fit', () => {
    const best = createBest(3);
    best.offer(7, 1);
    best.offer(2, 5);
    expect(best.list()).toEqual([7, 2]);
  });

  it('lists the highest values first, of equal ones the lowest key', () => {
    const best = createBest(3);
    const values = [1, 4, 2, 4, 3, 9, 4, 0];
    values.forEach((value, key) => best.offer(key, value));
    expect(best.list()).toEqual([5, 1, 3]);
  });

  it('is empty after it was cleared, and leaves earlier lists alone', () => {
    const best = createBest(2);
    best.offer(1, 1);
    const earlier = best.list();
    best.clear();
    best.offer(2, 2);
    expect([earlier, best.list()]).toEqual([[1], [2]]);
  });
});
