import type { Command } from 'commander';
import type { CorrectOptions } from '../correct.ts';
import type { Run } from '../run.ts';

/** `correct`. */
export function registerCorrect(program: Command, run: Run): void {
  program
    .command('correct')
    .description('send a correction to exactly those who got a story before it was fixed')
    .argument('<edition>')
    .option('--note <text>', 'what is corrected, above the stories; else the notes of the fixes')
    .option('--yes', 'send without asking for the number of readers')
    .option('--wait', 'return when it is done, not when it is queued')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, options: CorrectOptions) =>
      (await import('../correct.ts')).runCorrect(run, edition, options),
    );
}
