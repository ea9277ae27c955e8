import { expect, test } from 'vitest';
import { createLane } from '../../src/staff/lane.ts';

test('a lane runs a limited number at once, the others in order, and refuses further ones', async () => {
  const lane = createLane({ atOnce: 2, waiting: 2 });
  const begun: number[] = [];
  const gates = [1, 2, 3, 4].map(() => Promise.withResolvers<void>());
  const runs = gates.map((gate, index) =>
    lane(async () => {
      begun.push(index);
      await gate.promise;
      return index;
    }),
  );
  expect(begun).toEqual([0, 1]);
  expect(await lane(async () => 4)).toBeNull();
  gates[1]!.resolve();
  expect(await runs[1]).toBe(1);
  expect(begun).toEqual([0, 1, 2]);
  for (const gate of gates) gate.resolve();
  expect(await Promise.all(runs)).toEqual([0, 1, 2, 3]);
  expect(await lane(async () => 5)).toBe(5);
});

test('work that fails gives its place back', async () => {
  const lane = createLane({ atOnce: 1, waiting: 1 });
  const failing = lane(() => Promise.reject(new Error('no')));
  const next = lane(async () => 'next');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('next');
});
