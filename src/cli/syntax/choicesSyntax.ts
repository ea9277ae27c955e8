import type { Command } from 'commander';
import type { ChoiceOptions } from '../choices.ts';
import type { Run } from '../run.ts';

/** `subscribers set`. */
export function registerChoices(subscribers: Command, run: Run): void {
  subscribers
    .command('set')
    .description('change a reader’s choices for a newsletter')
    .argument('<address>')
    .option('--newsletter <slug>', 'the newsletter; may be left out if there is only one')
    .option('--at <hh:mm>', 'the reader’s own delivery time, or "default" for the newsletter’s')
    .option('--zone <iana>', 'the reader’s own time zone, or "default" for the newsletter’s')
    .option('--frequency <which>', 'daily, weekdays or weekly')
    .option('--format <which>', 'full, text or headlines')
    .option('--pause <date>', 'send no edition dated before this day (YYYY-MM-DD), or "off"')
    .option('--language <tag>', 'language of mails and pages, or "default" for each newsletter’s')
    .option('--json', 'print JSON lines')
    .action(async (address: string, options: ChoiceOptions) =>
      (await import('../choices.ts')).setChoices(run, address, options),
    );
}
