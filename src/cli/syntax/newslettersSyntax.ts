import type { Command } from 'commander';
import { describeSetting, flagsOf, SETTING_KEYS, SETTINGS } from '../../editions/newsletters/settings.ts';
import type { DayOptions } from '../scheduleDays.ts';
import type { NewsletterOptions } from '../newsletters.ts';
import type { Run } from '../run.ts';

const load = () => import('../newsletters.ts');

/** An option for each setting. `add` requires those without a default. */
function withSettings(command: Command, { isNew }: { isNew: boolean }): Command {
  for (const key of SETTING_KEYS)
    if (isNew && SETTINGS[key].initial === null) command.requiredOption(flagsOf(key), describeSetting(key));
    else command.option(flagsOf(key), describeSetting(key));
  return command.option('--json', 'print JSON lines');
}

/** `newsletters add | set | days | list | snippets`. */
export function registerNewsletters(program: Command, run: Run): void {
  const newsletters = program.command('newsletters').description('manage the newsletters: what is sent, and when');
  withSettings(
    newsletters
      .command('add')
      .description('add a newsletter')
      .argument('<slug>', 'its name in addresses, for example daily-headlines'),
    { isNew: true },
  ).action(async (slug: string, options: NewsletterOptions & { name: string; from: string }) =>
    (await load()).add(run, slug, options),
  );
  withSettings(
    newsletters
      .command('set')
      .description('change a newsletter; without an option, print its settings')
      .argument('<slug>'),
    { isNew: false },
  ).action(async (slug: string, options: NewsletterOptions) => (await load()).set(run, slug, options));
  newsletters
    .command('days')
    .description('holidays and days with another hour: record them, or print those to come')
    .argument('<slug>')
    .argument('[dates...]', 'days such as 2026-12-25, on which no edition goes out')
    .option('--at <HH:MM>', 'an edition goes out on these days, at this hour')
    .option('--note <text>', 'what the days are, such as "Christmas Day"')
    .option('--usual', 'the usual schedule holds again on these days')
    .option('--json', 'print JSON lines')
    .action(async (slug: string, dates: string[], options: DayOptions) =>
      (await import('../scheduleDays.ts')).setDays(run, slug, dates, options),
    );
  newsletters
    .command('list')
    .description('list the newsletters')
    .option('--json', 'print JSON lines')
    .action(async (options: NewsletterOptions) => (await load()).list(run, options));
  newsletters
    .command('snippets')
    .description('print what a web page needs for the sign-up: link, form, frame, script')
    .argument('<slug>')
    .option('--json', 'print JSON lines')
    .action(async (slug: string, options: NewsletterOptions) => (await load()).printSnippets(run, slug, options));
}
