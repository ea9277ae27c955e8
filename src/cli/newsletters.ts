import type { Command } from 'commander';
import {
  addNewsletter,
  findNewsletter,
  listNewsletters,
  setNewsletter,
  type Newsletter,
} from '../editions/newsletters/newsletters.ts';
import {
  describeSetting,
  flagsOf,
  SETTING_KEYS,
  SETTINGS,
  type NewsletterSettings,
} from '../editions/newsletters/settings.ts';
import { listSettings, toRecord } from '../editions/newsletters/shown.ts';
import { buildSnippets } from '../editions/newsletters/snippets.ts';
import { LANGUAGES, wordsLanguage } from '../language/catalogues.ts';
import { joinNames } from '../language/words.ts';
import { openOutput, withRuntime, type Output } from './command.ts';

/** The options have the names of the settings. */
type Options = NewsletterSettings & { json?: boolean };

/** The settings that were given. */
function toSettings(options: Options): NewsletterSettings {
  return Object.fromEntries(SETTING_KEYS.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]));
}

const describeWait = (minutes: number | null): string => (minutes === null ? 'the desk' : `${minutes} minutes`);

function summarize(newsletter: Newsletter): string {
  const { slug, name, from_address, zone, send_at, story_count, canary_percent, canary_minutes } = newsletter;
  const canary = canary_percent > 0 ? `  canary ${canary_percent} %, then ${describeWait(canary_minutes)}` : '';
  return `${slug}  ${name} <${from_address}>  ${send_at.slice(0, 5)} ${zone}  ${story_count} stories${canary}`;
}

/** What follows from a newsletter's language, for whoever has just said which it is. */
function noteLanguage({ note }: Output, { language, languages }: Newsletter, options: Options): void {
  if (options.language === undefined) return;
  if (wordsLanguage(language) !== language)
    note(
      `There are words of ours in ${joinNames(LANGUAGES, 'en')}, none in ${language}: what Reveille itself says stays in English.`,
    );
  if (options.languages === undefined)
    note(`The newsletter takes stories in ${joinNames(languages, 'en')}; --languages changes that.`);
}

function show(newsletter: Newsletter, options: Options): void {
  const output = openOutput(options);
  output.result(toRecord(newsletter), summarize(newsletter));
  noteLanguage(output, newsletter, options);
}

/** An option for each setting. `add` requires those without a default. */
function withSettings(command: Command, { isNew }: { isNew: boolean }): Command {
  for (const key of SETTING_KEYS)
    if (isNew && SETTINGS[key].initial === null) command.requiredOption(flagsOf(key), describeSetting(key));
    else command.option(flagsOf(key), describeSetting(key));
  return command.option('--json', 'print JSON lines');
}

/** `newsletters add | set | list | snippets`. */
export function registerNewsletters(program: Command): void {
  const newsletters = program.command('newsletters').description('what is sent, and when');
  withSettings(
    newsletters
      .command('add')
      .description('add a newsletter')
      .argument('<slug>', 'its name in addresses, for example daily-headlines'),
    { isNew: true },
  ).action((slug: string, options: Options & { name: string; from: string }) =>
    withRuntime(async ({ db }) => {
      const settings = { ...toSettings(options), name: options.name, from: options.from };
      show(await addNewsletter({ db }, slug, settings, 'cli'), options);
    }),
  );
  withSettings(
    newsletters
      .command('set')
      .description('change a newsletter; without an option, print its settings')
      .argument('<slug>'),
    { isNew: false },
  ).action((slug: string, options: Options) =>
    withRuntime(async ({ db }) => {
      const settings = toSettings(options);
      const newsletter = await setNewsletter({ db }, slug, settings, 'cli');
      if (Object.keys(settings).length > 0) show(newsletter, options);
      else openOutput(options).result(toRecord(newsletter), listSettings(newsletter));
    }),
  );
  newsletters
    .command('list')
    .description('list the newsletters')
    .option('--json', 'print JSON lines')
    .action((options: Options) =>
      withRuntime(async ({ db }) => {
        const { result } = openOutput(options);
        for (const newsletter of await listNewsletters({ db })) result(toRecord(newsletter), summarize(newsletter));
      }),
    );
  newsletters
    .command('snippets')
    .description('print what a web page needs for the sign-up: link, form, frame, script')
    .argument('<slug>')
    .option('--json', 'print JSON lines')
    .action((slug: string, options: Options) =>
      withRuntime(async ({ db, config }) => {
        const { result } = openOutput(options);
        for (const { name, about, code } of buildSnippets(config.publicUrl, await findNewsletter({ db }, slug)))
          result({ name, about, code }, `${name}: ${about}\n\n${code}\n`);
      }),
    );
}
