import type { Command } from 'commander';
import type { ResendOptions } from '../resend.ts';
import type { Run } from '../run.ts';

/** `resend`. */
export function registerResend(program: Command, run: Run): void {
  program
    .command('resend')
    .description('send an edition once more to readers whose delivery is unknown, or was too late: a person decides')
    .argument('<edition>')
    .option('--unknown', 'those of whom the relay’s answer was lost; some have it already')
    .option('--late', 'those whose time was over before it could go')
    .option('--to <address...>', 'of these only the ones named')
    .option('--list', 'print them, and send nothing')
    .option('--yes', 'send without asking for their number')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, options: ResendOptions) =>
      (await import('../resend.ts')).runResend(run, edition, options),
    );
}
