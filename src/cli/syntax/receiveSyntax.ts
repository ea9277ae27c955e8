import type { Command } from 'commander';
import type { Run } from '../run.ts';

const load = () => import('../receive.ts');

/** `receive`: for a pipe or an alias of an MTA. */
export function registerReceive(program: Command, run: Run): void {
  program
    .command('receive')
    .description('process a mail from standard input: an unsubscribe mail or a returned mail')
    .argument('[recipients...]', 'envelope recipients from the MTA; default: the recipients in the header')
    .action(async (recipients: string[]) => (await load()).receiveMail(run, recipients));
}
