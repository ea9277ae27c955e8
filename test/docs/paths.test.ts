import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pathsOf } from './markdown.ts';
import { listPages, ROOT } from './pages.ts';

test('every path of the repository that a page names is there', async () => {
  const missing: string[] = [];
  for (const page of await listPages())
    for (const path of pathsOf(await readFile(join(ROOT, page), 'utf8')))
      await access(join(ROOT, path)).catch(() => missing.push(`${page}: ${path}`));
  expect(missing).toEqual([]);
});
