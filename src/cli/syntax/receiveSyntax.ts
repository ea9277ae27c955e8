import type { Command } from 'commander';
import type { Run } from '../run.ts';

const load = () => import('../receive.ts');

/** `receive`: for the pipe or the alias of an MTA. */
export function registerReceive(program: Command, run: Run): void {
  program
    .command('receive')
    .description('take a mail on standard input: one that opts out whom its token names, or one that came back')
    .argument('[recipients...]', 'whom it is for, as the MTA knows; without, its header says')
    .action(async (recipients: string[]) => (await load()).receiveMail(run, recipients));
}
