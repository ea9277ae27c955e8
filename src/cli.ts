import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { registerCommands } from './cli/commands.ts';
import { codeOf, isReveilleError, messageOf, type ErrorCode } from './domain/errors.ts';

// Whoever reads our output may stop early (`| head`): that is no failure, and there is nobody left to tell.
process.stdout.on('error', (error) => process.exit(codeOf(error) === 'EPIPE' ? 0 : 1));

const program = new Command('reveille')
  .description(packageJson.description)
  .version(packageJson.version)
  .showHelpAfterError('(--help tells more)')
  .exitOverride();

const ASKED_WRONGLY: ErrorCode[] = [
  'CONFIG_INVALID',
  'DATA_DIR_UNWRITABLE',
  'USAGE',
  'INVALID_INPUT',
  'ADDRESS_INVALID',
];

/** 0 done, 1 failed, 2 asked wrongly. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return isReveilleError(error, ...ASKED_WRONGLY) ? 2 : 1;
}

try {
  await registerCommands(program, process.argv[2]);
  await program.parseAsync();
} catch (error) {
  // commander has printed its own errors already.
  if (!(error instanceof CommanderError)) process.stderr.write(`reveille: ${messageOf(error)}\n`);
  process.exitCode = exitCodeOf(error);
  // Whatever a failed start left running must not keep the process.
  if (process.exitCode !== 0) process.exit();
}
