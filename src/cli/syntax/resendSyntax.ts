import type { Command } from 'commander';
import type { ResendOptions } from '../resend.ts';
import type { Run } from '../run.ts';

/** `resend`. */
export function registerResend(program: Command, run: Run): void {
  program
    .command('resend')
    .description(
      'send an edition again to readers whose delivery is unknown or was too late; this never happens automatically',
    )
    .argument('<edition>')
    .option('--unknown', 'readers whose delivery the relay did not confirm; some of them may have it already')
    .option('--late', 'readers whose deadline passed before their delivery')
    .option('--to <address...>', 'only these readers among them')
    .option('--list', 'print the readers, and send nothing')
    .option('--yes', 'send without asking for the number of readers')
    .option('--json', 'print JSON lines')
    .action(async (edition: string, options: ResendOptions) =>
      (await import('../resend.ts')).runResend(run, edition, options),
    );
}
