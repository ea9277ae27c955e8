import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSecrets } from '../../src/platform/keys.ts';
import { tryLock } from '../../src/platform/processLock.ts';

let folder: string;
let umask: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-folders-'));
  umask = process.umask(0);
});
afterEach(async () => {
  process.umask(umask);
  await rm(folder, { recursive: true });
});

test.each([
  ['the lock', (dataDir: string) => tryLock(join(dataDir, 'serve.lock'))],
  ['the secret', (dataDir: string) => loadSecrets({ secrets: null, dataDir })],
])('a DATA_DIR that %s creates can be written by its owner alone, whatever the umask', async (_what, create) => {
  const dataDir = join(folder, 'data');
  await create(dataDir);
  expect((await stat(dataDir)).mode & 0o777).toBe(0o755);
});
