import { expect, test } from 'vitest';
import { runCli } from './run.ts';

const UNREACHABLE = {
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  SECRET: 'a secret of thirty-two bytes or so',
};

test('runs in one process know nothing of one another, and leave its own exit code alone', async () => {
  const before = process.exitCode;
  const missing = await runCli(['classify', 'none.eml'], UNREACHABLE);
  const wrong = await runCli(['status', '--detial'], UNREACHABLE);
  const failed = await runCli(['status'], UNREACHABLE);
  const noMail = await runCli(['receive'], UNREACHABLE);
  const later = await runCli(['receive', 'reader@paper.example'], UNREACHABLE, 'To: news@paper.example\n\nHello');
  const version = await runCli(['--version'], UNREACHABLE);
  expect([missing, wrong, failed, noMail, later, version].map(({ code }) => code)).toEqual([1, 2, 1, 65, 75, 0]);
  expect(wrong.stderr).toContain("unknown option '--detial'");
  expect(process.exitCode).toBe(before);
});

test('runs at the same time write to their own streams', async () => {
  const names = ['one.eml', 'two.eml', 'three.eml'];
  const ran = await Promise.all(names.map((name) => runCli(['classify', '-'], {}, `${name}\n`)));
  expect(ran.map(({ stdout }) => (JSON.parse(stdout) as { file: string }).file)).toEqual(names);
});

test('settings come from the environment that is given, not from that of the process', async () => {
  const ran = await runCli(['status'], { ...UNREACHABLE, PORT: 'seven' });
  expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^reveille: PORT /) });
});
