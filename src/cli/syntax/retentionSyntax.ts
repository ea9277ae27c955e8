import type { Command } from 'commander';
import type { RetentionOptions } from '../retention.ts';
import type { Run } from '../run.ts';

/** `retention`. */
export function registerRetention(program: Command, run: Run): void {
  program
    .command('retention')
    .description('show how long everything is kept, what it takes now and in a year; with a name, set its days')
    .argument('[name]', 'for example deliveries, outbox or audit')
    .option('--days <n>', 'for how many days its rows are kept, or "default"')
    .option('--json', 'print JSON lines')
    .action(async (name: string | undefined, options: RetentionOptions) =>
      (await import('../retention.ts')).printRetention(run, name, options),
    );
}
