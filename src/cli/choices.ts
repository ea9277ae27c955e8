import { findNewsletter } from '../editions/newsletters/newsletters.ts';
import { recordAudit } from '../platform/audit.ts';
import { changeChoices, changeProfile, parseChoices, parseLanguage } from '../readers/choices.ts';
import { withoutPage } from '../readers/consent.ts';
import { findSubscriber } from '../readers/record.ts';
import { openOutput, withRuntime } from './command.ts';
import type { Run } from './run.ts';

export type ChoiceOptions = {
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
function given({ at, zone, frequency, format, pause }: ChoiceOptions): Parameters<typeof parseChoices>[0] {
  const choices = { sendAt: own(at), zone: own(zone), frequency, format, pausedUntil: own(pause) };
  return Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
}

/** `subscribers set`. */
export async function setChoices(run: Run, address: string, options: ChoiceOptions): Promise<void> {
  await withRuntime(run, async (runtime) => {
    const newsletter = await findNewsletter(runtime, options.newsletter ?? null);
    const subscriber = await findSubscriber(runtime, address);
    const choices = parseChoices(given(options), { zone: newsletter.zone, now: runtime.now() });
    const evidence = withoutPage('cli');
    const profile = options.language === undefined ? {} : { language: parseLanguage(own(options.language) ?? '') };
    const order = { subscriberId: subscriber.id, newsletterId: newsletter.id, choices };
    const { choices: held, hasChanged } = await changeChoices(runtime, order, evidence);
    const hasNewLanguage =
      options.language !== undefined &&
      (await changeProfile(runtime, { subscriberId: subscriber.id, profile }, evidence));
    if (hasChanged || hasNewLanguage)
      await recordAudit(runtime.db, {
        actor: 'cli',
        action: 'subscriber.set',
        newsletterId: newsletter.id,
        detail: { subscriber: subscriber.id },
      });
    const { sendAt, zone, frequency, format, pausedUntil } = held;
    const language = profile.language === undefined ? subscriber.language : profile.language;
    openOutput(run, options).result(
      { address, newsletter: newsletter.slug, at: sendAt, zone, frequency, format, pausedUntil, language },
      [
        `${newsletter.name} at ${sendAt ?? newsletter.send_at.slice(0, 5)}, ${zone ?? newsletter.zone}`,
        `${frequency}, ${format}, in ${language ?? newsletter.language}`,
        ...(pausedUntil ? [`nothing before ${pausedUntil}`] : []),
      ].join('; '),
    );
  });
}
