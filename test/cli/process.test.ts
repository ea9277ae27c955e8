import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { spawnCli } from './run.ts';

const ROOT = join(import.meta.dirname, '..', '..');

// What only a process shows; what commands do is tested in this process by `runCli`.

test('a process ends with 0 where all is done, and prints nothing but its result', async () => {
  expect(await spawnCli(['--version'], {})).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
});

test('a process ends with 1 where a command fails, though something may be left open', async () => {
  const environment = {
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    SECRET: 'a secret of thirty-two bytes or so',
  };
  const ran = await spawnCli(['status'], environment);
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toMatch(/^reveille: DATABASE_URL [^\n]+\n$/);
});

test('a process ends with 2 where it is asked wrongly', async () => {
  const ran = await spawnCli(['sned', '7'], {});
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain("unknown command 'sned'");
  expect(ran.stderr).toContain('(see --help)');
});

test('a mail on the pipe that is none ends with the code that an MTA expects', async () => {
  expect(await spawnCli(['receive'], {}, '')).toEqual({
    code: 65,
    stdout: '',
    stderr: 'reveille: this is not a mail\n',
  });
});

test('a reader that stops early (`| head`) is no failure', async () => {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli.ts'), 'classify', '-'], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = text(child.stderr);
  child.stdin.on('error', () => undefined);
  child.stdin.write('none.eml\n');
  // The first line is there; what follows finds nobody.
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const writing = setInterval(() => child.stdin.write('none.eml\n'), 20);
  const [code] = await once(child, 'exit');
  clearInterval(writing);
  expect({ code, said: await said }).toEqual({ code: 0, said: '' });
});
