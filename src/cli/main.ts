import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { isReveilleError, messageOf, type ErrorCode } from '../domain/errors.ts';
import { registerCommands } from './commands.ts';
import type { Io, Run } from './run.ts';

const ASKED_WRONGLY: ErrorCode[] = [
  'CONFIG_INVALID',
  'DATA_DIR_UNWRITABLE',
  'USAGE',
  'INVALID_INPUT',
  'ADDRESS_INVALID',
];

/** Exit codes: 0 done, 1 failed, 2 wrong usage. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return isReveilleError(error, ...ASKED_WRONGLY) ? 2 : 1;
}

const widthOf = ({ isTTY, columns }: Io['stdout']): number | undefined => (isTTY ? columns : undefined);

/**
 * Runs one command line, without the names of Node and of the script, and returns its exit code: 0 done, 1 failed or
 * failed in part, 2 asked wrongly; `receive` has codes of its own. Does not throw, and may be called many times in one
 * process. `serve` returns once everything runs, and ends the process when it is stopped.
 */
export async function runProgram(argv: readonly string[], io: Io): Promise<number> {
  const { env, stdout, stderr, logTo } = io;
  const run: Run = {
    env,
    // Node opens standard input at the first look at it, and most commands do not read it.
    get stdin() {
      return io.stdin;
    },
    stdout,
    stderr,
    logTo,
    exitCode: 0,
  };
  const program = new Command('reveille')
    .description(packageJson.description)
    .version(packageJson.version)
    .showHelpAfterError('(see --help)')
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => widthOf(stdout) ?? 80,
      getErrHelpWidth: () => widthOf(stderr) ?? 80,
    })
    .exitOverride();
  try {
    await registerCommands(program, run, argv[0]);
    await program.parseAsync(argv, { from: 'user' });
    return run.exitCode;
  } catch (error) {
    // commander prints its own errors.
    if (!(error instanceof CommanderError)) stderr.write(`reveille: ${messageOf(error)}\n`);
    return exitCodeOf(error);
  }
}
