import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { performCopy } from '../../../scripts/checkImage/copy.ts';
import { parseIgnore } from '../../../scripts/checkImage/ignore.ts';

test.each([
  ['*\n!src', 'src/web/main.ts', false],
  ['*\n!src', 'README.md', true],
  ['*\n!src\nsrc/newsroom/sample', 'src/newsroom/sample/a.jpg', true],
  ['# all logs\n**/*.log', 'a/b/c.log', true],
  ['*.log', 'a/c.log', false],
  ['/data/', 'data/secret', true],
  ['dat?', 'data', true],
  ['a.b', 'axb', false],
  ['', 'anything', false],
])('.dockerignore %j leaves out %s: %s', (text, path, expected) => {
  expect(parseIgnore(text)(path)).toBe(expected);
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-copy-'));
  await mkdir(join(folder, 'context/src/data'), { recursive: true });
  for (const name of ['package.json', 'src/main.ts', 'src/data/secret'])
    await writeFile(join(folder, 'context', name), '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

// Only root may give files away.
const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
const copy = (text: string, { flags = {}, ignore = '' } = {}): Promise<void> =>
  performCopy(
    { line: 1, name: 'COPY', text, flags },
    {
      root: join(folder, 'root'),
      workdir: '/app',
      context: join(folder, 'context'),
      isIgnored: parseIgnore(ignore),
      owner,
    },
  );
const found = async (): Promise<string[]> => {
  const entries = await readdir(join(folder, 'root'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(`${folder}/root`.length))
    .toSorted();
};

test('a folder’s contents are copied, without what .dockerignore leaves out', async () => {
  await copy('src ./lib', { ignore: 'src/data' });
  expect(await found()).toEqual(['/app/lib/main.ts']);
});

test('a file goes into a folder whose name ends with a slash, else under the new name', async () => {
  await copy('package.json ./');
  await copy('package.json /etc/manifest.json');
  expect(await found()).toEqual(['/app/package.json', '/etc/manifest.json']);
});

test('a file that is missing or left out stops the build', async () => {
  await expect(copy('package.json ./', { ignore: '*' })).rejects.toThrow(
    /line 1: .dockerignore leaves out package.json/,
  );
  await expect(copy('none ./')).rejects.toThrow(/ENOENT/);
  await expect(copy('src ./', { flags: { link: 'true' } })).rejects.toThrow(/--link is not known/);
});
