import { sql } from 'kysely';
import { ReveilleError } from '../../../domain/errors.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { confirmSubscription } from '../../../readers/optIn.ts';
import { readToken, type TokenClaims, type TokenPurpose } from '../../../platform/tokens.ts';
import { pageLanguage } from '../../language.ts';
import { confirmedPage, confirmPage, confirmWords } from './confirmPage.ts';
import type { Web, WebContext } from '../../web.ts';
import { evidenceOf } from '../signUp/evidence.ts';

/**
 * Opens the token of the path: its claims, its newsletter, and the reader's language (null: not chosen). Links of a
 * subscriber that was merged into another act for the other, except for confirmations. Changes nothing. Throws
 * TOKEN_INVALID or TOKEN_EXPIRED.
 */
export async function openToken(
  { db, keys, now }: Web,
  c: WebContext,
  purpose: TokenPurpose,
  token: string = c.req.param('token') ?? '',
): Promise<{ token: string; claims: TokenClaims; newsletter: Newsletter; reader: { language: string | null } }> {
  const claims = readToken(keys, purpose, token, now());
  const id = sql<number>`${claims.subscriberId}::integer`;
  const acting = purpose === 'confirm' ? id : sql<number>`acting_reader(${id})`;
  const found = await db
    .selectFrom('newsletters')
    .leftJoin('subscribers', (join) => join.on('subscribers.id', '=', acting))
    .selectAll('newsletters')
    .select(['subscribers.id as readerId', 'subscribers.language as readerLanguage'])
    .where('newsletters.id', '=', claims.newsletterId)
    .executeTakeFirst();
  if (!found) throw new ReveilleError('TOKEN_INVALID', 'This link is not valid.');
  const { readerId, readerLanguage, ...newsletter } = found;
  return {
    token,
    claims: { ...claims, subscriberId: readerId ?? claims.subscriberId },
    newsletter,
    reader: { language: readerLanguage },
  };
}

/**
 * Opens a confirmation that is still possible, with its language: `?lang=`, else the reader's, else the newsletter's.
 */
async function openConfirmation(
  web: Web,
  c: WebContext,
): Promise<{ token: string; newsletter: Newsletter; language: string }> {
  const { token, claims, newsletter } = await openToken(web, c, 'confirm');
  const reader = await web.db
    .selectFrom('subscriptions')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .select('subscribers.language')
    .where('subscriber_id', '=', claims.subscriberId)
    .where('newsletter_id', '=', newsletter.id)
    .executeTakeFirst();
  // The reader was erased, or removed without a confirmation, so the button would do nothing.
  if (!reader) throw new ReveilleError('TOKEN_EXPIRED', 'This link has expired.');
  return { token, newsletter, language: pageLanguage(c, reader.language ?? newsletter.language) };
}

/** Shows the button. Link scanners open every link of a mail, so a GET changes nothing. */
export async function showConfirm(web: Web, c: WebContext): Promise<Response> {
  const { token, newsletter, language } = await openConfirmation(web, c);
  return c.html(confirmPage(web.site, newsletter, { language, token }));
}

export async function confirm(web: Web, c: WebContext): Promise<Response> {
  const { token, newsletter, language } = await openConfirmation(web, c);
  const { text, button } = confirmWords(newsletter, language);
  const deps = { db: web.db, keys: web.keys, now: web.now, publicUrl: web.config.publicUrl };
  const evidence = evidenceOf(web, c, `${text}\n${button}`);
  const { outboxId } = await confirmSubscription(deps, token, evidence, { language });
  if (outboxId !== null) await web.queues.enqueue('renderOutbox', { outboxId });
  return c.html(confirmedPage(web.site, newsletter, language));
}
