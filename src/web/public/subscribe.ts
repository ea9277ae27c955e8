import { isReveilleError } from '../../errors.ts';
import type { Newsletter } from '../../newsletters/newsletters.ts';
import { requestSubscription } from '../../subscribers/optIn.ts';
import { isJsonRequest, readFields, type Fields } from '../forms.ts';
import { setPolicy } from '../headers.ts';
import { absoluteUrl } from '../site.ts';
import { embedMessage, embedPage } from '../views/embed.ts';
import { safeUrl } from '../views/html.ts';
import { messagePage } from '../views/layout.ts';
import { HONEYPOT } from '../views/signUpForm.ts';
import type { Web, WebContext } from '../web.ts';
import { evidenceOf } from './evidence.ts';
import { namedNewsletter, renderSignUp } from './signUp.ts';
import { signUpWords, wordsOnRecord } from './words.ts';

type SignUp = { email: string; firstName: string; isRobot: boolean; isEmbedded: boolean; pageUrl: string | null };

function parseSignUp(fields: Fields): SignUp {
  return {
    email: fields['email'] ?? '',
    firstName: fields['first_name'] ?? fields['firstName'] ?? '',
    isRobot: Boolean(fields[HONEYPOT]),
    isEmbedded: fields['via'] === 'embed',
    pageUrl: safeUrl((fields['page'] ?? '').slice(0, 500) || null),
  };
}

async function keepSignUp(web: Web, c: WebContext, newsletter: Newsletter, signUp: SignUp): Promise<void> {
  const words = wordsOnRecord(signUpWords(newsletter));
  const pageUrl = signUp.pageUrl ?? absoluteUrl(web.site, `/newsletters/${newsletter.slug}`);
  const { outboxId } = await requestSubscription(
    { db: web.db, keys: web.keys, now: web.now, publicUrl: web.config.publicUrl },
    {
      newsletterId: newsletter.id,
      email: signUp.email,
      firstName: signUp.firstName,
      evidence: evidenceOf(web, c, words, pageUrl),
    },
  );
  if (outboxId !== null) await web.queues.enqueue('renderOutbox', { outboxId });
}

/** The one answer to every sign-up that could be read: it tells nothing of the address. */
function answerTaken(web: Web, c: WebContext, newsletter: Newsletter, signUp: SignUp): Response | Promise<Response> {
  if (isJsonRequest(c)) return c.json({ ok: true }, 202);
  const heading = 'Check your mail';
  const text = 'If the address can be signed up, a mail is on its way to it. Follow its link to confirm.';
  if (signUp.isEmbedded) return c.html(embedMessage(web.site, heading, text));
  const masthead = { name: newsletter.name, path: `/newsletters/${newsletter.slug}` };
  return c.html(messagePage(web.site, { heading, text, masthead }));
}

function answerRefused(
  web: Web,
  c: WebContext,
  newsletter: Newsletter,
  signUp: SignUp,
  error: string,
): Response | Promise<Response> {
  if (isJsonRequest(c)) return c.json({ ok: false, error: { code: 'ADDRESS_INVALID', message: error } }, 422);
  const given = { email: signUp.email.slice(0, 254), firstName: signUp.firstName.slice(0, 60) };
  if (!signUp.isEmbedded) return c.html(renderSignUp(web, newsletter, { given, error }), 422);
  const { slug } = newsletter;
  const { pageUrl } = signUp;
  return c.html(embedPage(web.site, 'auto', { slug, words: signUpWords(newsletter), pageUrl, given, error }), 422);
}

/** Takes a sign-up from the page, the block, or JSON `{email, firstName?}`. */
export async function subscribe(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const signUp = parseSignUp(await readFields(c));
  if (signUp.isEmbedded) setPolicy(c, 'embed');
  if (signUp.isRobot) return answerTaken(web, c, newsletter, signUp);
  try {
    await keepSignUp(web, c, newsletter, signUp);
  } catch (error) {
    if (!isReveilleError(error, 'ADDRESS_INVALID')) throw error;
    return answerRefused(web, c, newsletter, signUp, error.message);
  }
  return answerTaken(web, c, newsletter, signUp);
}
