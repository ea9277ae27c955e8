import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { registerCommands } from './cli/commands.ts';
import { codeOf, isReveilleError, messageOf, type ErrorCode } from './domain/errors.ts';

// A reader of the output may stop early (`| head`). That is no failure, and there is nowhere to print an error.
process.stdout.on('error', (error) => process.exit(codeOf(error) === 'EPIPE' ? 0 : 1));

const program = new Command('reveille')
  .description(packageJson.description)
  .version(packageJson.version)
  .showHelpAfterError('(see --help)')
  .exitOverride();

const WRONG_USAGE: ErrorCode[] = ['CONFIG_INVALID', 'DATA_DIR_UNWRITABLE', 'USAGE', 'INVALID_INPUT', 'ADDRESS_INVALID'];

/** Exit codes: 0 done, 1 failed, 2 wrong usage. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return isReveilleError(error, ...WRONG_USAGE) ? 2 : 1;
}

try {
  await registerCommands(program, process.argv[2]);
  await program.parseAsync();
} catch (error) {
  // commander prints its own errors.
  if (!(error instanceof CommanderError)) process.stderr.write(`reveille: ${messageOf(error)}\n`);
  process.exitCode = exitCodeOf(error);
  // A failed start may leave timers or sockets that would keep the process alive.
  if (process.exitCode !== 0) process.exit();
}
