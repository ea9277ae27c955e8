import { type Command, Option } from 'commander';
import type { DkimOptions } from '../dkim.ts';
import type { Run } from '../run.ts';

/** `dkim`: keys for a sender's domain, and the DNS records by which others verify what they sign. */
export function registerDkim(program: Command, run: Run): void {
  program
    .command('dkim')
    .description('make the keys that sign a newsletter’s mail, and print the DNS records to publish')
    .option('--newsletter <slug>', 'whose From domain signs')
    .addOption(new Option('--domain <domain>', 'the domain itself').conflicts('newsletter'))
    .addOption(new Option('--rotate', 'make new keys, which sign from then on').conflicts(['off', 'on']))
    .addOption(new Option('--off', 'sign no more for this domain').conflicts('on'))
    .option('--on', 'sign again, with the keys made last')
    .option('--json', 'print JSON lines')
    .action(async (options: DkimOptions) => (await import('../dkim.ts')).printDkim(run, options));
}
