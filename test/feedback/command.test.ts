import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linesOf, runCli, spawnCli } from '../cli/run.ts';
import { notice, report } from './mails.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reveille-classify-'));
  await writeFile(
    join(folder, 'dead.eml'),
    report(['Final-Recipient: rfc822; reader@example.org\nAction: failed\nStatus: 5.1.1']),
  );
  await writeFile(
    join(folder, 'full.eml'),
    notice('<other@example.org>:\nmailbox full\n', { Subject: 'failure notice' }),
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** There is no database to be had, and nowhere to keep one. */
const nowhere = (): Record<string, string> => ({
  DATA_DIR: join(folder, 'data'),
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
});

const DEAD = {
  kind: 'bounce',
  recipients: [{ address: 'reader@example.org', action: 'suppress', status: '5.1.1', diagnostic: null }],
};
const FULL = {
  kind: 'bounce',
  recipients: [{ address: 'other@example.org', action: 'soft', status: null, diagnostic: 'mailbox full' }],
};

test('a line of JSON a mail, and nothing is opened or kept', async () => {
  const [dead, full] = [join(folder, 'dead.eml'), join(folder, 'full.eml')];
  const ran = await runCli(['classify', '--json', dead, full], nowhere());
  expect(linesOf(ran)).toEqual([
    { file: dead, ...DEAD },
    { file: full, ...FULL },
  ]);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(await readdir(folder)).toEqual(['dead.eml', 'full.eml']);
});

// As a process: relative paths on its pipe, in a folder where it must leave nothing.
test('paths come from standard input; an unreadable file is reported, and the run continues', async () => {
  const ran = await spawnCli(['classify', '-'], nowhere(), 'none.eml\n.\nfull.eml\n', folder);
  expect(linesOf(ran)).toEqual([
    { file: 'none.eml', error: { code: 'ENOENT', message: expect.stringContaining('no such file') } },
    { file: '.', error: { code: 'EISDIR', message: expect.any(String) } },
    { file: 'full.eml', ...FULL },
  ]);
  expect(ran.code).toBe(1);
  expect(await readdir(folder)).toEqual(['dead.eml', 'full.eml']);
});

test('without a file it is asked wrongly', async () => {
  expect((await runCli(['classify'], nowhere())).code).toBe(2);
});
