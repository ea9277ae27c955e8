import type { Command } from 'commander';
import type { PreflightOptions } from '../preflight.ts';
import type { Run } from '../run.ts';

/** `preflight`. */
export function registerPreflight(program: Command, run: Run): void {
  program
    .command('preflight')
    .description('look at all that decides whether the mailbox providers take the mail, before the first send')
    .option('--newsletter <slug>')
    .option('--dns <address>', 'ask this DNS server, for example 192.0.2.1:53, instead of the system’s')
    .option('--json', 'print JSON lines')
    .action(async (options: PreflightOptions) => (await import('../preflight.ts')).preflight(run, options));
}
