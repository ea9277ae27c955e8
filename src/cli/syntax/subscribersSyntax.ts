import type { Command } from 'commander';
import type { ImportFlags } from '../subscribers.ts';
import type { Run } from '../run.ts';
import { registerChoices } from './choicesSyntax.ts';

const load = () => import('../subscribers.ts');

/** `subscribers import | export | show | set | erase | retention`. */
export function registerSubscribers(program: Command, run: Run): void {
  const subscribers = program.command('subscribers').description('the list');
  subscribers
    .command('import')
    .description('take in a CSV file (a header in any order, any common delimiter) or Mailchimp’s export ZIP')
    .argument('<file>', 'the file, or - for standard input')
    .option('--newsletter <slug>')
    .option('--unsubscribed <file>', 'a list of those who have left, where the file does not tell')
    .requiredOption('--consent <text>', 'where their consent comes from; kept with every reader')
    .option(
      '--ignore-column <name>',
      'pass over a column that is not understood; repeatable',
      (name: string, names: string[]) => [...names, name],
      [],
    )
    .option('--dry-run', 'say what would happen, and change nothing')
    .option('--json', 'print JSON lines')
    .action(async (file: string, flags: ImportFlags) => (await load()).importList(run, file, flags));
  subscribers
    .command('export')
    .description('print the list as CSV')
    .option('--newsletter <slug>')
    .action(async (options: { newsletter?: string }) => (await load()).exportList(run, options));
  subscribers
    .command('show')
    .description('everything held on an address')
    .argument('<address>')
    .option('--json', 'print JSON lines')
    .action(async (address: string, options: { json?: boolean }) => (await load()).show(run, address, options));
  registerChoices(subscribers, run);
  subscribers
    .command('retention')
    .description('for how long the record keeps whole network addresses; then their network (IPv4 /24, IPv6 /48) stays')
    .option('--network-address-days <n>', 'whole days, 0 to 3650')
    .option('--json', 'print JSON lines')
    .action(async (options: { networkAddressDays?: string; json?: boolean }) =>
      (await load()).setRetention(run, options),
    );
  subscribers
    .command('lift')
    .description('take an address off the suppression list, where a bounce, a complaint or staff put it')
    .argument('<address>')
    .requiredOption('--note <text>', 'why, for the audit; without the address')
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
