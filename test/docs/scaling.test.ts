import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ASSUMED, MEASURED } from '../../scripts/computeScale/costs.ts';
import { describeScale } from '../../scripts/computeScale/scale.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
/** Without the padding of table cells, which the formatter decides. */
const unpadded = (page: string): string => page.replace(/ +\|/g, ' |').replace(/\| +/g, '| ').replace(/-{3,}/g, '---');

test('docs/scaling.md has the computed table (else put in what `node scripts/computeScale.ts` prints)', async () => {
  expect(unpadded(await readFile(join(DOCS, 'scaling.md'), 'utf8'))).toContain(unpadded(describeScale()));
});

test('the table multiplies as it says', () => {
  const rows = new Map(
    describeScale()
      .split('\n')
      .map((line) =>
        line
          .split('|')
          .map((cell) => cell.trim())
          .slice(1, -1),
      )
      .map(([what, , ...values]) => [what, values]),
  );
  const rate = 10_000_000 / ASSUMED.windowSeconds;
  expect(rows.get('messages a second')?.[1]).toBe('2,800');
  expect(Number(rows.get('cores for mailers')?.[1])).toBeCloseTo((rate * MEASURED.mailerMsAMessage) / 1_000, 1);
  expect(rows.get('mailers')?.[2]).toBe(
    String(Math.ceil(100_000_000 / 3_600 / MEASURED.messagesASecondOfOneMailer) + 1),
  );
});

test('every measured cost stands in docs/benchmarks.md', async () => {
  const page = await readFile(join(DOCS, 'benchmarks.md'), 'utf8');
  for (const figure of ['0.554, 0.536', '1793, 1858', '15.8 s', '20.2', '0.11', '0.1 in PostgreSQL'])
    expect([figure, page.replace(/\s+/g, ' ').includes(figure)]).toEqual([figure, true]);
  const { bytesADelivery, walBytesADelivery, bytesAReader } = MEASURED;
  const row = `| 100,000 | ${bytesAReader} | ${bytesADelivery} | ${walBytesADelivery.toLocaleString('en-US')} |`;
  expect(unpadded(page)).toContain(row);
});
