import { Command, CommanderError } from 'commander';
import { registerAgencies } from './cli/agencies.ts';
import { registerClassify } from './cli/classify.ts';
import { registerCompose } from './cli/compose.ts';
import { registerCorrect } from './cli/correct.ts';
import { registerDkim } from './cli/dkim.ts';
import { registerEditions } from './cli/editions.ts';
import { registerFix } from './cli/fix.ts';
import { registerLint } from './cli/lint.ts';
import { registerNewsletters } from './cli/newsletters.ts';
import { registerOutlets } from './cli/outlets.ts';
import { registerPictures } from './cli/pictures.ts';
import { registerPreflight } from './cli/preflight.ts';
import { registerReceive } from './cli/receive.ts';
import { registerReading } from './cli/reading.ts';
import { registerResend } from './cli/resend.ts';
import { registerSend } from './cli/send.ts';
import { registerLimits } from './cli/limits.ts';
import { registerShowMessage } from './cli/showMessage.ts';
import { registerSubscribers } from './cli/subscribers.ts';
import { codeOf, isReveilleError, messageOf } from './errors.ts';

// Whoever reads our output may stop early (`| head`): that is no failure, and there is nobody left to tell.
process.stdout.on('error', (error) => process.exit(codeOf(error) === 'EPIPE' ? 0 : 1));

const program = new Command('reveille')
  .description('The daily-headlines email engine for newsrooms')
  .showHelpAfterError('(--help tells more)')
  .exitOverride();

program
  .command('serve')
  .description('run the whole system: web, scheduler and workers, with a database and an inbox of its own by default')
  .option('--empty', 'start with the newsletter alone: no sample outlet, no sample reader')
  .action(async ({ empty }: { empty?: boolean }) => {
    // The other commands need nothing of it.
    const { serve } = await import('./serve/serve.ts');
    await serve({ isEmpty: empty === true });
  });
registerNewsletters(program);
registerOutlets(program);
registerAgencies(program);
registerReading(program);
registerClassify(program);
registerCompose(program);
registerEditions(program);
registerLint(program);
registerPreflight(program);
registerSend(program);
registerFix(program);
registerCorrect(program);
registerResend(program);
registerSubscribers(program);
registerReceive(program);
registerDkim(program);
registerLimits(program);
registerShowMessage(program);
registerPictures(program);

/** 0 done, 1 failed, 2 asked wrongly. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return isReveilleError(error, 'CONFIG_INVALID', 'USAGE', 'INVALID_INPUT', 'ADDRESS_INVALID') ? 2 : 1;
}

try {
  await program.parseAsync();
} catch (error) {
  // commander has printed its own errors already.
  if (!(error instanceof CommanderError)) process.stderr.write(`reveille: ${messageOf(error)}\n`);
  process.exitCode = exitCodeOf(error);
  // Whatever a failed start left running must not keep the process.
  if (process.exitCode !== 0) process.exit();
}
