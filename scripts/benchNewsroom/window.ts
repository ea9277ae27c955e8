import { createWindow } from '../../src/newsroom/rank/window.ts';
import { makeItems } from './items.ts';

const SIZES = [5_000, 10_000, 20_000];
const TRIES = 500;
const LOT = 200;
const MINUTE_MS = 60_000;

/** Measures the cost of placing one more item in windows of 5,000, 10,000 and 20,000 items, in memory. */
export function measureWindow(): void {
  const items = makeItems(SIZES.at(-1)! + SIZES.length * TRIES, 500).map((item, id) => ({
    id,
    title: item.title,
    summary: item.summary,
    at: id * (MINUTE_MS / 6),
    outletId: item.outlet,
    story: null,
    voice: null,
  }));
  const window = createWindow();
  let nextStory = 1;
  let next = 0;
  const ids = { isSettled: () => false, take: () => nextStory++ };
  console.log(
    '\n| one item more in a window of | median ms | 95th of 100 | filling it, CPU s | RSS MB |\n|---|---|---|---|---|',
  );
  for (const size of SIZES) {
    const before = process.cpuUsage();
    while (window.size() < size) {
      const lot = items.slice(next, next + Math.min(LOT, size - window.size()));
      window.place(lot, ids);
      next += lot.length;
    }
    const { user, system } = process.cpuUsage(before);
    const times = Array.from({ length: TRIES }, () => {
      const startedAt = performance.now();
      window.place([items[next++]!], ids);
      return performance.now() - startedAt;
    }).toSorted((a, b) => a - b);
    const figures = [
      times[TRIES / 2]!.toFixed(2),
      times[Math.floor(TRIES * 0.95)]!.toFixed(2),
      ((user + system) / 1e6).toFixed(1),
      (process.memoryUsage().rss / 2 ** 20).toFixed(0),
    ];
    console.log(`| ${size} | ${figures.join(' | ')} |`);
  }
}
