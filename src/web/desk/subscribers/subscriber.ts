import { z } from 'zod';
import { recordAudit } from '../../platform/audit.ts';
import { isAtLeast } from '../../domain/roles.ts';
import { isReveilleError } from '../../domain/errors.ts';
import { displayAddress, parseAddress } from '../../readers/addresses.ts';
import { withoutPage } from '../../readers/consent.ts';
import { endAndRecord } from '../../readers/optOut.ts';
import {
  eraseSubscriber,
  liftSuppression,
  showSubscriber,
  suppressAddress,
  type SubscriberRecord,
} from '../../readers/record.ts';
import { readForm, text } from '../forms.ts';
import { setPolicy } from '../headers.ts';
import { SUBSCRIBER_ACTS } from './access.ts';
import { refuseRole } from './guard.ts';
import { subscriberPage, type Lookup } from './subscriberPage.ts';
import type { Web, WebContext } from '../web.ts';

function render(web: Web, c: WebContext, lookup: Lookup | null): Response | Promise<Response> {
  setPolicy(c, 'desk');
  const page = subscriberPage(web.site, c.var.staff!, web.config.relays.length === 0, lookup);
  return c.html(page, lookup?.isError ? 422 : 200);
}

/** The empty form. Addresses are never part of a path, since paths are logged. */
export function showSubscribers(web: Web, c: WebContext): Response | Promise<Response> {
  return render(web, c, null);
}

const ACTS = {
  unsubscribe: 'Unsubscribed from all newsletters.',
  suppress: 'Suppressed. No more mail is sent to this address.',
  lift: 'The suppression was removed. The address gets the newsletters that it is subscribed to again.',
  erase: 'Erased. Only a keyed hash is kept, so that no import adds the address again.',
} as const;
type Act = keyof typeof ACTS;

const isAct = (action: string): action is Act => Object.hasOwn(ACTS, action);

async function perform(web: Web, act: Act, email: string, record: SubscriberRecord | null): Promise<void> {
  const subscriberId = record?.subscriber?.id ?? null;
  if (act === 'unsubscribe' && subscriberId !== null)
    await endAndRecord(web, { subscriberId, newsletterId: null, by: 'desk' }, withoutPage('desk'));
  if (act === 'suppress') await suppressAddress(web, { email, reason: 'manual', detail: 'by the desk' });
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
const LookUpForm = z.object({ email: text, action: text, typed: text });

/** Looks up one exact address. A form of its page, with the address typed again, unsubscribes, suppresses or erases it. */
export async function lookUpSubscriber(web: Web, c: WebContext): Promise<Response> {
  const { email, action, typed } = await readForm(c, LookUpForm);
  if (isAct(action) && !isAtLeast(c.var.staff!.role, SUBSCRIBER_ACTS)) return refuseRole(web, c, SUBSCRIBER_ACTS);
  try {
    const record = await showSubscriber(web, email);
    const address = displayAddress(record?.subscriber?.email ?? parseAddress(email).email);
    if (!isAct(action)) return await render(web, c, { address, record, notice: null });
    if (!isSame(typed, email)) {
      const notice = 'Nothing was changed: the address that you typed does not match.';
      return await render(web, c, { address, record, notice, isError: true });
    }
    await perform(web, action, email, record);
    // The audit names no person: nothing may do so after an erasure.
    const detail = { subscriber: record?.subscriber?.id ?? null };
    await recordAudit(web.db, { actor: c.var.staff!.name, action: `subscriber.${action}`, detail });
    return await render(web, c, { address, record: await showSubscriber(web, email), notice: ACTS[action] });
  } catch (error) {
    if (!isReveilleError(error, 'ADDRESS_INVALID')) throw error;
    return render(web, c, { address: email.slice(0, 254), record: null, notice: error.message, isError: true });
  }
}
