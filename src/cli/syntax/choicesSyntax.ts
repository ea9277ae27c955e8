import type { Command } from 'commander';
import type { ChoiceOptions } from '../choices.ts';
import type { Run } from '../run.ts';

/** `subscribers set`. */
export function registerChoices(subscribers: Command, run: Run): void {
  subscribers
    .command('set')
    .description('what a reader chose of a newsletter')
    .argument('<address>')
    .option('--newsletter <slug>')
    .option('--at <hh:mm>', 'their own hour, or "default" for the newsletter’s')
    .option('--zone <iana>', 'their own time zone, or "default" for the newsletter’s')
    .option('--frequency <which>', 'daily, weekdays or weekly')
    .option('--format <which>', 'full, text or headlines')
    .option('--pause <date>', 'no edition of a date before this (YYYY-MM-DD), or "off"')
    .option('--language <tag>', 'of mails and pages, or "default" for each newsletter’s')
    .option('--json', 'print JSON lines')
    .action(async (address: string, options: ChoiceOptions) =>
      (await import('../choices.ts')).setChoices(run, address, options),
    );
}
