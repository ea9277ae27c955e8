import type { Command } from 'commander';
import type { CorrectOptions } from '../correct.ts';
import type { Run } from '../run.ts';

/** `correct`. */
export function registerCorrect(program: Command, run: Run): void {
  program
    .command('correct')
    .description('send a correction to the readers who got a story before it was fixed, and to no others')
    .argument('<edition>')
    .option('--subject <text>', 'subject of the correction; default: built from the corrected headlines')
    .option('--note <text>', 'text above the corrected stories; default: the notes of the fixes')
    .option('--yes', 'send without asking for the number of readers')
    .option('--wait', 'return when the send is over, not when it is queued')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, options: CorrectOptions) =>
      (await import('../correct.ts')).runCorrect(run, edition, options),
    );
}
