import { isLoopback } from '../../platform/config.ts';
import type { Keys } from '../../platform/keys.ts';
import { issueToken } from '../../platform/tokens.ts';
import { fail, pass, warn, type Finding } from './preflightFinding.ts';
import type { Answer, Visit } from './visit.ts';

// No subscriber has this id: the link is well formed and signed, and has no effect.
const NOBODY = 0;
const SLOW_MS = 5_000;

type Answered = Extract<Answer, { kind: 'answered' }>;

const EXAMPLE = 'Set PUBLIC_URL to the https address that readers use, for example https://news.paper.example.';

/** What would keep a provider's program from using the link, whatever the status. Null: nothing. */
function obstacle({ status, headers }: Answered): string | null {
  if (status >= 300 && status < 400) return `redirects to ${headers.get('location') ?? 'another address'}`;
  if (status === 401 || status === 403 || status === 407) return `asks for a login (${status})`;
  if (status >= 500) return `fails (${status})`;
  return null;
}

/** Changes the signature: the token stays well formed, but is invalid. */
function alter(token: string): string {
  return `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
}

/**
 * Checks whether RFC 8058's one-click unsubscribe works from outside. PUBLIC_URL must be https. A POST to a signed link
 * (of no subscriber, so nothing changes) must be answered 2xx, at once, without redirect, cookie or login. A link that
 * we
 * did not sign must be refused. `answer` has the time of that server. Null if it was not reached.
 */
export async function checkOneClick(
  { keys, visit, publicUrl }: { keys: Keys; visit: Visit; publicUrl: string },
  newsletterId: number,
): Promise<{ finding: Finding; answer: Answered | null }> {
  const without = (finding: Finding): { finding: Finding; answer: null } => ({ finding, answer: null });
  if (isLoopback(publicUrl))
    return without(fail('one-click', `PUBLIC_URL is ${publicUrl}, which only this machine can reach.`, EXAMPLE));
  if (!publicUrl.startsWith('https:'))
    return without(fail('one-click', `PUBLIC_URL is ${publicUrl}; RFC 8058 requires https.`, EXAMPLE));
  const token = issueToken(keys, { purpose: 'unsubscribe', subscriberId: NOBODY, newsletterId });
  const answer = await visit('POST', `${publicUrl}/unsubscribe/${token}`);
  if (answer.kind === 'failed')
    return without(
      fail('one-click', `${publicUrl} does not answer: ${answer.text}.`, 'Check its DNS, certificate and server.'),
    );
  const others = {
    shown: await visit('GET', `${publicUrl}/unsubscribe/${token}`),
    altered: await visit('POST', `${publicUrl}/unsubscribe/${alter(token)}`),
  };
  return { finding: judge(publicUrl, answer, others), answer };
}

function judge(publicUrl: string, answer: Answered, { shown, altered }: { shown: Answer; altered: Answer }): Finding {
  const where = `POST ${publicUrl}/unsubscribe/…`;
  const wrong = obstacle(answer);
  if (wrong)
    return fail(
      'one-click',
      `${where} ${wrong}.`,
      'Configure the server, or the proxy in front of it, to pass the request on.',
    );
  if (answer.status >= 400)
    return fail(
      'one-click',
      `${where} refuses a link that was signed here (${answer.status}).`,
      'Use the same SECRET and the same database there as here.',
    );
  if (altered.kind === 'answered' && altered.status < 400)
    return fail(
      'one-click',
      `${where} accepts a link without a valid signature, so another program answers there.`,
      'Point PUBLIC_URL at Reveille.',
    );
  if (shown.kind === 'failed' || shown.status >= 300)
    return warn(
      'one-click',
      `${where} works, but a reader who opens the link gets no page.`,
      'Configure the server, or the proxy in front of it, to pass GET requests on as well.',
    );
  if (answer.headers.has('set-cookie'))
    return warn('one-click', `${where} works, but sets a cookie.`, 'Remove the cookie from the proxy’s answers.');
  const tookMs = answer.endedAt.getTime() - answer.startedAt.getTime();
  if (tookMs > SLOW_MS)
    return warn(
      'one-click',
      `${where} works, but took ${Math.round(tookMs / 1000)} s.`,
      'Find the cause of the delay.',
    );
  return pass('one-click', `${where} answers ${answer.status}, without redirect, cookie or login.`);
}
