import { z } from 'zod';
import { recordAudit } from '../../../platform/audit.ts';
import { isAtLeast } from '../../../domain/roles.ts';
import { isReveilleError, ReveilleError } from '../../../domain/errors.ts';
import { displayAddress, parseAddress } from '../../../readers/addresses.ts';
import { withoutPage } from '../../../readers/consent.ts';
import { endAndRecord } from '../../../readers/optOut.ts';
import { bareAddress } from '../../../readers/pasted.ts';
import { eraseSubscriber } from '../../../readers/erase.ts';
import { showSubscriber, type SubscriberRecord } from '../../../readers/record.ts';
import { liftSuppression, suppressAddress } from '../../../readers/suppressions.ts';
import { optionalText, readForm, text } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { namedId } from '../../namedId.ts';
import { SUBSCRIBER_ACTS } from '../access.ts';
import { deskZone } from '../deskZone.ts';
import { refuseRole } from '../guard.ts';
import type { Web, WebContext } from '../../web.ts';
import { listNewsletterNames } from './filterForm.ts';
import { readNote } from '../../../domain/note.ts';
import { subscriberPage, type Lookup } from './subscriberPage.ts';

async function render(web: Web, c: WebContext, lookup: Lookup): Promise<Response> {
  const [newsletters, zone] = await Promise.all([listNewsletterNames(web), deskZone(web)]);
  setPolicy(c, 'desk');
  const page = subscriberPage(web.site, c.var.staff!, { newsletters, zone }, lookup);
  return c.html(page, lookup.isError ? 422 : 200);
}

/** The address of the reader that the path names. Throws NOT_FOUND. */
async function namedAddress({ db }: Web, c: WebContext): Promise<{ id: number; email: string }> {
  const id = namedId('subscriber', c.req.param('id'));
  const row = await db.selectFrom('subscribers').select(['id', 'email']).where('id', '=', id).executeTakeFirst();
  if (!row) throw new ReveilleError('NOT_FOUND', 'There is no such subscriber.');
  return row;
}

/** Everything that is known of one reader. The path has their number: addresses are never part of a path. */
export async function showOneSubscriber(web: Web, c: WebContext): Promise<Response> {
  const { email } = await namedAddress(web, c);
  const record = await showSubscriber(web, email);
  return render(web, c, { address: displayAddress(email), record, notice: null });
}

/** Downloads all data about a reader, in the form in which the reader gets it. */
export async function downloadRecord(web: Web, c: WebContext): Promise<Response> {
  const { id, email } = await namedAddress(web, c);
  const record = await showSubscriber(web, email);
  await recordAudit(web.db, { actor: c.var.staff!.name, action: 'subscriber.data', detail: { subscriber: id } });
  c.header('Content-Disposition', `attachment; filename="subscriber-${id}.json"`);
  return c.body(JSON.stringify(record, null, 2), 200, { 'Content-Type': 'application/json; charset=utf-8' });
}

const ACTS = {
  unsubscribe: 'Unsubscribed.',
  suppress: 'Suppressed. No more mail is sent to this address.',
  lift: 'The suppression was removed. The address gets the newsletters that it is subscribed to again.',
  erase: 'Erased. Only a keyed hash is kept, so that no import adds the address again.',
} as const;
type Act = keyof typeof ACTS;

const isAct = (action: string): action is Act => Object.hasOwn(ACTS, action);

type Deed = { act: Act; email: string; newsletterId: number | null; note: string };

async function perform(web: Web, { act, email, newsletterId, note }: Deed, record: SubscriberRecord | null) {
  const subscriberId = record?.subscriber?.id ?? null;
  if (act === 'unsubscribe' && subscriberId !== null)
    await endAndRecord(web, { subscriberId, newsletterId, by: 'desk' }, withoutPage('desk'));
  if (act === 'suppress')
    await suppressAddress(web, { email, reason: 'manual', detail: note ? `by the desk: ${note}` : 'by the desk' });
  if (act === 'lift') await liftSuppression(web, email);
  if (act === 'erase') await eraseSubscriber(web, email);
}

/** True if both are the same address once normalized. */
function isSame(typed: string, email: string): boolean {
  try {
    return parseAddress(typed).emailKey === parseAddress(email).emailKey;
  } catch (error) {
    if (isReveilleError(error, 'ADDRESS_INVALID')) return false;
    throw error;
  }
}

/** Any other action only looks the address up. */
const LookUpForm = z.object({
  email: text.transform(bareAddress),
  action: text,
  typed: text.transform(bareAddress),
  newsletter: optionalText,
  note: text,
});

/** Why a form changes nothing, as a sentence, or null. */
function refusal(act: Act, { email, typed, note }: z.infer<typeof LookUpForm>): string | null {
  if (!isSame(typed, email)) return 'Nothing was changed: the address that you typed does not match.';
  const { problem } = readNote(note, { isRequired: act === 'lift' });
  return problem === null ? null : `Nothing was changed: ${problem}`;
}

/** Looks up one exact address. A form of its page, with the address typed again, unsubscribes, suppresses or erases it. */
export async function lookUpSubscriber(web: Web, c: WebContext): Promise<Response> {
  const form = await readForm(c, LookUpForm);
  const { email, action } = form;
  if (isAct(action) && !isAtLeast(c.var.staff!.role, SUBSCRIBER_ACTS)) return refuseRole(web, c, SUBSCRIBER_ACTS);
  try {
    const record = await showSubscriber(web, email);
    const address = displayAddress(record?.subscriber?.email ?? parseAddress(email).email);
    if (!isAct(action)) return await render(web, c, { address, record, notice: null });
    const refused = refusal(action, form);
    if (refused !== null) return await render(web, c, { address, record, notice: refused, isError: true, typed: form });
    const { note } = readNote(form.note, { isRequired: false });
    const newsletter = record?.subscriptions.find(({ newsletter: slug }) => slug === form.newsletter);
    const deed = { act: action, email, newsletterId: newsletter?.newsletterId ?? null, note };
    await perform(web, deed, record);
    // The audit names no person: nothing may do so after an erasure.
    const detail = { subscriber: record?.subscriber?.id ?? null, ...(note && { note }) };
    const entry = { actor: c.var.staff!.name, action: `subscriber.${action}` as const, detail };
    await recordAudit(web.db, { ...entry, newsletterId: action === 'unsubscribe' ? deed.newsletterId : null });
    return await render(web, c, { address, record: await showSubscriber(web, email), notice: ACTS[action] });
  } catch (error) {
    if (!isReveilleError(error, 'ADDRESS_INVALID')) throw error;
    return render(web, c, { address: email.slice(0, 254), record: null, notice: error.message, isError: true });
  }
}
