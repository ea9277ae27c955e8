import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const QUERY = /\.(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto|with)\(\s*['"`]|\bsql(?:<[^`]*>)?`/;

const holdsQuery = (text: string): boolean => QUERY.test(text);

test('a query is known by its shape', () => {
  expect(holdsQuery("await db\n  .selectFrom('outlets')\n  .select('id')")).toBe(true);
  expect(holdsQuery('await sql<{ id: number }>`select id from outlets`.execute(db)')).toBe(true);
  expect(holdsQuery("await listOutlets({ db }, null); await queues.enqueue('place', {});")).toBe(false);
});

test.each(['workers', 'src/cli'])(
  '%s parses and prints: its queries live in the room of their tables',
  async (folder) => {
    const names = (await readdir(join(ROOT, folder), { recursive: true })).filter((name) => name.endsWith('.ts'));
    expect(names.length).toBeGreaterThan(3);
    const texts = await Promise.all(names.map((name) => readFile(join(ROOT, folder, name), 'utf8')));
    expect(names.filter((_name, at) => holdsQuery(texts[at]!))).toEqual([]);
  },
);
