import type { Command } from 'commander';
import {
  addNewsletter,
  findNewsletter,
  listNewsletters,
  setNewsletter,
  type Newsletter,
  type NewsletterSettings,
} from '../editions/newsletters/newsletters.ts';
import { buildSnippets } from '../editions/newsletters/snippets.ts';
import { LANGUAGES, wordsLanguage } from '../language/catalogues.ts';
import { joinNames } from '../language/words.ts';
import { rulesOf } from '../domain/kinds.ts';
import { openOutput, withRuntime, type Output } from './command.ts';

type Options = {
  json?: boolean;
  name?: string;
  description?: string;
  from?: string;
  zone?: string;
  at?: string;
  stories?: string;
  minStories?: string;
  weekdays?: string;
  maxLateness?: string;
  canary?: string;
  canaryMinutes?: string;
  lateCopy?: 'staff' | 'auto';
  language?: string;
  languages?: string;
  legalName?: string;
  postalAddress?: string;
  privacyUrl?: string;
  imprintUrl?: string;
  replyTo?: string;
  signUpHeading?: string;
  signUpPromise?: string;
  signUpButton?: string;
  signUpSites?: string;
  disposable?: 'off' | 'warn' | 'refuse';
  pendingDays?: string;
  clickCounts?: 'on' | 'off';
  utm?: 'on' | 'off';
  unsubscribeAddress?: string;
  bounceAddress?: string;
  topic?: string;
  territories?: string;
  maxPerOutlet?: string;
  maxPerSection?: string;
  kinds?: string;
  ownStories?: string;
  standbys?: string;
  weeklyOn?: string;
  weeklyAt?: string;
  theme?: string;
  houseNotice?: string;
  houseNoticeUrl?: string;
  fullStories?: string;
};

const list = (text: string): string[] => text.split(',').map((part) => part.trim());

/** The options that were given, under the names of the settings. */
function toSettings({
  json: _json,
  weekdays,
  languages,
  maxLateness,
  signUpSites,
  territories,
  ...others
}: Options): NewsletterSettings {
  const settings = {
    ...others,
    weekdays: weekdays === undefined ? undefined : list(weekdays).map(Number),
    languages: languages === undefined ? undefined : list(languages),
    territories: territories === undefined ? undefined : territories === 'all' ? [] : list(territories),
    maxLatenessMinutes: maxLateness,
    signUpSites: signUpSites === undefined ? undefined : list(signUpSites).filter(Boolean),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

const describeWait = (minutes: number | null): string => (minutes === null ? 'the desk' : `${minutes} minutes`);

function describe(newsletter: Newsletter): [record: unknown, text: string] {
  const { slug, name, from_address, from_name, zone, send_at, story_count, is_sample } = newsletter;
  const { canary_percent, canary_minutes, late_copy, max_lateness_minutes, theme, full_stories } = newsletter;
  const at = send_at.slice(0, 5);
  const record = {
    slug,
    name,
    from: from_address,
    fromName: from_name,
    zone,
    at,
    stories: story_count,
    sample: is_sample,
    maxLateness: max_lateness_minutes,
    canary: canary_percent,
    // null: the desk says when the others get it
    canaryMinutes: canary_minutes,
    lateCopy: late_copy,
    clickCounts: newsletter.click_counts,
    utm: newsletter.utm,
    topic: newsletter.topic,
    territories: newsletter.territories,
    sections: newsletter.sections,
    kinds: rulesOf(newsletter.kinds),
    ownStories: newsletter.own_stories,
    standbys: newsletter.standby_count,
    weeklyOn: newsletter.weekly_weekday,
    weeklyAt: newsletter.weekly_at.slice(0, 5),
    theme,
    fullStories: full_stories,
  };
  const canary = canary_percent > 0 ? `  canary ${canary_percent} %, then ${describeWait(canary_minutes)}` : '';
  return [record, `${slug}  ${name} <${from_address}>  ${at} ${zone}  ${story_count} stories${canary}`];
}

/** Notes the consequences of a newsletter's language after it was set. */
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
  output.result(...describe(newsletter));
  noteLanguage(output, newsletter, options);
}

const withSettings = (command: Command): Command =>
  command
    .option('--description <text>', 'what the sign-up page promises')
    .option('--zone <iana>', 'time zone of the schedule, for example America/New_York')
    .option('--at <hh:mm>', 'when the edition goes out')
    .option('--stories <n>', 'how many stories an edition has')
    .option('--min-stories <n>', 'with fewer, the edition is not sent but flagged')
    .option('--weekdays <days>', 'ISO weekdays, for example 1,2,3,4,5')
    .option('--max-lateness <minutes>', 'after this it is not sent by itself')
    .option('--canary <percent>', 'share of the readers that gets an edition first, at most 50; 0: all at once')
    .option('--canary-minutes <n>', 'minutes without trouble after which the others get it, or "desk": staff say when')
    .option('--late-copy <whose>', 'what later waves carry: "staff" (their fixes only) or "auto" (outlets’ newer copy)')
    .option('--language <tag>', 'language of the mail’s own words')
    .option('--languages <tags>', 'languages of the stories that it takes, comma-separated; its own unless told')
    .option('--topic <words>', 'what it is about, for example "military, defense, veterans": such stories rank higher')
    .option('--territories <countries>', 'where its readers are (US,GB or names), or "all": rights that bar one hold')
    .option('--max-per-outlet <n>', 'stories that one outlet may lead, or "auto": a third')
    .option('--max-per-section <n>', 'stories of one section, or "auto": half')
    .option(
      '--sections <list>',
      'headings that group the stories, in their order, with what outlets call them: "Army: land forces; Navy", or none',
    )
    .option(
      '--kinds <rules>',
      'what is done with items that report no event, "live=in, column=out" (in, down or out), or "default": of sponsored, podcast and horoscope out, of gallery, live and column down',
    )
    .option('--own-stories <n>', 'so many of the paper’s own are taken first, where there are so many')
    .option('--standbys <n>', 'how many stories stand by for one that is dropped')
    .option('--weekly-on <weekday>', 'ISO weekday of a best-of the week, or "off"')
    .option('--weekly-at <hh:mm>', 'when the best-of goes out')
    .option('--legal-name <text>', 'who sends it, for the footer; "": none')
    .option('--postal-address <text>', 'where they are, for the footer; "": none')
    .option('--privacy-url <url>', 'the privacy notice')
    .option('--imprint-url <url>', 'the imprint')
    .option('--reply-to <address>', 'where replies go')
    .option('--sign-up-heading <text>', 'above the sign-up form; empty: the name')
    .option('--sign-up-promise <text>', 'below it; empty: the description')
    .option('--sign-up-button <text>', 'on its button, for example "Sign Up Now"; empty: made of the name')
    .option('--sign-up-sites <origins>', 'sites whose scripts may post sign-ups, comma-separated; empty: none')
    .option('--disposable <policy>', 'throw-away mailboxes: "off" (taken), "warn" or "refuse"')
    .option('--pending-days <n>', 'a sign-up that nobody confirmed is removed after so many days, 3 to 90')
    .option(
      '--unsubscribe-address <address>',
      'whose mail goes to "reveille receive", for leaving by mail; "off": none',
    )
    .option(
      '--bounce-address <address>',
      'whose mail goes to "reveille receive", for returned mail; of the From address’s domain; "off": none',
    )
    .option(
      '--click-counts <on|off>',
      'story links in mails go by /r/… and are counted, never by reader; off unless told',
    )
    .option('--utm <on|off>', 'links to own outlets’ stories carry utm_ parameters; off unless told')
    .option('--theme <name>', 'what the mail looks like: a file of templates/themes')
    .option('--house-notice <text>', 'a line of your own in each edition; "": none')
    .option('--house-notice-url <url>', 'where that line leads; "": nowhere')
    .option('--full-stories <n>', 'so many stories have a picture and a summary, the others are headlines')
    .option('--json', 'print JSON lines');

/** `newsletters add | set | list | snippets`. */
export function registerNewsletters(program: Command): void {
  const newsletters = program.command('newsletters').description('what is sent, and when');
  withSettings(
    newsletters
      .command('add')
      .description('add a newsletter')
      .argument('<slug>', 'its name in addresses, for example daily-headlines')
      .requiredOption('--name <name>', 'its name')
      .requiredOption('--from <address>', 'the sender: an address, or "Name <address>"'),
  ).action((slug: string, options: Options & { name: string; from: string }) =>
    withRuntime(async ({ db }) => {
      const settings = { ...toSettings(options), name: options.name, from: options.from };
      show(await addNewsletter({ db }, slug, settings, 'cli'), options);
    }),
  );
  withSettings(
    newsletters
      .command('set')
      .description('change a newsletter')
      .argument('<slug>')
      .option('--name <name>', 'its name')
      .option('--from <address>', 'the sender: an address, or "Name <address>"'),
  ).action((slug: string, options: Options) =>
    withRuntime(async ({ db }) => {
      show(await setNewsletter({ db }, slug, toSettings(options), 'cli'), options);
    }),
  );
  newsletters
    .command('list')
    .description('list the newsletters')
    .option('--json', 'print JSON lines')
    .action((options: Options) =>
      withRuntime(async ({ db }) => {
        const { result } = openOutput(options);
        for (const newsletter of await listNewsletters({ db })) result(...describe(newsletter));
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
