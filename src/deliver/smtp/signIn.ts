import type { Relay } from '../../platform/config.ts';
import { ConnectFailed } from './connectFailed.ts';
import type { Conversation } from './conversation.ts';
import { hideSecrets } from './hideSecrets.ts';
import type { Offer } from './offer.ts';
import { parseReply } from './replies.ts';

type Auth = NonNullable<Relay['auth']>;

/** What nodemailer knows to do with a name and a password, in the order of preference. */
const MECHANISMS = ['PLAIN', 'LOGIN', 'CRAM-MD5'];

/**
 * Signs in by the first way that the relay offers. nodemailer uses PLAIN where none is offered, which would show the
 * password for nothing, and reports every failure alike: only a 5yz refuses the password, a 4yz means later (RFC 4954,
 * 6), and no answer says nothing about it. Throws ConnectFailed, or the error of a lost connection.
 */
export async function signIn({ connection, run }: Conversation, offer: Offer, auth: Auth): Promise<void> {
  const method = MECHANISMS.find((each) => offer.authMechanisms.has(each));
  if (!method) {
    const offered = [...offer.authMechanisms].join(', ') || 'none';
    const text = `the relay offers no way to sign in that Reveille knows (${MECHANISMS.join(', ')}); it offers: ${offered}`;
    throw new ConnectFailed('signIn', text, { isOurFault: true });
  }
  try {
    // A copy, because nodemailer writes into it.
    await run((done) => connection.login({ ...auth, method }, done));
  } catch (error) {
    const { response, responseCode } = error as { response?: unknown; responseCode?: unknown };
    if (typeof response !== 'string' || typeof responseCode !== 'number') throw error;
    // An answer of several lines to CRAM-MD5 counts as a failure there.
    if (responseCode >= 200 && responseCode < 300) return;
    // The error itself is no cause: its message may hold the password.
    const reply = `${responseCode} ${hideSecrets(auth)(parseReply(response.split('\n')).reply.text)}`;
    if (responseCode < 500) throw new ConnectFailed('connection', `the relay cannot check the password now: ${reply}`);
    const text = `the relay refuses the user name or the password of SMTP_URL: ${reply}`;
    throw new ConnectFailed('signIn', text, { isOurFault: true });
  }
}
