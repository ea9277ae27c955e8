import { describe, expect, it } from 'vitest';
import { createItemIndex } from '../../../src/newsroom/rank/itemIndex.ts';

const FLOOR = 0.08;
const TEXTS = [
  ['Warehouse fire in Port Amsel', 'Firefighters fought a blaze at a warehouse beside the docks of Port Amsel.'],
  ['Port Amsel docks closed after warehouse blaze', 'Smoke from the fire at the warehouse closed the docks.'],
  ['Elena Voss wins the marathon of Oakton', 'Voss ran the marathon in two hours and twenty minutes.'],
  ['Marathon: Voss first in Oakton', ''],
  ['Parliament votes on pensions', 'The vote on pensions was close.'],
  ['Parliament votes on pensions', ''],
] as const;

describe('close pairs', () => {
  it('hold every pair that a comparison finds at the floor, and the same headlines', () => {
    const index = createItemIndex();
    const positions = TEXTS.map(([title, summary], at) => index.add({ title, summary, at: 0, outlet: String(at) }));
    const pairs = index.closePairs(positions, FLOOR).map(([a, b]) => `${a} ${b}`);
    const wanted = positions.flatMap((a) =>
      positions.filter((b) => b < a && (index.compare(a, b)?.similarity ?? 0) >= FLOOR).map((b) => `${a} ${b}`),
    );
    expect(wanted).toContain('1 0');
    expect(pairs).toEqual(expect.arrayContaining(wanted));
    expect(pairs).toContain('5 4');
    expect(pairs).not.toContain('4 0');
  });

  it('are the same when the finder was used before', () => {
    const index = createItemIndex();
    const positions = TEXTS.map(([title, summary], at) => index.add({ title, summary, at: 0, outlet: String(at) }));
    const first = index.closePairs(positions, FLOOR);
    expect(index.closePairs(positions, FLOOR)).toEqual(first);
  });

  it('have a bound that a comparison does not exceed', () => {
    const index = createItemIndex();
    const positions = TEXTS.map(([title, summary], at) => index.add({ title, summary, at: 0, outlet: String(at) }));
    for (const a of positions)
      for (const b of positions)
        if (a !== b) expect(index.compare(a, b)?.similarity ?? 0).toBeLessThanOrEqual(index.bound(a, b) * (1 + 1e-9));
  });
});
