import { type Command, Option } from 'commander';
import type { DkimOptions } from '../dkim.ts';
import type { Run } from '../run.ts';

/** `dkim`: keys of a sender's domain, and the DNS records that receivers need to verify signatures. */
export function registerDkim(program: Command, run: Run): void {
  program
    .command('dkim')
    .description('create the keys that sign a newsletter’s mail, and print the DNS records to publish')
    .option('--newsletter <slug>', 'the newsletter whose From domain signs')
    .addOption(new Option('--domain <domain>', 'the domain, instead of a newsletter').conflicts('newsletter'))
    .addOption(new Option('--rotate', 'create new keys, and sign with them from now on').conflicts(['off', 'on']))
    .addOption(new Option('--off', 'stop signing for this domain').conflicts('on'))
    .option('--on', 'sign again with the latest keys')
    .option('--json', 'print JSON lines')
    .action(async (options: DkimOptions) => (await import('../dkim.ts')).printDkim(run, options));
}
