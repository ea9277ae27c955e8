import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { notice, report } from './mails.ts';

const CLI = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
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

/** Runs the command where there is no database to be had, and nowhere to keep one. */
async function classify(
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; lines: unknown[]; said: string }> {
  const env = {
    PATH: process.env['PATH'],
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  };
  const child = spawn(process.execPath, [CLI, 'classify', ...args], { env, cwd: folder });
  child.stdin.end(input);
  const [out, said, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return {
    code,
    said,
    lines: out
      .split('\n')
      .filter(Boolean)
      .map((line): unknown => JSON.parse(line)),
  };
}

const DEAD = {
  kind: 'bounce',
  recipients: [{ address: 'reader@example.org', action: 'suppress', status: '5.1.1', diagnostic: null }],
};
const FULL = {
  kind: 'bounce',
  recipients: [{ address: 'other@example.org', action: 'soft', status: null, diagnostic: 'mailbox full' }],
};

test('a line of JSON a mail, and nothing is opened or kept', async () => {
  const { code, lines, said } = await classify(['--json', 'dead.eml', 'full.eml']);
  expect(lines).toEqual([
    { file: 'dead.eml', ...DEAD },
    { file: 'full.eml', ...FULL },
  ]);
  expect({ code, said }).toEqual({ code: 0, said: '' });
  expect(await readdir(folder)).toEqual(['dead.eml', 'full.eml']);
});

test('paths come from standard input; an unreadable file is reported, and the run continues', async () => {
  const { code, lines } = await classify(['-'], 'none.eml\n.\nfull.eml\n');
  expect(lines).toEqual([
    { file: 'none.eml', error: { code: 'ENOENT', message: expect.stringContaining('no such file') } },
    { file: '.', error: { code: 'EISDIR', message: expect.any(String) } },
    { file: 'full.eml', ...FULL },
  ]);
  expect(code).toBe(1);
});

test('without a file it is asked wrongly', async () => {
  expect((await classify([])).code).toBe(2);
});
