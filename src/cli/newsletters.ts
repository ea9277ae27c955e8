import {
  addNewsletter,
  findNewsletter,
  listNewsletters,
  setNewsletter,
  type Newsletter,
} from '../editions/newsletters/newsletters.ts';
import { SETTING_KEYS, type NewsletterSettings } from '../editions/newsletters/settings.ts';
import { listSettings, toRecord } from '../editions/newsletters/shown.ts';
import { buildSnippets } from '../editions/newsletters/snippets.ts';
import { LANGUAGES, wordsLanguage } from '../language/catalogues.ts';
import { joinNames } from '../language/words.ts';
import { openOutput, withRuntime, type Output } from './command.ts';
import type { Run } from './run.ts';

/** The options have the names of the settings. */
export type NewsletterOptions = NewsletterSettings & { json?: boolean };

/** The settings that were given. */
function toSettings(options: NewsletterOptions): NewsletterSettings {
  return Object.fromEntries(SETTING_KEYS.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]));
}

const describeWait = (minutes: number | null): string => (minutes === null ? 'the desk' : `${minutes} minutes`);

function summarize(newsletter: Newsletter): string {
  const { slug, name, from_address, zone, send_at, story_count, canary_percent, canary_minutes } = newsletter;
  const canary = canary_percent > 0 ? `  canary ${canary_percent} %, then ${describeWait(canary_minutes)}` : '';
  return `${slug}  ${name} <${from_address}>  ${send_at.slice(0, 5)} ${zone}  ${story_count} stories${canary}`;
}

/** What follows from a language that was just set. */
function noteLanguage({ note }: Output, { language, languages }: Newsletter, options: NewsletterOptions): void {
  if (options.language === undefined) return;
  if (wordsLanguage(language) !== language)
    note(
      `There are words of ours in ${joinNames(LANGUAGES, 'en')}, none in ${language}: what Reveille itself says stays in English.`,
    );
  if (options.languages === undefined)
    note(`The newsletter takes stories in ${joinNames(languages, 'en')}; --languages changes that.`);
}

function show(run: Run, newsletter: Newsletter, options: NewsletterOptions): void {
  const output = openOutput(run, options);
  output.result(toRecord(newsletter), summarize(newsletter));
  noteLanguage(output, newsletter, options);
}

/** `newsletters add`. */
export async function add(
  run: Run,
  slug: string,
  options: NewsletterOptions & { name: string; from: string },
): Promise<void> {
  await withRuntime(run, async ({ db }) => {
    const settings = { ...toSettings(options), name: options.name, from: options.from };
    show(run, await addNewsletter({ db }, slug, settings, 'cli'), options);
  });
}

/** `newsletters set`. */
export async function set(run: Run, slug: string, options: NewsletterOptions): Promise<void> {
  await withRuntime(run, async ({ db }) => {
    const settings = toSettings(options);
    const newsletter = await setNewsletter({ db }, slug, settings, 'cli');
    if (Object.keys(settings).length > 0) show(run, newsletter, options);
    else openOutput(run, options).result(toRecord(newsletter), listSettings(newsletter));
  });
}

/** `newsletters list`. */
export async function list(run: Run, options: NewsletterOptions): Promise<void> {
  await withRuntime(run, async ({ db }) => {
    const { result } = openOutput(run, options);
    for (const newsletter of await listNewsletters({ db })) result(toRecord(newsletter), summarize(newsletter));
  });
}

/** `newsletters snippets`. */
export async function printSnippets(run: Run, slug: string, options: NewsletterOptions): Promise<void> {
  await withRuntime(run, async ({ db, config }) => {
    const { result } = openOutput(run, options);
    for (const { name, about, code } of buildSnippets(config.publicUrl, await findNewsletter({ db }, slug)))
      result({ name, about, code }, `${name}: ${about}\n\n${code}\n`);
  });
}
