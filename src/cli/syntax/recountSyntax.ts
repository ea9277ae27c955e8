import type { Command } from 'commander';
import type { Run } from '../run.ts';

/** `recount`. */
export function registerRecount(program: Command, run: Run): void {
  program
    .command('recount')
    .description(
      'compare the kept counts of readers and deliveries with their rows, and correct them; also during a send',
    )
    .option('--json', 'print JSON lines')
    .action(async (options: { json?: boolean }) => (await import('../recount.ts')).recount(run, options));
}
