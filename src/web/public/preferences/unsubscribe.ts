import { z } from 'zod';
import { isReveilleError } from '../../../domain/errors.ts';
import { changeChoices, parseChoices, pauseRange, undoChoices } from '../../../readers/choices.ts';
import { unsubscribe, unsubscribeEverything } from '../../../readers/optOut.ts';
import { resubscribe, UNDO_MS } from '../../../readers/undo.ts';
import type { TokenClaims } from '../../../platform/tokens.ts';
import { wordsIn } from '../../../language/catalogues.ts';
import { fillWords, formatLongDate } from '../../../language/words.ts';
import { optionalText, readForm, text } from '../../forms.ts';
import { fewerPage, keptPage, leaveHeading, unsubscribedPage, unsubscribePage } from './unsubscribePage.ts';
import type { Fewer, WayOut } from './unsubscribePage.ts';
import type { Web, WebContext } from '../../web.ts';
import { openToken } from './confirm.ts';
import { evidenceOf } from '../signUp/evidence.ts';
import { languageFor } from './reader.ts';

type Opened = WayOut & { claims: TokenClaims };

async function openWayOut(web: Web, c: WebContext, pathToken?: string): Promise<Opened> {
  const { token, claims, newsletter, reader } = await openToken(web, c, 'unsubscribe', pathToken);
  return { site: web.site, newsletter, token, claims, language: languageFor(reader, newsletter) };
}

/** Loads the choices for fewer mails that the reader still has. */
async function loadFewer({ db, now }: Web, { claims, newsletter }: Opened): Promise<Fewer> {
  const row = await db
    .selectFrom('subscriptions')
    .select(['frequency', 'zone'])
    .where('subscriber_id', '=', claims.subscriberId)
    .where('newsletter_id', '=', claims.newsletterId)
    .where('status', '=', 'active')
    .executeTakeFirst();
  if (!row) return null;
  const fewer = (['weekdays', 'weekly'] as const).slice(
    row.frequency === 'daily' ? 0 : row.frequency === 'weekdays' ? 1 : 2,
  );
  const frequencies = fewer.filter((each) => each !== 'weekly' || newsletter.weekly_weekday !== null);
  return { frequencies, pause: pauseRange(newsletter.zone, now()) };
}

/** Loads whether the reader has unsubscribed, and can still undo it. */
async function loadLeft({ db, now }: Web, { claims }: Opened): Promise<{ canUndo: boolean } | null> {
  const row = await db
    .selectFrom('subscriptions')
    .select('unsubscribed_at')
    .where('subscriber_id', '=', claims.subscriberId)
    .where('newsletter_id', '=', claims.newsletterId)
    .where('status', '=', 'unsubscribed')
    .executeTakeFirst();
  if (!row) return null;
  return { canUndo: row.unsubscribed_at !== null && now().getTime() - row.unsubscribed_at.getTime() <= UNDO_MS };
}

/** Shows the buttons or, after an opt-out, that the reader is unsubscribed. Changes nothing. */
export async function showUnsubscribe(web: Web, c: WebContext): Promise<Response> {
  const opened = await openWayOut(web, c);
  const left = await loadLeft(web, opened);
  if (left) return c.html(unsubscribedPage(opened, left.canUndo ? 'undo' : null, false));
  return c.html(unsubscribePage(opened, await loadFewer(web, opened)));
}

/** Without a field that says otherwise, a POST means leaving: a provider's body may be anything. */
const UnsubscribeForm = z.object({
  'List-Unsubscribe': optionalText,
  action: text.transform((action) => action || 'leave'),
  until: text,
});
type UnsubscribeForm = z.infer<typeof UnsubscribeForm>;

async function readLeniently(c: WebContext): Promise<UnsubscribeForm> {
  try {
    return await readForm(c, UnsubscribeForm);
  } catch (error) {
    if (isReveilleError(error, 'INVALID_INPUT')) return UnsubscribeForm.parse({});
    throw error;
  }
}

async function chooseFewer(
  web: Web,
  c: WebContext,
  opened: Opened,
  chosen: 'weekdays' | 'weekly' | { pausedUntil: string },
): Promise<Response> {
  const { claims, newsletter, language } = opened;
  const { zone } = newsletter;
  const fewer = await loadFewer(web, opened);
  // After an opt-out there are no mails to reduce.
  if (!fewer) return showUnsubscribe(web, c);
  const given = typeof chosen === 'string' ? { frequency: chosen } : { pausedUntil: chosen.pausedUntil || 'none' };
  try {
    const choices = parseChoices(given, { zone, now: web.now() });
    await changeChoices(web, { ...claims, choices }, evidenceOf(web, c, leaveHeading(opened)));
  } catch (error) {
    if (!isReveilleError(error, 'INVALID_INPUT')) throw error;
    const { first, last } = pauseRange(zone, web.now());
    const days = { first: formatLongDate(first, language), last: formatLongDate(last, language) };
    const sentence = fillWords(wordsIn(language).reader.preferences.errors.pause, days);
    return c.html(unsubscribePage(opened, fewer, sentence), 422);
  }
  return c.html(fewerPage(opened, chosen));
}

async function leave(web: Web, c: WebContext, opened: Opened, fields: UnsubscribeForm): Promise<Response> {
  const isOneClick = fields['List-Unsubscribe'] === 'One-Click';
  const isEverything = !isOneClick && fields.action === 'leave-all';
  const evidence = evidenceOf(web, c, isOneClick ? null : leaveHeading(opened));
  const { hasChanged } = isEverything
    ? await unsubscribeEverything(web, opened.token, evidence)
    : await unsubscribe(web, opened.token, evidence, isOneClick ? 'one-click' : 'page');
  if (isEverything) return c.html(unsubscribedPage(opened, hasChanged ? 'undo-all' : null, true));
  // A repeated POST, by a reload, still shows the undo button. One-click requests of providers need none.
  const canUndo = !isOneClick && (hasChanged || (await loadLeft(web, opened))?.canUndo === true);
  return c.html(unsubscribedPage(opened, canUndo ? 'undo' : null, false));
}

const ONE_CLICK = UnsubscribeForm.parse({ 'List-Unsubscribe': 'One-Click' });

/** Ends the subscription for a POST with a body that is too large to read. Throws TOKEN_INVALID. */
export async function leaveUnread(web: Web, c: WebContext, token: string): Promise<Response> {
  return leave(web, c, await openWayOut(web, c, token), ONE_CLICK);
}

/**
 * One-click unsubscribe (RFC 8058): one POST, in either encoding, without cookie, Origin or redirect, ends the
 * subscription. It answers 200 also if the subscription had ended before. The buttons of the page post here too.
 */
export async function postUnsubscribe(web: Web, c: WebContext): Promise<Response> {
  const fields = await readLeniently(c);
  const opened = await openWayOut(web, c);
  const { token, claims } = opened;
  switch (fields['List-Unsubscribe'] === 'One-Click' ? 'leave' : fields.action) {
    case 'weekdays':
      return chooseFewer(web, c, opened, 'weekdays');
    case 'weekly':
      return chooseFewer(web, c, opened, 'weekly');
    case 'pause':
      return chooseFewer(web, c, opened, { pausedUntil: fields.until });
    case 'undo-choices':
      await undoChoices(web, claims, evidenceOf(web, c, null));
      return c.html(keptPage(opened, 'choices'));
    case 'undo':
    case 'undo-all': {
      const everything = fields.action === 'undo-all';
      const { status } = await resubscribe(web, token, evidenceOf(web, c, null), { everything });
      return c.html(keptPage(opened, status ?? 'other'));
    }
    default:
      return leave(web, c, opened, fields);
  }
}
