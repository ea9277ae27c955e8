import type { Command } from 'commander';
import type { LimitOptions } from '../limits.ts';
import type { Run } from '../run.ts';

/** `limits`. */
export function registerLimits(program: Command, run: Run): void {
  program
    .command('limits')
    .description('what destination domains are allowed; with a domain, change it (all mailers keep to it)')
    .argument('[domain]', 'such as gmail.com; its provider’s other domains share it')
    .option('--per-second <messages>', 'at most so many messages a second, or "off"')
    .option('--connections <number>', 'at most so many at once, or "off"')
    .option('--json', 'print JSON lines')
    .action(async (domain: string | undefined, options: LimitOptions) =>
      (await import('../limits.ts')).printLimits(run, domain, options),
    );
}
