import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect as connectTcp, type Socket } from 'node:net';
import { getCACertificates, type ConnectionOptions } from 'node:tls';
import type { Relay } from '../../platform/config.ts';
import { isLoopbackHost } from '../../platform/loopback.ts';
import { messageOf } from '../../domain/errors.ts';
import { addressLiteral } from '../../platform/relayUrl.ts';
import type { Reply } from '../outcome.ts';
import { ConnectFailed, tlsFailure } from './connectFailed.ts';
import { openConversation, type Conversation } from './conversation.ts';
import { hideSecrets } from './hideSecrets.ts';
import { readOffer, type Offer } from './offer.ts';
import type { ReplyReader } from './replies.ts';
import { signIn } from './signIn.ts';

/** A connection that is ready for MAIL. */
export type Connection = {
  socket: Socket;
  replies: ReplyReader;
  offer: Offer;
  /** The name in EHLO. */
  name: string;
};

/** Runs the one exchange that shows a password, or refuses to. */
export type SignInGuard = (attempt: () => Promise<void>) => Promise<void>;

const CONNECT_TIMEOUT_MS = 15_000;
// The answer to a message may take ten minutes. A relay whose host is gone, and a firewall that forgets quiet connections,
// show sooner. Not much sooner: where a link is cut for a minute, the answer still comes.
const KEEP_ALIVE_MS = 90_000;

const said = ({ code, text }: Reply): string => (code > 0 ? `${code} ${text}` : 'the relay’s reply is not SMTP');

/** The socket is ours because its address may be the name in EHLO, and because Node's look-up reads the hosts file. */
async function openSocket({ host, port }: Relay): Promise<Socket> {
  const socket = connectTcp({ host, port });
  // A late error, as that of a socket below TLS, must find a listener.
  socket.on('error', () => undefined);
  const signal = AbortSignal.timeout(CONNECT_TIMEOUT_MS);
  try {
    await once(socket, 'connect', { signal });
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    return socket;
  } catch (error) {
    socket.destroy();
    const text = signal.aborted ? `connecting took longer than ${CONNECT_TIMEOUT_MS / 1000} s` : messageOf(error);
    throw new ConnectFailed('connection', text, { cause: error });
  }
}

/** The local address of the connection, used if there is no host name. */
function literalOf({ localAddress = '127.0.0.1' }: Socket): string {
  return addressLiteral(localAddress.replace(/^::ffff:/, '').replace(/%.*$/, ''));
}

async function tlsOptions({ host, requireTls, implicitTls, caFile }: Relay): Promise<ConnectionOptions> {
  const rejectUnauthorized = !isLoopbackHost(host) || requireTls || implicitTls;
  if (!caFile) return { rejectUnauthorized };
  try {
    return { rejectUnauthorized, ca: [...getCACertificates('default'), await readFile(caFile, 'utf8')] };
  } catch (error) {
    const text = `the file of ?ca= in SMTP_URL cannot be read: ${messageOf(error)}`;
    throw new ConnectFailed('certificate', text, { isOurFault: true, cause: error });
  }
}

/**
 * What the relay offers. nodemailer tries HELO after each refusal of EHLO, but a relay that knows EHLO and refuses it
 * refuses the name, and says why (RFC 5321, 3.2).
 */
function offerOf({ answerTo }: Conversation, name: string): Offer {
  const ehlo = answerTo('EHLO')!;
  const helo = ehlo.reply.code === 500 || ehlo.reply.code === 502 ? answerTo('HELO') : undefined;
  const { reply, lines } = helo ?? ehlo;
  if (reply.code >= 200 && reply.code < 300) return readOffer(helo ? [] : lines);
  if (reply.code < 500) throw new ConnectFailed('connection', said(reply));
  const text = `${said(reply)} (greeted as ${name}; ?name= in SMTP_URL sets the name)`;
  throw new ConnectFailed('name', text, { isOurFault: true });
}

/** The reason why nodemailer gave up, or why we did. */
function failureOf(error: unknown, { implicitTls }: Relay, { connection, answerTo }: Conversation): ConnectFailed {
  if (error instanceof ConnectFailed) return error;
  const isStartTls = !implicitTls && (connection.upgrading || (error as { command?: unknown }).command === 'STARTTLS');
  const { reply } = answerTo(isStartTls ? 'STARTTLS' : '') ?? {};
  if (reply && reply.code !== 220) {
    if (!isStartTls) return new ConnectFailed('connection', said(reply));
    const isOffered = readOffer(answerTo('EHLO')?.lines ?? []).startTls;
    return new ConnectFailed(
      'tls',
      isOffered ? `STARTTLS is refused: ${said(reply)}` : 'the relay does not offer STARTTLS',
    );
  }
  const what = isStartTls ? 'tls' : 'connection';
  return tlsFailure(error, implicitTls) ?? new ConnectFailed(what, messageOf(error), { cause: error });
}

/**
 * Connects, sends EHLO once (once more after STARTTLS, as RFC 3207 asks), upgrades to TLS where offered or where SMTP_URL
 * insists, and signs in; the next command is MAIL. Certificates are checked, except those of a relay on this machine
 * without `tls=required`. A password is sent in clear text only there, or where SMTP_URL allows it: somebody between
 * could remove the offer of TLS to read it (RFC 4954, 4). Throws ConnectFailed.
 */
export async function connectSmtp(relay: Relay, guard: SignInGuard = (attempt) => attempt()): Promise<Connection> {
  const { host, implicitTls, auth, allowClearPassword = false } = relay;
  const tls = await tlsOptions(relay);
  const first = await openSocket(relay);
  const name = relay.name ?? literalOf(first);
  const requireTLS = relay.requireTls || (auth !== null && !isLoopbackHost(host) && !allowClearPassword);
  const options = { host, name, tls, secure: implicitTls, requireTLS, opportunisticTLS: allowClearPassword };
  const conversation = openConversation(first, options, hideSecrets(auth));
  const { connection, run, answerTo, takeOver } = conversation;
  try {
    // A refusal of EHLO is the reason, whatever came after it.
    await run((done) => connection.connect(done)).catch((error: unknown) => {
      if (answerTo('EHLO')) offerOf(conversation, name);
      throw error;
    });
    const offer = offerOf(conversation, name);
    if (auth) await guard(() => signIn(conversation, offer, auth));
    return { ...(await takeOver()), offer, name };
  } catch (error) {
    const failure = failureOf(error, relay, conversation);
    connection.close();
    first.destroy();
    throw failure;
  }
}
