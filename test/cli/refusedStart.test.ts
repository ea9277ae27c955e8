import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './run.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-refused-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a wrong variable ends the start with one sentence and exit code 2', async () => {
  const wrong = await runCli(['serve'], { DATA_DIR: join(folder, 'data'), PORT: '0', SMTP_URL: 'relay.example' });
  expect(wrong.code).toBe(2);
  expect(wrong.stderr.trim().split('\n')).toHaveLength(1);
  expect(wrong.stderr).toContain('SMTP_URL');
});

test('a HOST that is no address of this machine is named, and no other port is advised', async () => {
  // RFC 5737: no machine has this address.
  const wrong = await runCli(['serve'], { DATA_DIR: join(folder, 'data'), HOST: '203.0.113.9', PORT: '3000' });
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).toBe(
    'reveille: HOST 203.0.113.9 is no address of this machine (EADDRNOTAVAIL); for example HOST=127.0.0.1\n',
  );
});

describe('a DATA_DIR that cannot be used ends the start at once, with one sentence and exit code 2:', () => {
  const refuses = async (unusable: string, word: string): Promise<void> => {
    for (const command of ['serve', 'status']) {
      const refused = await runCli([command], { DATA_DIR: unusable, PORT: '0' });
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toMatch(/^reveille: DATA_DIR \S+ cannot be written \(\w+\); for example DATA_DIR=\S+\n$/);
      expect(refused.stderr).toContain(`(${word})`);
    }
  };

  test('a file, and what would be below one', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await refuses(`${file}/`, 'ENOTDIR');
    await refuses(join(file, 'data'), 'ENOTDIR');
  });

  test.skipIf(process.platform !== 'linux')('a folder of the kernel, which takes no others', () =>
    refuses('/proc/nope/data', 'ENOENT'),
  );

  // Root may write anywhere.
  test.each(process.getuid?.() === 0 ? [] : ['closed'])(
    'a folder without the permission to write: %s',
    async (name) => {
      const closed = join(folder, name);
      await mkdir(closed);
      await chmod(closed, 0o500);
      await refuses(closed, 'EACCES');
    },
  );
});
