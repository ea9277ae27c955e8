import type { Command } from 'commander';
import type { PreflightOptions } from '../preflight.ts';
import type { Run } from '../run.ts';

/** `preflight`. */
export function registerPreflight(program: Command, run: Run): void {
  program
    .command('preflight')
    .description('check what mailbox providers require of a sender, before the first send')
    .option('--newsletter <slug>', 'the newsletter; may be left out if there is only one')
    .option('--dns <address>', 'use this DNS server instead of the system’s, for example 192.0.2.1:53')
    .option('--json', 'print JSON lines')
    .action(async (options: PreflightOptions) => (await import('../preflight.ts')).preflight(run, options));
}
