import { access, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { fragmentsOf, linksOf } from './markdown.ts';
import { listPages, ROOT } from './pages.ts';

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** What is wrong with a link of `page`, or null. */
async function faultOf(page: string, target: string): Promise<string | null> {
  const [path = '', fragment] = target.split('#');
  const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), decodeURIComponent(path));
  const link = `${page}: ${target}`;
  if (relative(ROOT, file).startsWith('..')) return `${link} leaves the repository`;
  if (!(await isThere(file))) return `${link} is not there`;
  if (fragment !== undefined && !fragmentsOf(await readFile(file, 'utf8')).has(fragment))
    return `${link} has no heading`;
  return null;
}

test('every relative link of a Markdown file leads to a file, and to a heading of it', async () => {
  const pages = await listPages();
  expect(pages).toContain('README.md');
  const faults: (string | null)[] = [];
  for (const page of pages)
    for (const target of linksOf(await readFile(join(ROOT, page), 'utf8'))) faults.push(await faultOf(page, target));
  expect(faults.filter((fault) => fault !== null)).toEqual([]);
});

test('every page of docs can be reached from its index', async () => {
  const reached = new Set<string>();
  const visit = async (page: string): Promise<void> => {
    if (reached.has(page)) return;
    reached.add(page);
    for (const target of linksOf(await readFile(join(ROOT, page), 'utf8'))) {
      const path = target.split('#')[0]!;
      if (path.endsWith('.md')) await visit(join(dirname(page), path));
    }
  };
  await visit('docs/README.md');
  expect((await listPages()).filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});
