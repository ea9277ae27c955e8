import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from '../../src/backup/outFile.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-outfile-'));
});
afterEach(() => rm(folder, { recursive: true }));

const PART = '.daily.backup.0123456789ab.reveille-part';

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
const write = (name: string, isForced = false): Promise<number> =>
  writeWhole(join(folder, name), bytesOf('whole'), { isForced });

test('a folder, a device and a link to nothing are refused before a byte is asked for, also by force', async () => {
  await mkdir(join(folder, 'folder'));
  await symlink(join(folder, 'nothing'), join(folder, 'dangling'));
  const never = async function* (): AsyncGenerator<Buffer> {
    yield await Promise.reject(new Error('It was read.'));
  };
  for (const isForced of [false, true]) {
    const refusal = (path: string): Promise<unknown> => writeWhole(path, never(), { isForced }).catch(String);
    expect(await refusal(join(folder, 'folder'))).toContain('is a folder. Give the name of a file in it.');
    expect(await refusal(join(folder, 'dangling'))).toContain('is a link that leads nowhere');
    expect(await refusal('/dev/null')).toContain('is no ordinary file');
  }
  expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  expect(await readdir(folder)).toEqual(['dangling', 'folder']);
});

test('a link keeps leading to its file, which is replaced by force', async () => {
  await mkdir(join(folder, 'disk'));
  await writeFile(join(folder, 'disk', 'old'), 'old', { mode: 0o644 });
  await symlink(join('disk', 'old'), join(folder, 'latest'));
  await expect(write('latest')).rejects.toThrow('exists already');
  await write('latest', true);
  expect(await readFile(join(folder, 'disk', 'old'), 'utf8')).toBe('whole');
  expect((await stat(join(folder, 'latest'))).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'disk'))).toEqual(['old']);
});

test('what a killed backup left is removed by a later one, and what another one writes now is not', async () => {
  await writeFile(join(folder, PART), 'a secret');
  await writeFile(join(folder, '.someone.else.part'), 'theirs');
  await write('today.backup');
  expect(await readdir(folder)).toEqual([PART, '.someone.else.part', 'today.backup']);
  const longAgo = new Date(Date.now() - 2 * 3_600_000);
  await utimes(join(folder, PART), longAgo, longAgo);
  await utimes(join(folder, '.someone.else.part'), longAgo, longAgo);
  await write('tomorrow.backup');
  expect(await readdir(folder)).toEqual(['.someone.else.part', 'today.backup', 'tomorrow.backup']);
});

test('a full disk leaves no file and no part of one', async () => {
  const full = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.from('the first');
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  await expect(writeWhole(join(folder, 'x'), full(), { isForced: false })).rejects.toMatchObject({
    code: 'BACKUP_CUT_OFF',
    message: `The disk of ${join(folder, 'x')} is full (ENOSPC).`,
  });
  expect(await readdir(folder)).toEqual([]);
});

test('a signal removes the part, and ends the process as ever', async () => {
  const module = JSON.stringify(join(import.meta.dirname, '../../src/backup/outFile.ts'));
  const program = `
    import { writeWhole } from ${module};
    await writeWhole(${JSON.stringify(join(folder, 'x'))}, (async function* () {
      yield Buffer.from('the first');
      process.stdout.write('begun');
      await new Promise((done) => setTimeout(done, 600_000));
    })(), { isForced: false });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([null, 'SIGTERM']);
  expect(await readdir(folder)).toEqual([]);
});
