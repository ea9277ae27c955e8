import { Command } from 'commander';
import { registerCommands } from '../../src/cli/commands.ts';
import { plain, table } from './markdown.ts';

const INTRODUCTION = `# Commands

\`reveille\` stands for \`npm run --silent reveille --\`. Each command has \`--help\`. With \`--json\` a command prints JSON lines
on standard output and nothing else; progress and errors go to standard error. The exit code is 0 if everything
succeeded, 1 if something failed, and 2 if the command line or a setting is wrong. \`reveille --version\` prints
the version.

Commands use the database of the running system through the same [environment](environment.md). If no system runs, they start
the embedded database themselves. \`read\`, \`cluster\` and \`classify\` use neither a database nor \`DATA_DIR\`.
`;

function describeCommand(command: Command, parents: readonly string[]): string {
  const name = [...parents, command.name()].join(' ');
  if (command.commands.length > 0)
    return [
      `## ${name}\n\n${plain(command.description())}.\n`,
      ...command.commands.map((each) => describeCommand(each, [...parents, command.name()])),
    ].join('\n');
  const heading = parents.length > 0 ? '###' : '##';
  const usage = `\`reveille ${[...parents, command.name(), command.usage()].join(' ')}\``;
  const options = command.options
    .filter(({ hidden }) => !hidden)
    .map(({ flags, description }) => [`\`${flags}\``, plain(description)]);
  const described = command.registeredArguments
    .filter(({ description }) => description !== '')
    .map((argument) => [`\`${argument.name()}\``, plain(argument.description)]);
  const rows = [...described, ...options];
  const parts = [`${heading} ${name}\n`, `${usage}: ${plain(command.description())}.\n`];
  return [...parts, ...(rows.length > 0 ? [table(['argument or option', 'meaning'], rows)] : [])].join('\n');
}

/** docs/reference/cli.md, from the commander program. */
export async function describeCli(): Promise<string> {
  const program = new Command('reveille');
  const { stdin, stdout, stderr } = process;
  await registerCommands(program, { env: {}, stdin, stdout, stderr, exitCode: 0 }, undefined);
  return [INTRODUCTION, ...program.commands.map((command) => describeCommand(command, []))].join('\n');
}
