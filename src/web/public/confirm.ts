import { ReveilleError } from '../../errors.ts';
import type { Newsletter } from '../../newsletters/newsletters.ts';
import { confirmSubscription } from '../../subscribers/optIn.ts';
import { readToken, type TokenClaims, type TokenPurpose } from '../../subscribers/tokens.ts';
import { confirmedPage, confirmPage, confirmWords } from '../views/reader.ts';
import type { Web, WebContext } from '../web.ts';
import { evidenceOf } from './evidence.ts';

/** The path's token, read, with its newsletter. Changes nothing. Throws TOKEN_INVALID or TOKEN_EXPIRED. */
export async function openToken(
  { db, keys, now }: Web,
  c: WebContext,
  purpose: TokenPurpose,
): Promise<{ token: string; claims: TokenClaims; newsletter: Newsletter }> {
  const token = c.req.param('token') ?? '';
  const claims = readToken(keys, purpose, token, now());
  const newsletter = await db
    .selectFrom('newsletters')
    .selectAll()
    .where('id', '=', claims.newsletterId)
    .executeTakeFirst();
  if (!newsletter) throw new ReveilleError('TOKEN_INVALID', 'This link is not valid.');
  return { token, claims, newsletter };
}

/** Shows the button; scanners follow every link of a mail, so nothing happens here. */
export async function showConfirm(web: Web, c: WebContext): Promise<Response> {
  const { token, newsletter } = await openToken(web, c, 'confirm');
  return c.html(confirmPage(web.site, newsletter, token));
}

export async function confirm(web: Web, c: WebContext): Promise<Response> {
  const { token, newsletter } = await openToken(web, c, 'confirm');
  const { text, button } = confirmWords(newsletter);
  const deps = { db: web.db, keys: web.keys, now: web.now, publicUrl: web.config.publicUrl };
  const { outboxId } = await confirmSubscription(deps, token, evidenceOf(web, c, `${text}\n${button}`));
  if (outboxId !== null) await web.queues.enqueue('renderOutbox', { outboxId });
  return c.html(confirmedPage(web.site, newsletter));
}
