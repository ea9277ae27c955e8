import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

// Prints the file of each module that is loaded, ours and those of packages, on standard error at the end.
const HOOK = `
  import { writeSync } from 'node:fs';
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  process.on('exit', () => writeSync(2, loaded.map((url) => 'loaded ' + url + '\\n').join('')));`;

type Loaded = { packages: string[]; folders: string[]; stdout: string };

/** What the program loads for a command line: the packages, and the folders of `src`. */
async function load(...args: string[]): Promise<Loaded> {
  const hook = `data:text/javascript,${encodeURIComponent(HOOK)}`;
  const command = ['--import', hook, join(ROOT, 'src', 'cli.ts'), ...args];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { maxBuffer: 1 << 24 });
  const urls = Array.from(stderr.matchAll(/^loaded (file:.*)$/gm), ([, url]) => url ?? '')
    // The table of settings, of which options and their help are made, is plain data.
    .filter((url) => !/\/src\/editions\/newsletters\/settings[./]/.test(url));
  const packages = urls.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
  const folders = urls.flatMap((url) => /\/src\/([^/]+)\/[^/]/.exec(url.slice(url.lastIndexOf('/src/')))?.[1] ?? []);
  return { packages: [...new Set(packages)], folders: [...new Set(folders)].toSorted(), stdout };
}

test.each([
  [['--help'], /^Usage: reveille /],
  [['--version'], /^\d+\.\d+\.\d+\n$/],
  [['newsletters', '--help'], /^Usage: reveille newsletters /],
  [['newsletters', 'set', '--help'], /--postal-address/],
  [['send', '--help'], /^Usage: reveille send /],
  [['help', 'staff'], /^Usage: reveille staff /],
  [['serve', '--help'], /^Usage: reveille serve /],
])('%j loads commander alone, and nothing of what commands do', async (args, says) => {
  const { packages, folders, stdout } = await load(...args);
  expect(stdout).toMatch(says);
  expect({ packages, folders }).toEqual({ packages: ['commander'], folders: ['cli', 'domain'] });
});

test('a command loads what it does, and no other: the hook of this test sees it', async () => {
  const { packages, folders } = await load('classify', join(ROOT, 'package.json'));
  expect(folders).toContain('feedback');
  expect(packages).toContain('kysely');
  for (const foreign of ['bullmq', 'zod', 'mjml', 'sharp']) expect(packages).not.toContain(foreign);
});
