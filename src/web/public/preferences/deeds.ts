import { z } from 'zod';
import { isReveilleError } from '../../../domain/errors.ts';
import { redactAddress } from '../../../platform/log.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { displayAddress } from '../../../readers/addresses.ts';
import {
  changeChoices,
  changeProfile,
  parseChoices,
  parseLanguage,
  pauseRange,
  undoChoices,
} from '../../../readers/choices.ts';
import { cleanFirstName } from '../../../readers/names.ts';
import { subscribeFurther } from '../../../readers/furtherSubscription.ts';
import { unsubscribe, unsubscribeEverything } from '../../../readers/optOut.ts';
import { resubscribe } from '../../../readers/undo.ts';
import { sendFreshLink, type FreshPurpose } from '../../../readers/freshLinks.ts';
import type { ReaderState } from '../../../readers/record.ts';
import { issueToken } from '../../../platform/tokens.ts';
import { wordsIn, type Words } from '../../../language/catalogues.ts';
import { fillWords, formatLongDate } from '../../../language/words.ts';
import { optionalText, text } from '../../forms.ts';
import { subscribeText } from './newsletterChoices.ts';
import type { Notice } from './part.ts';
import type { Web, WebContext } from '../../web.ts';
import { evidenceOf } from '../signUp/evidence.ts';

/** The reader of these preferences, in the state before the action. */
export type Reader = ReaderState & { token: string; newsletter: Newsletter; id: number; language: string };

/** True if the reader's address must not be mailed. */
export const isBarred = ({ suppression }: ReaderState): boolean =>
  suppression !== null && suppression.reason !== 'erased';

/** The forms of the preference centre: the pressed button's value, and the fields that it may come with. */
export const PreferencesForm = z.object({
  action: text,
  newsletter: optionalText,
  frequency: text,
  format: text,
  at: text,
  zone: text,
  until: text,
  first_name: text,
  language: text,
});
export type PreferencesForm = z.infer<typeof PreferencesForm>;

/** The arguments of an action. `target` is the newsletter that the form names, by default the token's own. */
type Act = {
  web: Web;
  c: WebContext;
  reader: Reader;
  fields: PreferencesForm;
  target: Newsletter;
  words: Words['reader']['preferences'];
};

/** Does an action and returns its result. Throws INVALID_INPUT, NOT_FOUND or TOKEN_EXPIRED. */
type Deed = (act: Act) => Promise<Notice>;

const evidence = ({ web, c }: Act, textShown: string | null = null) => evidenceOf(web, c, textShown);

const depsOf = ({ db, keys, now, config }: Web) => ({ db, keys, now, publicUrl: config.publicUrl });

/** A token for the opt-out, which accepts only its own kind. The preferences token has proved the reader's right to it. */
function optOutToken({ web, reader, target }: Act): string {
  return issueToken(web.keys, { purpose: 'unsubscribe', subscriberId: reader.id, newsletterId: target.id });
}

async function choose(act: Act, given: Parameters<typeof parseChoices>[0], said: string): Promise<Notice> {
  const { web, reader, target, words } = act;
  const choices = parseChoices(given, { zone: target.zone, now: web.now() });
  const order = { subscriberId: reader.id, newsletterId: target.id, choices };
  const { hasChanged } = await changeChoices(web, order, evidence(act));
  if (!hasChanged) return { text: words.unchanged };
  return { text: said, undo: { action: 'undo-choices', newsletterId: target.id } };
}

const named = ({ target }: Act, text: string): string => fillWords(text, { newsletter: target.name });

/**
 * Sends a fresh link to the reader's mailbox. People forward mails with their links, so harmful actions, and those that
 * reveal data, need a fresh link. Forms of older pages, with the tick or the new address, get the same answer.
 */
async function sendLink({ web, reader, words }: Act, purpose: FreshPurpose): Promise<Notice> {
  if (isBarred(reader)) return { text: words.errors.suppressed, isError: true };
  const wish = { subscriberId: reader.id, newsletterId: reader.newsletter.id, purpose };
  const sent = await sendFreshLink(depsOf(web), wish);
  if (sent.state === 'limited') return { text: words.errors.tooManyLinks, isError: true };
  await web.queues.enqueue('renderOutbox', { outboxId: sent.outboxId });
  return { text: fillWords(words.linkSent, { address: redactAddress(displayAddress(reader.subscriber.email)) }) };
}

/** What each button of the preference centre does, by its value. */
export const DEEDS: Readonly<Record<string, Deed>> = {
  delivery: (act) => {
    const { frequency, format, at, zone } = act.fields;
    return choose(act, { frequency, format, sendAt: at, zone }, act.words.saved);
  },
  pause: async (act) => {
    const { until } = act.fields;
    try {
      const text = act.words.pause.paused;
      // An empty date must be refused. It is neither a pause nor the end of one.
      const notice = await choose(act, { pausedUntil: until || 'none' }, text);
      return { ...notice, text: fillWords(notice.text, { date: formatLongDate(until, act.reader.language) }) };
    } catch (error) {
      if (!isReveilleError(error, 'INVALID_INPUT')) throw error;
      const { first, last } = pauseRange(act.target.zone, act.web.now());
      const day = (date: string): string => formatLongDate(date, act.reader.language);
      const values = { first: day(first), last: day(last) };
      return { text: fillWords(act.words.errors.pause, values), isError: true };
    }
  },
  resume: (act) => choose(act, { pausedUntil: '' }, named(act, act.words.resumed)),
  'undo-choices': async (act) => {
    const { web, reader, target } = act;
    await undoChoices(web, { subscriberId: reader.id, newsletterId: target.id }, evidence(act));
    return { text: act.words.undone };
  },
  subscribe: async (act) => {
    const { web, reader, target, words } = act;
    const shown = subscribeText({ language: reader.language, address: displayAddress(reader.subscriber.email) });
    const text = [target.name, target.description, shown, words.subscribe].filter(Boolean).join('\n');
    const wish = { subscriberId: reader.id, newsletterId: target.id };
    const done = await subscribeFurther(depsOf(web), wish, evidence(act, text));
    if (done.state === 'suppressed') return { text: words.errors.suppressed, isError: true };
    if (done.state === 'asked') {
      if (done.outboxId !== null) await web.queues.enqueue('renderOutbox', { outboxId: done.outboxId });
      return { text: named(act, words.askedAgain) };
    }
    return { text: named(act, words.subscribed), undo: { action: 'leave', newsletterId: target.id } };
  },
  leave: async (act) => {
    const { hasChanged } = await unsubscribe(act.web, optOutToken(act), evidence(act, named(act, act.words.leave)));
    const text = named(act, act.words.left);
    return hasChanged ? { text, undo: { action: 'undo', newsletterId: act.target.id } } : { text };
  },
  'leave-all': async (act) => {
    const { words } = act;
    const { hasChanged } = await unsubscribeEverything(
      act.web,
      optOutToken(act),
      evidence(act, words.everything.button),
    );
    const text = words.leftEverything;
    return hasChanged ? { text, undo: { action: 'undo-all', newsletterId: act.target.id } } : { text };
  },
  undo: async (act) => {
    await resubscribe(act.web, optOutToken(act), evidence(act));
    return { text: act.words.undone };
  },
  'undo-all': async (act) => {
    await resubscribe(act.web, optOutToken(act), evidence(act), { everything: true });
    return { text: act.words.undone };
  },
  profile: async (act) => {
    const { first_name: firstName, language } = act.fields;
    if (firstName.trim() !== '' && cleanFirstName(firstName) === '')
      return { text: act.words.errors.name, isError: true, typed: { firstName: firstName.slice(0, 200) } };
    const profile = { firstName, language: parseLanguage(language) };
    const hasChanged = await changeProfile(act.web, { subscriberId: act.reader.id, profile }, evidence(act));
    // The answer already uses the new language.
    const words = wordsIn(profile.language ?? act.reader.newsletter.language).reader.preferences;
    return { text: hasChanged ? words.saved : words.unchanged };
  },
  data: (act) => sendLink(act, 'data'),
  address: (act) => sendLink(act, 'move'),
  erase: (act) => sendLink(act, 'erase'),
};
