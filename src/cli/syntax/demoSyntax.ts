import type { Command } from 'commander';
import type { Run } from '../run.ts';

/** `demo`. */
export function registerDemo(program: Command, run: Run): void {
  program
    .command('demo')
    .description(
      'create the sample newsletter, its outlets and 25 sample readers in an empty database, and send an edition',
    )
    .option('--json', 'print JSON lines')
    .action(async (options: { json?: boolean }) => (await import('../demo.ts')).makeDemo(run, options));
}
