import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VARIABLES } from '../../scripts/docsReference/environment.ts';
import { buildReference } from '../../scripts/docsReference/pages.ts';

const CONFIG = join(import.meta.dirname, '..', '..', 'src', 'platform', 'config.ts');

/** Without the padding of table cells, which the formatter decides. */
const unpadded = (page: string): string => page.replace(/ +\|/g, ' |').replace(/\| +/g, '| ').replace(/-{3,}/g, '---');

test('docs/reference says what the code says (else run `npm run docs:reference`)', async () => {
  for (const { path, text } of await buildReference())
    expect({ path, text: unpadded(await readFile(path, 'utf8')) }).toEqual({ path, text: unpadded(text) });
});

test('the reference names each variable that the configuration reads, and no other', async () => {
  const read = Array.from((await readFile(CONFIG, 'utf8')).matchAll(/\bget\('([A-Z_]+)'\)/g), ([, name]) => name);
  expect(new Set(VARIABLES.map(({ name }) => name))).toEqual(new Set(read));
});
