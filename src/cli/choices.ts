import type { Command } from 'commander';
import { findNewsletter } from '../editions/newsletters/newsletters.ts';
import { changeChoices, changeProfile, parseChoices, parseLanguage } from '../readers/choices.ts';
import { withoutPage } from '../readers/consent.ts';
import { findSubscriber } from '../readers/record.ts';
import { openOutput, withRuntime } from './command.ts';

type Options = {
  newsletter?: string;
  at?: string;
  zone?: string;
  frequency?: string;
  format?: string;
  pause?: string;
  language?: string;
  json?: boolean;
};

/** "default" and "off" mean the same as an empty form field. */
const own = (value: string | undefined): string | undefined => (value === 'default' || value === 'off' ? '' : value);

/** Only the choices that were given. */
function given({ at, zone, frequency, format, pause }: Options): Parameters<typeof parseChoices>[0] {
  const choices = { sendAt: own(at), zone: own(zone), frequency, format, pausedUntil: own(pause) };
  return Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
}

/** `subscribers set`. */
export function registerChoices(subscribers: Command): void {
  subscribers
    .command('set')
    .description('change a reader’s choices for a newsletter')
    .argument('<address>')
    .option('--newsletter <slug>')
    .option('--at <hh:mm>', 'the reader’s own delivery time, or "default" for the newsletter’s')
    .option('--zone <iana>', 'the reader’s own time zone, or "default" for the newsletter’s')
    .option('--frequency <which>', 'daily, weekdays or weekly')
    .option('--format <which>', 'full, text or headlines')
    .option('--pause <date>', 'send no edition dated before this day (YYYY-MM-DD), or "off"')
    .option('--language <tag>', 'language of mails and pages, or "default" for each newsletter’s')
    .option('--json', 'print JSON lines')
    .action((address: string, options: Options) =>
      withRuntime(async (runtime) => {
        const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
        const subscriber = await findSubscriber(runtime, address);
        const choices = parseChoices(given(options), { zone: newsletter.zone, now: runtime.now() });
        const evidence = withoutPage('cli');
        const profile = options.language === undefined ? {} : { language: parseLanguage(own(options.language) ?? '') };
        const order = { subscriberId: subscriber.id, newsletterId: newsletter.id, choices };
        const { choices: held } = await changeChoices(runtime, order, evidence);
        if (options.language !== undefined)
          await changeProfile(runtime, { subscriberId: subscriber.id, profile }, evidence);
        const { sendAt, zone, frequency, format, pausedUntil } = held;
        const language = profile.language === undefined ? subscriber.language : profile.language;
        openOutput(options).result(
          { address, newsletter: newsletter.slug, at: sendAt, zone, frequency, format, pausedUntil, language },
          [
            `${newsletter.name} at ${sendAt ?? newsletter.send_at.slice(0, 5)}, ${zone ?? newsletter.zone}`,
            `${frequency}, ${format}, in ${language ?? newsletter.language}`,
            ...(pausedUntil ? [`nothing before ${pausedUntil}`] : []),
          ].join('; '),
        );
      }),
    );
}
