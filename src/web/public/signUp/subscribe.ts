import { z } from 'zod';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { chargeAll } from '../../../platform/allowances.ts';
import { isReveilleError } from '../../../domain/errors.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { signUpWords, wordsOnRecord } from '../../../editions/newsletters/signUpWords.ts';
import { parseAddress } from '../../../readers/addresses.ts';
import { keepSignUp } from '../../../readers/signUps.ts';
import { wordsIn } from '../../../language/catalogues.ts';
import { fillWords } from '../../../language/words.ts';
import { safeUrl } from '../../../domain/safeUrl.ts';
import { clientAddress, networkOf } from '../../clientAddress.ts';
import { isJsonRequest, optionalText, readForm, text } from '../../forms.ts';
import { pageLanguage } from '../../language.ts';
import { absoluteUrl } from '../../site.ts';
import { embedMessage } from './embed.ts';
import { messagePage } from '../../markup/layout.ts';
import { newsletterMasthead } from '../readerPage.ts';
import { HONEYPOT } from './signUpForm.ts';
import type { Web, WebContext } from '../../web.ts';
import { allowSites } from './cors.ts';
import { evidenceOf } from './evidence.ts';
import { allowEmbed, answerEmbed, answerSignUp } from './signUp.ts';
import { namedNewsletter } from '../../namedNewsletter.ts';
import { readStamp, STAMP } from './stamp.ts';

type SignUp = {
  email: string;
  firstName: string;
  isRobot: boolean;
  /** The source: our page, our block, a form of another site, or a script. */
  via: 'page' | 'embed' | 'form' | 'json';
  pageUrl: string | null;
  language: string;
  zone: string | null;
  stamp: string | undefined;
  hasAcceptedWarning: boolean;
};

/** Why a sign-up was refused: a code for scripts, and a text for people. */
type Refusal = { code: 'ADDRESS_INVALID' | 'ADDRESS_DISPOSABLE' | 'TOO_FAST'; text: string; hasWarned?: boolean };

const SignUpForm = z.object({
  email: text,
  first_name: optionalText,
  firstName: text,
  [HONEYPOT]: text,
  via: text.pipe(z.enum(['embed', 'page', 'form']).catch('form')),
  page: text.transform((typed) => typed.slice(0, 500)),
  lang: optionalText,
  zone: text,
  [STAMP]: optionalText,
  disposable: text,
});

function describeSignUp(c: WebContext, newsletter: Newsletter, fields: z.infer<typeof SignUpForm>): SignUp {
  const pageUrl = safeUrl(fields.page || null);
  return {
    email: fields.email,
    firstName: fields.first_name ?? fields.firstName,
    isRobot: fields[HONEYPOT] !== '',
    via: isJsonRequest(c) ? 'json' : fields.via,
    pageUrl: pageUrl ?? safeUrl(c.req.header('referer') ?? null),
    language: pageLanguage(c, newsletter.language, fields.lang),
    zone: fields.zone || null,
    stamp: fields[STAMP],
    hasAcceptedWarning: fields.disposable === 'accepted',
  };
}

/** Why a sign-up is refused, or null. It depends only on the request, so it never reveals which addresses are known. */
async function findRefusal(web: Web, newsletter: Newsletter, signUp: SignUp): Promise<Refusal | null> {
  const { signUp: words, page } = wordsIn(signUp.language);
  try {
    parseAddress(signUp.email);
  } catch (error) {
    if (!isReveilleError(error, 'ADDRESS_INVALID')) throw error;
    return { code: 'ADDRESS_INVALID', text: page.problems.address.text };
  }
  if (readStamp(web.keys, newsletter.slug, signUp.stamp, web.now()) === 'fast')
    return { code: 'TOO_FAST', text: words.refused.fast };
  const policy = newsletter.disposable_addresses;
  // A script shows no warning of ours. It may ask its reader itself.
  const isAccepted = policy === 'warn' && (signUp.hasAcceptedWarning || signUp.via === 'json');
  if (policy === 'off' || isAccepted || !(await web.isDisposable(signUp.email.trim()))) return null;
  const text = policy === 'warn' ? words.refused.disposableWarning : words.refused.disposable;
  const filled = fillWords(text, { newsletter: newsletter.name });
  return { code: 'ADDRESS_DISPOSABLE', text: filled, hasWarned: policy === 'warn' };
}

/** Seconds to wait if the network or the whole site has reached its limit; null if the sign-up may continue. */
async function findWait(web: Web, c: WebContext, newsletter: Newsletter, signUp: SignUp): Promise<number | null> {
  const { perNetwork, inAll } = web.signUpLimits;
  const address = clientAddress(c, web.config.trustProxy);
  const cost = readStamp(web.keys, newsletter.slug, signUp.stamp, web.now()) === 'filled' ? 1 : 2;
  const network = address && { key: `sign-up:network:${networkOf(address)}`, allowance: perNetwork, cost };
  const refused = await chargeAll(web, [...(network ? [network] : []), { key: 'sign-up:all', allowance: inAll }]);
  if (refused)
    web.log.warn({ limit: refused.index === 0 && network ? 'network' : 'all' }, 'sign-ups reach their limit');
  return refused?.retryAfterSeconds ?? null;
}

async function keep(web: Web, c: WebContext, newsletter: Newsletter, signUp: SignUp): Promise<void> {
  const { email, firstName, language, zone, via } = signUp;
  const words = wordsOnRecord(signUpWords(newsletter, language));
  const pageUrl = signUp.pageUrl ?? absoluteUrl(web.site, `/newsletters/${newsletter.slug}`);
  // For another site's form or script, we only know which words we gave it. The record says that the site showed them.
  const isOurs = via === 'page' || via === 'embed';
  const evidence = evidenceOf(web, c, words, pageUrl);
  const request = {
    newsletterId: newsletter.id,
    email,
    firstName,
    language,
    zone,
    evidence,
    detail: { via, language, ...(!isOurs && { shownBy: 'site' }) },
  };
  await keepSignUp(web, request);
  web.backlog.wake();
}

/** Answers with one message, as a page or in the block's frame. */
function say(
  web: Web,
  c: WebContext,
  newsletter: Newsletter,
  { language, via }: SignUp,
  { heading, text, status = 200 }: { heading: string; text: string; status?: ContentfulStatusCode },
): Response | Promise<Response> {
  if (via === 'embed') return c.html(embedMessage(web.site, { look: allowEmbed(c), language, heading, text }), status);
  return c.html(messagePage(web.site, { heading, text, language, masthead: newsletterMasthead(newsletter) }), status);
}

/** The answer to every valid sign-up. It reveals nothing about the address. */
function answerTaken(web: Web, c: WebContext, newsletter: Newsletter, signUp: SignUp): Response | Promise<Response> {
  if (signUp.via === 'json') return c.json({ ok: true }, 202);
  return say(web, c, newsletter, signUp, wordsIn(signUp.language).signUp.taken);
}

function answerRefused(
  web: Web,
  c: WebContext,
  newsletter: Newsletter,
  signUp: SignUp,
  { code, text, hasWarned = false }: Refusal,
): Response | Promise<Response> {
  if (signUp.via === 'json') return c.json({ ok: false, error: { code, message: text } }, 422);
  const { language, pageUrl, stamp } = signUp;
  const given = { email: signUp.email.slice(0, 254), firstName: signUp.firstName.slice(0, 60) };
  // The stamp of the first form is kept, so that pressing the button again is enough.
  const isAddressWrong = code !== 'TOO_FAST';
  const again = {
    given,
    error: text,
    isAddressWrong,
    hasWarned,
    pageUrl,
    ...(code === 'TOO_FAST' && stamp && { stamp }),
  };
  const answer = signUp.via === 'embed' ? answerEmbed : answerSignUp;
  return answer(web, c, newsletter, { language, again, status: 422 });
}

function answerWait(
  web: Web,
  c: WebContext,
  newsletter: Newsletter,
  signUp: SignUp,
  seconds: number,
): Response | Promise<Response> {
  c.header('Retry-After', String(seconds));
  const problem = wordsIn(signUp.language).page.problems.tooMany;
  if (signUp.via === 'json') return c.json({ ok: false, error: { code: 'TOO_MANY', message: problem.text } }, 429);
  return say(web, c, newsletter, signUp, { ...problem, status: 429 });
}

/**
 * Accepts a sign-up from the page, the block, a plain form of another site, or JSON `{email, firstName?}`. Whether the
 * address is known is checked only after the answer was sent.
 */
export async function subscribe(web: Web, c: WebContext): Promise<Response> {
  const newsletter = await namedNewsletter(web, c);
  const fields = await readForm(c, SignUpForm);
  allowSites(c, newsletter);
  const signUp = describeSignUp(c, newsletter, fields);
  if (signUp.isRobot) return answerTaken(web, c, newsletter, signUp);
  const refusal = await findRefusal(web, newsletter, signUp);
  if (refusal) return answerRefused(web, c, newsletter, signUp, refusal);
  const waitSeconds = await findWait(web, c, newsletter, signUp);
  if (waitSeconds !== null) return answerWait(web, c, newsletter, signUp, waitSeconds);
  await keep(web, c, newsletter, signUp);
  return answerTaken(web, c, newsletter, signUp);
}
