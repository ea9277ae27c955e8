import { createHmac } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Relay } from '../../platform/config.ts';
import type { Reply } from '../outcome.ts';
import type { Offer } from './greet.ts';
import type { ReplyReader } from './replies.ts';

type Auth = NonNullable<Relay['auth']>;
type Ask = (line: string) => Promise<Reply>;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Each way to sign in, the usual one first. */
const MECHANISMS: readonly (readonly [name: string, run: (ask: Ask, auth: Auth) => Promise<Reply>])[] = [
  ['PLAIN', (ask, { user, pass }) => ask(`AUTH PLAIN ${base64(`\u0000${user}\u0000${pass}`)}`)],
  [
    'LOGIN',
    async (ask, { user, pass }) => {
      const forUser = await ask('AUTH LOGIN');
      if (forUser.code !== 334) return forUser;
      const forPassword = await ask(base64(user));
      return forPassword.code === 334 ? ask(base64(pass)) : forPassword;
    },
  ],
  [
    'CRAM-MD5',
    async (ask, { user, pass }) => {
      const challenge = await ask('AUTH CRAM-MD5');
      if (challenge.code !== 334) return challenge;
      const digest = createHmac('md5', pass).update(Buffer.from(challenge.text, 'base64')).digest('hex');
      return ask(base64(`${user} ${digest}`));
    },
  ],
];

/**
 * Signs in by the first way that the relay offers (RFC 4954; PLAIN of RFC 4616, LOGIN, CRAM-MD5 of RFC 2195).
 * Returns its answer, or null where it offers none of them. A reply never holds what was sent. Rejects with
 * ConnectionLost.
 */
export async function signIn(
  socket: Socket,
  replies: ReplyReader,
  { offer, auth, timeoutMs }: { offer: Offer; auth: Auth; timeoutMs: number },
): Promise<Reply | null> {
  const mechanism = MECHANISMS.find(([name]) => offer.authMechanisms.has(name));
  if (!mechanism) return null;
  const ask: Ask = (line) => {
    socket.write(`${line}\r\n`);
    return replies.next(timeoutMs);
  };
  const reply = await mechanism[1](ask, auth);
  const secrets = [auth.pass, base64(auth.pass), base64(`\u0000${auth.user}\u0000${auth.pass}`)];
  // Some relays quote what they did not understand.
  return { ...reply, text: secrets.reduce((text, secret) => text.replaceAll(secret, '…'), reply.text) };
}
