import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './support/database.ts';
import { startProcess, stopProcess } from './support/processes.ts';

const run = promisify(execFile);
const check = (file: string): Promise<unknown> =>
  run(process.execPath, [join(import.meta.dirname, '..', 'bin', 'alive.mjs'), file]);

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-alive-'));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

test('a process that lives keeps its file fresh', async () => {
  const file = join(folder, 'scheduler');
  const child = await startProcess('workers/scheduler.ts', {
    DATABASE_URL: database.url,
    SECRET: 'a secret of the health check that is longer than 32 bytes',
    DATA_DIR: folder,
    ALIVE_FILE: file,
  });
  try {
    await expect(check(file)).resolves.toMatchObject({ stderr: '' });
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await utimes(file, anHourAgo, anHourAgo);
    await expect.poll(async () => (await stat(file)).mtimeMs).toBeGreaterThan(anHourAgo.getTime() + 60_000);
  } finally {
    expect(await stopProcess(child)).toBe(0);
  }
});

test('a file that is missing or old is one sentence and exit 1', async () => {
  await expect(check(join(folder, 'none'))).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^no lease in the database was renewed yet/) as string,
  });
  const file = join(folder, 'old');
  await writeFile(file, '');
  const then = new Date(Date.now() - 120_000);
  await utimes(file, then, then);
  await expect(check(file)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^no lease in the database was renewed for 12\d seconds/) as string,
  });
});
