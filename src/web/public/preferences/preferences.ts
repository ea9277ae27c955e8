import { isReveilleError, ReveilleError } from '../../../domain/errors.ts';
import { listNewsletters, type Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { displayAddress } from '../../../readers/addresses.ts';
import { pauseRange } from '../../../readers/choices.ts';
import { loadReaderState } from '../../../readers/record.ts';
import { issueToken } from '../../../platform/tokens.ts';
import { readId } from '../../../domain/numbers.ts';
import { wordsIn, type Words } from '../../../language/catalogues.ts';
import { readForm } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { href } from '../../site.ts';
import { preferencesPage } from './preferencesPage.ts';
import type { Notice, Preferences } from './part.ts';
import type { Web, WebContext } from '../../web.ts';
import { openToken } from './confirm.ts';
import { DEEDS, isBarred, PreferencesForm, type Reader } from './deeds.ts';
import { languageFor } from './reader.ts';

/** Loads the reader of a preferences token. Throws TOKEN_INVALID, also if the reader was erased. */
async function openReader(web: Web, c: WebContext): Promise<Reader> {
  const { token, claims, newsletter } = await openToken(web, c, 'preferences');
  const state = await loadReaderState(web, claims.subscriberId);
  if (!state) throw new ReveilleError('TOKEN_INVALID', 'This link is not valid.');
  return { token, newsletter, id: claims.subscriberId, language: languageFor(state.subscriber, newsletter), ...state };
}

async function loadPreferences(web: Web, reader: Reader): Promise<Preferences> {
  const { token, newsletter, subscriber, subscriptions, language } = reader;
  const statusOf = new Map(subscriptions.map(({ newsletterId, status }) => [newsletterId, status]));
  const offered = (await listNewsletters(web)).filter(
    ({ id, is_sample }) => id !== newsletter.id && (statusOf.has(id) || is_sample === newsletter.is_sample),
  );
  const tokenFor = (newsletterId: number): string =>
    issueToken(web.keys, { purpose: 'preferences', subscriberId: reader.id, newsletterId });
  return {
    site: web.site,
    newsletter,
    token,
    language,
    address: displayAddress(subscriber.email),
    firstName: subscriber.firstName,
    ownLanguage: subscriber.language,
    isSuppressed: isBarred(reader),
    subscription: subscriptions.find(({ newsletterId }) => newsletterId === newsletter.id) ?? null,
    others: offered.map(({ id, name, description }) => ({
      id,
      name,
      description,
      status: statusOf.get(id) ?? null,
      path: href(web.site, `/preferences/${tokenFor(id)}`),
    })),
    pause: pauseRange(newsletter.zone, web.now()),
  };
}

/** Renders the page in the state after an action. */
async function renderPreferences(web: Web, c: WebContext, notice: Notice | null): Promise<Response> {
  const preferences = await loadPreferences(web, await openReader(web, c));
  setPolicy(c, 'scripted');
  return c.html(preferencesPage(preferences, notice), notice?.isError ? 422 : 200);
}

export function showPreferences(web: Web, c: WebContext): Promise<Response> {
  return renderPreferences(web, c, null);
}

/** Redirects the former address of the data download to the button that sends a fresh link. */
export async function leadToData(web: Web, c: WebContext): Promise<Response> {
  const { token } = await openReader(web, c);
  return c.redirect(`${href(web.site, `/preferences/${token}`)}#data`, 303);
}

/** The message for a refused action, in the reader's language. Null for other errors. */
function refusal(error: unknown, { errors }: Words['reader']['preferences']): string | null {
  if (isReveilleError(error, 'INVALID_INPUT', 'NOT_FOUND')) return errors.choice;
  return isReveilleError(error, 'TOKEN_EXPIRED') ? errors.tooLate : null;
}

async function findTarget(web: Web, reader: Reader, fields: PreferencesForm): Promise<Newsletter | null> {
  const id = fields.newsletter === undefined ? reader.newsletter.id : readId(fields.newsletter);
  if (id === reader.newsletter.id) return reader.newsletter;
  return (await listNewsletters(web)).find((newsletter) => newsletter.id === id) ?? null;
}

/** Does the action of the pressed button, and shows the page in its new state. */
export async function changePreferences(web: Web, c: WebContext): Promise<Response> {
  const reader = await openReader(web, c);
  const fields = await readForm(c, PreferencesForm);
  const words = wordsIn(reader.language).reader.preferences;
  const target = await findTarget(web, reader, fields);
  const { action } = fields;
  const deed = Object.hasOwn(DEEDS, action) ? DEEDS[action] : undefined;
  if (!deed || !target) {
    const text = deed ? words.errors.choice : words.errors.nothing;
    return renderPreferences(web, c, { text, isError: true });
  }
  try {
    return await renderPreferences(web, c, await deed({ web, c, reader, fields, target, words }));
  } catch (error) {
    const text = refusal(error, words);
    if (text === null) throw error;
    return renderPreferences(web, c, { text, isError: true });
  }
}
