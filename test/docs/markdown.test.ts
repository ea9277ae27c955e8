import { expect, test } from 'vitest';
import { fragmentsOf, linksOf, pathsOf } from './markdown.ts';

test('links are those to files, outside code', () => {
  expect(linksOf('[a](b.md) ![c](d.jpg) [e](https://f.example) `[g](h.md)`\n```\n[i](j.md)\n```\n[k](#l)')).toEqual([
    'b.md',
    'd.jpg',
    '#l',
  ]);
});

test('headings become fragments as on GitHub', () => {
  expect([...fragmentsOf('# Where do I change X?\n\n## `SMTP_URL`, and more\n\n```\n# none\n```\n')]).toEqual([
    'where-do-i-change-x',
    'smtp_url-and-more',
  ]);
});

test('paths are those of one file or folder of the repository', () => {
  expect(pathsOf('`src/a/` `src/b.ts` `templates/*.mjml` `workers/NAME.ts` `data/c` `bin/d.mjs FILE`')).toEqual([
    'src/a/',
    'src/b.ts',
  ]);
});
