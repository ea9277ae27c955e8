import { ReveilleError } from '../../errors.ts';
import type { Newsletter } from '../../newsletters/newsletters.ts';
import { displayAddress } from '../../subscribers/addresses.ts';
import { cleanFirstName } from '../../subscribers/names.ts';
import { resubscribe, unsubscribe } from '../../subscribers/optOut.ts';
import { eraseSubscriber, showSubscriber, type SubscriberRecord } from '../../subscribers/record.ts';
import { issueToken } from '../../subscribers/tokens.ts';
import { readFields, type Fields } from '../forms.ts';
import { messagePage } from '../views/layout.ts';
import { preferencesPage } from '../views/reader.ts';
import type { Web, WebContext } from '../web.ts';
import { openToken } from './confirm.ts';
import { evidenceOf } from './evidence.ts';

type Reader = { token: string; newsletter: Newsletter; id: number; email: string; record: SubscriberRecord };

/** The reader that a preferences token names. Throws TOKEN_INVALID, also where the reader was erased. */
async function openReader(web: Web, c: WebContext): Promise<Reader> {
  const { token, claims, newsletter } = await openToken(web, c, 'preferences');
  const row = await web.db
    .selectFrom('subscribers')
    .select('email')
    .where('id', '=', claims.subscriberId)
    .executeTakeFirst();
  const record = row && (await showSubscriber(web, row.email));
  if (!record) throw new ReveilleError('TOKEN_INVALID', 'This link is not valid.');
  return { token, newsletter, id: claims.subscriberId, email: row.email, record };
}

async function renderPreferences(web: Web, c: WebContext, notice: string | null): Promise<Response> {
  const { token, newsletter, email, record } = await openReader(web, c);
  const newsletters = await web.db.selectFrom('newsletters').select(['id', 'name']).execute();
  const names = new Map(newsletters.map(({ id, name }) => [id, name]));
  const subscriptions = record.subscriptions.map((subscription) => ({
    newsletterId: subscription.newsletter_id,
    name: names.get(subscription.newsletter_id) ?? subscription.newsletter,
    status: subscription.status,
  }));
  const reader = { address: displayAddress(email), firstName: record.subscriber?.first_name ?? '', subscriptions };
  return c.html(preferencesPage(web.site, newsletter, token, reader, notice));
}

export function showPreferences(web: Web, c: WebContext): Promise<Response> {
  return renderPreferences(web, c, null);
}

/** Everything held about the reader, as JSON; reading it changes nothing. */
export async function downloadData(web: Web, c: WebContext): Promise<Response> {
  const { record } = await openReader(web, c);
  c.header('Content-Disposition', 'attachment; filename="my-data.json"');
  return c.body(JSON.stringify(record, null, 2), 200, { 'Content-Type': 'application/json; charset=utf-8' });
}

/** The opt-out takes tokens of its own purpose: the reader's right to it is what the preferences token proves. */
function optOutToken(web: Web, reader: Reader, fields: Fields): string {
  const newsletterId = Number(fields['newsletter'] ?? reader.newsletter.id);
  if (!reader.record.subscriptions.some((subscription) => subscription.newsletter_id === newsletterId))
    throw new ReveilleError('INVALID_INPUT', 'You are not signed up for this newsletter.');
  return issueToken(web.keys, { purpose: 'unsubscribe', subscriberId: reader.id, newsletterId });
}

async function saveFirstName({ db }: Web, reader: Reader, fields: Fields): Promise<void> {
  const firstName = cleanFirstName(fields['first_name']);
  await db.updateTable('subscribers').set({ first_name: firstName }).where('id', '=', reader.id).execute();
}

export async function changePreferences(web: Web, c: WebContext): Promise<Response> {
  const reader = await openReader(web, c);
  const fields = await readFields(c);
  const evidence = evidenceOf(web, c, null);
  switch (fields['action'] ?? '') {
    case 'name':
      await saveFirstName(web, reader, fields);
      return renderPreferences(web, c, 'Saved.');
    case 'leave':
      await unsubscribe(web, optOutToken(web, reader, fields), evidence);
      return renderPreferences(web, c, 'You have left. Undo it below if it was a slip.');
    case 'undo':
      await resubscribe(web, optOutToken(web, reader, fields), evidence);
      return renderPreferences(web, c, 'Taken back: you are subscribed as before.');
    case 'erase':
      return erase(web, c, reader, fields);
    default:
      throw new ReveilleError('INVALID_INPUT', 'Nothing was chosen, and nothing was changed.');
  }
}

async function erase(web: Web, c: WebContext, reader: Reader, fields: Fields): Promise<Response> {
  if (fields['sure'] !== 'yes')
    throw new ReveilleError(
      'INVALID_INPUT',
      'Tick the box to confirm that all data is to be erased. Nothing was changed.',
    );
  await eraseSubscriber(web, reader.email);
  return c.html(
    messagePage(web.site, {
      heading: 'Your data is erased',
      text: 'Nothing but a keyed fingerprint of the address is left. No further mail comes to you.',
      masthead: { name: reader.newsletter.name, path: `/newsletters/${reader.newsletter.slug}` },
    }),
  );
}
