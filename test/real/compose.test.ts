import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const FILE = join(import.meta.dirname, '..', '..', 'docker-compose.yml');
const run = promisify(execFile);

/** What Debian's docker-compose, which asks no engine for this, makes of the file. */
function config(environment: Record<string, string>): Promise<{ stdout: string }> {
  return run('docker-compose', ['--file', FILE, 'config'], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
  });
}

test('Compose takes the file, with a password of any characters', async () => {
  const password = String.raw`p@ss:/w?o#r%41d & "'+\{}`;
  const { stdout } = await config({ SECRET: 'k'.repeat(64), POSTGRES_PASSWORD: password });
  for (const name of ['web', 'scheduler', 'newsroom', 'renderer', 'mailer', 'proxy', 'postgres', 'redis', 'mailpit'])
    expect(stdout).toMatch(new RegExp(`^  ${name}:$`, 'm'));
  expect(stdout).toContain('DATABASE_URL: postgres://reveille@postgres:5432/reveille');
});

test.each([
  ['SECRET', { POSTGRES_PASSWORD: 'p' }],
  ['POSTGRES_PASSWORD', { SECRET: 'k'.repeat(64) }],
])('Compose starts nothing without %s, and says so', async (name, environment) => {
  await expect(config(environment)).rejects.toMatchObject({
    stderr: expect.stringContaining(`${name} must be set`) as string,
  });
});
