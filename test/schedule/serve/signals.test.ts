import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../support/database.ts';
import { PROCESS_ENV } from '../../support/processes.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

test.each([
  ['the way that README names', 'exec node_modules/.bin/node workers/scheduler.ts', 'scheduler works'],
  ['the command', 'exec bin/reveille.mjs serve --empty', 'Ctrl-C stops it'],
])('SIGTERM reaches a process that is started by %s, which drains and ends with 0', async (_way, line, word) => {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'reveille-signals-'));
  const child = spawn('sh', ['-c', line], {
    cwd: ROOT,
    env: {
      ...PROCESS_ENV,
      LOG_LEVEL: 'info',
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      SECRET: 'a secret of the signals that is longer than 32 bytes',
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await expect.poll(() => text).toContain(word);
  child.kill('SIGTERM');
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect([code, signal]).toEqual([0, null]);
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});
