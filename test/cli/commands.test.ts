import { Command } from 'commander';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { COMMAND_MODULES, registerCommands } from '../../src/cli/commands.ts';
import { runCli } from './run.ts';

async function register(name: string | undefined): Promise<string[]> {
  const program = new Command();
  const { stdin, stdout, stderr } = process;
  await registerCommands(program, { env: {}, stdin, stdout, stderr, exitCode: 0 }, name);
  return program.commands.map((command) => command.name());
}

test('every module registers the commands that it is listed with, and no others', async () => {
  for (const { names } of COMMAND_MODULES) for (const name of names) expect(await register(name)).toEqual(names);
});

test.each([undefined, '--help', 'help', 'sned', 'constructor'])(
  'the unknown command %j prints all commands',
  async (name) => {
    const all = COMMAND_MODULES.flatMap(({ names }) => names);
    expect(new Set(all).size).toBe(all.length);
    expect(await register(name)).toEqual(all);
  },
);

test('--version prints the version of the package, and nothing else', async () => {
  expect(await runCli(['--version'], {})).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
});
