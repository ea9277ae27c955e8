import { chargeAll, type Allowance } from '../../../platform/allowances.ts';
import { clientAddress, networkOf } from '../../clientAddress.ts';
import { problem } from '../../problems.ts';
import type { Web, WebContext } from '../../web.ts';
import { describeWait } from '../checkPassword.ts';
import { isOwnForm } from '../../ownForm.ts';

/** Forms of the pages before the sign-in, from one network. */
const OF_NETWORK: Allowance = { count: 30, windowMs: 15 * 60_000 };

/**
 * Charges a form that is sent without a session, by the visitor's network. An answer if the form came from another site, or
 * too many came; otherwise null.
 */
export async function refuseVisitor(web: Web, c: WebContext): Promise<Response | null> {
  if (!isOwnForm(web, c))
    return problem(web, c, 403, {
      code: 'FORBIDDEN',
      heading: 'Please use the form here',
      text: 'This form came from another site.',
    });
  const client = clientAddress(c, web.config.trustProxy);
  const key = `desk-form:${client === null ? 'unknown' : networkOf(client)}`;
  const refused = await chargeAll(web, [{ key, allowance: OF_NETWORK }]);
  if (refused === null) return null;
  c.header('Retry-After', String(refused.retryAfterSeconds));
  return problem(web, c, 429, {
    code: 'TOO_MANY',
    heading: 'Too many attempts',
    text: `Too many attempts from this network. Wait ${describeWait(refused.retryAfterSeconds)}.`,
  });
}
