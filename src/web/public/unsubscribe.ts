import { isReveilleError } from '../../errors.ts';
import { resubscribe, unsubscribe, unsubscribeEverything } from '../../subscribers/optOut.ts';
import { readFields, type Fields } from '../forms.ts';
import { keptPage, unsubscribedPage, unsubscribePage } from '../views/reader.ts';
import type { Web, WebContext } from '../web.ts';
import { openToken } from './confirm.ts';
import { evidenceOf } from './evidence.ts';

async function hasOtherSubscriptions({ db }: Web, subscriberId: number): Promise<boolean> {
  const rows = await db
    .selectFrom('subscriptions')
    .select('newsletter_id')
    .where('subscriber_id', '=', subscriberId)
    .where('status', '=', 'active')
    .limit(2)
    .execute();
  return rows.length > 1;
}

/** Shows the button and changes nothing. */
export async function showUnsubscribe(web: Web, c: WebContext): Promise<Response> {
  const { token, claims, newsletter } = await openToken(web, c, 'unsubscribe');
  const hasOthers = await hasOtherSubscriptions(web, claims.subscriberId);
  return c.html(unsubscribePage(web.site, newsletter, token, hasOthers));
}

/** A provider's body may be anything; whoever posts to this address wants to leave, unless a field says otherwise. */
async function readFieldsLeniently(c: WebContext): Promise<Fields> {
  try {
    return await readFields(c);
  } catch (error) {
    if (isReveilleError(error, 'INVALID_INPUT')) return {};
    throw error;
  }
}

/**
 * RFC 8058: one POST, in either encoding, without cookie, Origin or redirect, ends the subscription; 200 also
 * when it had ended before. The human page's buttons post here too.
 */
export async function postUnsubscribe(web: Web, c: WebContext): Promise<Response> {
  const fields = await readFieldsLeniently(c);
  const { token, newsletter } = await openToken(web, c, 'unsubscribe');
  const how = fields['List-Unsubscribe'] === 'One-Click' ? 'one-click' : 'page';
  const evidence = evidenceOf(web, c, how === 'page' ? `Leave ${newsletter.name}?` : null);
  if (fields['action'] === 'undo') {
    const { status } = await resubscribe(web, token, evidence);
    return c.html(keptPage(web.site, newsletter, status));
  }
  const leave = fields['action'] === 'leave-all' ? unsubscribeEverything : unsubscribe;
  const { hasChanged } = await leave(web, token, evidence);
  return c.html(unsubscribedPage(web.site, newsletter, token, hasChanged && how === 'page'));
}
