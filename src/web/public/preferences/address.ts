import { displayAddress } from '../../../readers/addresses.ts';
import { confirmAddressChange, openAddressChange } from '../../../readers/addressChange.ts';
import { issueToken } from '../../../platform/tokens.ts';
import { ReveilleError } from '../../../domain/errors.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { href } from '../../site.ts';
import { addressChangedPage, addressPage, addressText } from './addressPage.ts';
import type { Web, WebContext } from '../../web.ts';
import { evidenceOf } from '../signUp/evidence.ts';
import { readerLanguage } from './reader.ts';

type Opened = { token: string; newsletter: Newsletter; language: string; address: string };

const depsOf = ({ db, keys, now, config }: Web) => ({ db, keys, now, publicUrl: config.publicUrl });

async function open(web: Web, c: WebContext): Promise<Opened> {
  const token = c.req.param('token') ?? '';
  const { subscriberId, newsletterId, address } = await openAddressChange(depsOf(web), token);
  const newsletter = await web.db
    .selectFrom('newsletters')
    .selectAll()
    .where('id', '=', newsletterId)
    .executeTakeFirst();
  if (!newsletter) throw new ReveilleError('TOKEN_INVALID', 'This link is not valid.');
  const language = await readerLanguage(web, newsletter, subscriberId);
  return { token, newsletter, language, address: displayAddress(address.email) };
}

/**
 * Shows the button that confirms the new address. Link scanners open every link of a mail, so a GET changes nothing.
 */
export async function showAddressChange(web: Web, c: WebContext): Promise<Response> {
  const opened = await open(web, c);
  return c.html(addressPage({ site: web.site, ...opened }, opened.token));
}

export async function changeAddress(web: Web, c: WebContext): Promise<Response> {
  const opened = await open(web, c);
  const evidence = evidenceOf(web, c, addressText(opened));
  const { subscriberId, newsletterId, outboxId } = await confirmAddressChange(depsOf(web), opened.token, evidence);
  if (outboxId !== null) await web.queues.enqueue('renderOutbox', { outboxId });
  const preferences = issueToken(web.keys, { purpose: 'preferences', subscriberId, newsletterId });
  return c.html(addressChangedPage({ site: web.site, ...opened }, href(web.site, `/preferences/${preferences}`)));
}
