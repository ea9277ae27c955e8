import { expect, test } from 'vitest';
import { listOwn } from '../../src/backup/tables.ts';
import { RETENTION, type RetentionRule } from '../../src/domain/retention.ts';

const rules: RetentionRule[] = Object.values(RETENTION);

test('every table of the database is in one rule, and no other table is', async () => {
  const { tables } = await listOwn();
  expect(rules.flatMap((rule) => rule.tables).toSorted()).toEqual(tables.toSorted());
});

test('every default lies within its bounds, and every rule says why', () => {
  for (const { kept, title, why } of rules) {
    expect(`${title}: ${why}`).toMatch(/\.$/);
    if (kept.kind !== 'days') continue;
    expect(kept.days).toBeGreaterThanOrEqual(kept.least);
    expect(kept.days).toBeLessThanOrEqual(kept.most);
  }
});
