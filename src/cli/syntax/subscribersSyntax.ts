import type { Command } from 'commander';
import type { ImportFlags } from '../subscribers.ts';
import type { Run } from '../run.ts';
import { registerChoices } from './choicesSyntax.ts';

const load = () => import('../subscribers.ts');

/** `subscribers import | export | show | set | erase | retention`. */
export function registerSubscribers(program: Command, run: Run): void {
  const subscribers = program.command('subscribers').description('manage the subscribers');
  subscribers
    .command('import')
    .description('import a CSV file (columns in any order, any common delimiter) or Mailchimp’s export ZIP')
    .argument('<file>', 'the file, or - for standard input')
    .option('--newsletter <slug>', 'the newsletter; may be left out if there is only one')
    .option('--unsubscribed <file>', 'a file of unsubscribed addresses, if the list itself does not contain the status')
    .requiredOption('--consent <text>', 'where the readers’ consent comes from; stored with every reader')
    .option(
      '--ignore-column <name>',
      'ignore a column that is not understood; repeatable',
      (name: string, names: string[]) => [...names, name],
      [],
    )
    .option('--dry-run', 'print what the import would do, and change nothing')
    .option('--json', 'print JSON lines')
    .action(async (file: string, flags: ImportFlags) => (await load()).importList(run, file, flags));
  subscribers
    .command('export')
    .description('print the subscribers as CSV')
    .option('--newsletter <slug>', 'only the subscribers of this newsletter')
    .action(async (options: { newsletter?: string }) => (await load()).exportList(run, options));
  subscribers
    .command('show')
    .description('print all data stored about an address')
    .argument('<address>')
    .option('--json', 'print JSON lines')
    .action(async (address: string, options: { json?: boolean }) => (await load()).show(run, address, options));
  registerChoices(subscribers, run);
  subscribers
    .command('retention')
    .description('set how long full IP addresses are kept; after that, only their network (IPv4 /24, IPv6 /48) remains')
    .option('--network-address-days <n>', 'number of days, 0 to 3650')
    .option('--json', 'print JSON lines')
    .action(async (options: { networkAddressDays?: string; json?: boolean }) =>
      (await load()).setRetention(run, options),
    );
  subscribers
    .command('lift')
    .description('remove an address from the suppression list after a bounce, a complaint or an entry by staff')
    .argument('<address>')
    .requiredOption('--note <text>', 'the reason, for the audit log; do not include the address')
    .option('--json', 'print JSON lines')
    .action(async (address: string, options: { note: string; json?: boolean }) =>
      (await load()).lift(run, address, options),
    );
  subscribers
    .command('erase')
    .description('forget a person; a keyed hash stays, so that no import brings the address back')
    .argument('<address>')
    .option('--json', 'print JSON lines')
    .action(async (address: string, options: { json?: boolean }) => (await load()).erase(run, address, options));
}
