import type { Command } from 'commander';
import type { LimitOptions } from '../limits.ts';
import type { Run } from '../run.ts';

/** `limits`. */
export function registerLimits(program: Command, run: Run): void {
  program
    .command('limits')
    .description('show the limits of destination domains; with a domain, change its limits for all mailers')
    .argument('[domain]', 'for example gmail.com; other domains of the same provider share its limits')
    .option('--per-second <messages>', 'maximum number of messages a second, or "off"')
    .option('--connections <number>', 'maximum number of connections at the same time, or "off"')
    .option('--json', 'print JSON lines')
    .action(async (domain: string | undefined, options: LimitOptions) =>
      (await import('../limits.ts')).printLimits(run, domain, options),
    );
}
