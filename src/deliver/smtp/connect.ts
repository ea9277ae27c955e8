import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { isLoopbackHost, type Relay } from '../../platform/config.ts';
import { codeOf, messageOf } from '../../domain/errors.ts';
import { addressLiteral } from '../../platform/relayUrl.ts';
import type { Reply } from '../outcome.ts';
import { greet, type Offer } from './greet.ts';
import { cleanWords, readReplies, type ReplyReader } from './replies.ts';
import { signIn } from './signIn.ts';

/**
 * Why there is no connection. `certificate`: not valid for its name or now. `tls`: TLS is asked for and not to be
 * had. `name`: the relay does not take the name that it is greeted with. `signIn`: it refuses the user or the
 * password, or offers no way to sign in.
 */
export type FailedPart = 'connection' | 'certificate' | 'tls' | 'name' | 'signIn';

export class ConnectFailed extends Error {
  override readonly name = 'ConnectFailed';
  readonly what: FailedPart;
  /** Trying again changes nothing: what SMTP_URL says is refused. */
  readonly isOurFault: boolean;

  constructor(
    what: FailedPart,
    message: string,
    { isOurFault = false, cause }: { isOurFault?: boolean; cause?: unknown } = {},
  ) {
    super(cleanWords(message), { cause });
    this.what = what;
    this.isOurFault = isOurFault;
  }
}

/** A connection that is ready for MAIL. */
export type Connection = {
  socket: Socket;
  replies: ReplyReader;
  offer: Offer;
  /** What the relay was greeted with. */
  name: string;
};

/** Runs the one exchange that shows a password, or refuses to. */
export type SignInGuard = (attempt: () => Promise<void>) => Promise<void>;

const STEP_TIMEOUT_MS = 15_000;

/** Codes of Node's TLS for a certificate that it does not accept (from OpenSSL's X509_V_ERR). */
const CERTIFICATE_CODES =
  /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|UNABLE_TO_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$)/;

const said = ({ code, text }: Reply): string => `${code} ${text}`;

/** Waits for a socket's own event that says that it is open. */
function opened<T extends Socket>(socket: T, event: 'connect' | 'secureConnect', doing: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => socket.destroy(new Error(`${doing} took longer than ${STEP_TIMEOUT_MS / 1000} s`)),
      STEP_TIMEOUT_MS,
    );
    // They stay: an error without a listener would end the process.
    socket.on('error', reject);
    socket.once('close', () => {
      clearTimeout(timer);
      reject(new Error(`the relay closed the connection: ${doing} failed`));
    });
    socket.once(event, () => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

function tlsOptions(relay: Relay): ConnectionOptions {
  const isTrusted = isLoopbackHost(relay.host) && !relay.requireTls && !relay.implicitTls;
  return { host: relay.host, rejectUnauthorized: !isTrusted, ...(isIP(relay.host) ? {} : { servername: relay.host }) };
}

function tlsFailure(error: unknown): ConnectFailed {
  const code = codeOf(error) ?? '';
  const isTls = /^ERR_SSL_|^EPROTO$/.test(code);
  const what = CERTIFICATE_CODES.test(code) ? 'certificate' : isTls ? 'tls' : 'connection';
  // OpenSSL's own sentence carries its source files.
  const { reason } = error as { reason?: unknown };
  const text = what === 'tls' && typeof reason === 'string' ? `TLS fails: ${reason}` : messageOf(error);
  return new ConnectFailed(what, text, { cause: error });
}

function openSocket(relay: Relay): Promise<Socket> {
  const { host, port } = relay;
  return relay.implicitTls
    ? opened(connectTls({ port, ...tlsOptions(relay) }), 'secureConnect', 'connecting with TLS')
    : opened(connectTcp({ host, port }), 'connect', 'connecting');
}

/** The local address of the connection, used if there is no host name. */
function literalOf({ localAddress = '127.0.0.1' }: Socket): string {
  return addressLiteral(localAddress.replace(/^::ffff:/, '').replace(/%.*$/, ''));
}

async function introduce(socket: Socket, replies: ReplyReader, name: string): Promise<Offer> {
  const { reply, offer } = await greet(socket, replies, name, STEP_TIMEOUT_MS);
  if (offer) return offer;
  if (reply.code < 500) throw new ConnectFailed('connection', said(reply));
  throw new ConnectFailed('name', `${said(reply)} (greeted as ${name}; ?name= in SMTP_URL sets the name)`, {
    isOurFault: true,
  });
}

/** STARTTLS (RFC 3207): what was said before it counts for nothing, and what came too early may be anybody's. */
async function startTls(relay: Relay, socket: Socket, replies: ReplyReader): Promise<TLSSocket> {
  socket.write('STARTTLS\r\n');
  const reply = await replies.next(STEP_TIMEOUT_MS);
  if (reply.code !== 220) throw new ConnectFailed('tls', `STARTTLS is refused: ${said(reply)}`);
  if (!replies.release()) throw new ConnectFailed('tls', 'the relay speaks in clear text after STARTTLS');
  try {
    return await opened(connectTls({ socket, ...tlsOptions(relay) }), 'secureConnect', 'STARTTLS');
  } catch (error) {
    const failure = tlsFailure(error);
    throw failure.what === 'connection' ? new ConnectFailed('tls', messageOf(error), { cause: error }) : failure;
  }
}

async function authenticate({ socket, replies, offer }: Connection, auth: NonNullable<Relay['auth']>): Promise<void> {
  const reply = await signIn(socket, replies, { offer, auth, timeoutMs: STEP_TIMEOUT_MS });
  if (reply === null) {
    const offered = [...offer.authMechanisms].join(', ') || 'none';
    const text = `the relay offers no sign-in method that Reveille supports (PLAIN, LOGIN, CRAM-MD5); it offers: ${offered}`;
    throw new ConnectFailed('signIn', text, { isOurFault: true });
  }
  if (reply.code >= 200 && reply.code < 300) return;
  // A 4yz means later (RFC 4954, 6): the password may well be right.
  if (reply.code < 500)
    throw new ConnectFailed('connection', `the relay cannot check the password now: ${said(reply)}`);
  throw new ConnectFailed('signIn', `the relay refuses the user name or the password of SMTP_URL: ${said(reply)}`, {
    isOurFault: true,
  });
}

/** From an open socket to a relay that waits for MAIL. Destroys the last socket where that fails. */
async function prepare(relay: Relay, first: Socket, guard: SignInGuard): Promise<Connection> {
  let socket = first;
  try {
    let replies = readReplies(socket);
    const greeting = await replies.next(STEP_TIMEOUT_MS);
    if (greeting.code !== 220) throw new ConnectFailed('connection', said(greeting));
    const name = relay.name ?? literalOf(socket);
    let offer = await introduce(socket, replies, name);
    const mustHideAuth = relay.auth !== null && !isLoopbackHost(relay.host) && !relay.allowClearPassword;
    if (!relay.implicitTls && (offer.startTls || relay.requireTls || mustHideAuth)) {
      if (!offer.startTls) throw new ConnectFailed('tls', 'the relay does not offer STARTTLS');
      socket = await startTls(relay, socket, replies);
      replies = readReplies(socket);
      offer = await introduce(socket, replies, name);
    }
    const connection = { socket, replies, offer, name };
    const { auth } = relay;
    if (auth) await guard(() => authenticate(connection, auth));
    return connection;
  } catch (error) {
    socket.destroy();
    first.destroy();
    throw error instanceof ConnectFailed ? error : new ConnectFailed('connection', messageOf(error), { cause: error });
  }
}

/**
 * Connects, greets once (once more after STARTTLS, as RFC 3207 asks), upgrades to TLS where offered or where the
 * relay's address insists, and signs in; the next word is MAIL. Certificates are checked, save for a relay on this
 * very machine that does not insist on TLS. A password goes in clear text only there, or where the relay's address
 * allows it: who sits between could take the offer of TLS away to read it (RFC 4954, 4). Throws ConnectFailed.
 */
export async function connectSmtp(relay: Relay, guard: SignInGuard = (attempt) => attempt()): Promise<Connection> {
  let socket: Socket;
  try {
    socket = await openSocket(relay);
  } catch (error) {
    throw tlsFailure(error);
  }
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 30_000);
  return prepare(relay, socket, guard);
}
