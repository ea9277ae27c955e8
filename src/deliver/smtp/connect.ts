import type { Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { isLoopbackHost, type Relay } from '../../config.ts';
import { messageOf } from '../../errors.ts';
import { cleanWords } from './replies.ts';

/** Why there is no connection. `isOurFault`: the relay refuses our name or password. */
export class ConnectFailed extends Error {
  override readonly name = 'ConnectFailed';
  readonly isOurFault: boolean;

  constructor(message: string, isOurFault: boolean, cause: unknown) {
    super(message, { cause });
    this.isOurFault = isOurFault;
  }
}

const CONNECT_TIMEOUT_MS = 15_000;

// What nodemailer listens with on its socket; its class names them, its types do not.
type Handlers = Record<
  | '_onSocketData'
  | '_onSocketError'
  | '_onSocketClose'
  | '_onSocketEnd'
  | '_onSocketTimeout'
  | '_onConnectionSocketError',
  () => void
>;

/**
 * nodemailer's part ends where the conversation about messages begins: its listeners go, ours come. Only its
 * own are removed, since Node's TLS sockets keep listeners of theirs.
 */
function takeOver(connection: SMTPConnection): Socket {
  const socket = connection._socket as Socket;
  const handlers = connection as unknown as Handlers;
  socket.setTimeout(0);
  socket.removeListener('data', handlers._onSocketData);
  socket.removeListener('error', handlers._onSocketError);
  socket.removeListener('error', handlers._onConnectionSocketError);
  socket.removeListener('close', handlers._onSocketClose);
  socket.removeListener('end', handlers._onSocketEnd);
  socket.removeListener('timeout', handlers._onSocketTimeout);
  return socket;
}

/**
 * Connects, greets, upgrades to TLS (where offered, or where the relay's address insists) and signs in.
 * Certificates are checked, save for a relay on this very machine that does not insist on TLS. A password goes in
 * clear text only there, or where the relay's address allows it: whoever sits between could take the offer of TLS
 * away to read it (RFC 4954 4). Returns the socket, on which the next word is ours. Throws ConnectFailed.
 */
export function connectSmtp(relay: Relay): Promise<Socket> {
  const isLocal = isLoopbackHost(relay.host);
  const mustHideAuth = relay.auth !== null && !isLocal && !relay.allowClearPassword;
  const connection = new SMTPConnection({
    host: relay.host,
    port: relay.port,
    secure: relay.implicitTls,
    requireTLS: relay.requireTls || mustHideAuth,
    tls: { rejectUnauthorized: !isLocal || relay.requireTls || relay.implicitTls },
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: CONNECT_TIMEOUT_MS,
    // Whoever runs Reveille names the relay; it may well be on a private network.
    allowInternalNetworkInterfaces: true,
  });
  return new Promise((done, fail) => {
    const failed = (error: unknown): void => {
      const { code, responseCode } = error as { code?: string; responseCode?: number };
      // nodemailer calls every refusal of AUTH so; a 4yz means later (RFC 4954, 6).
      const isTemporary = responseCode !== undefined && responseCode >= 400 && responseCode < 500;
      fail(new ConnectFailed(cleanWords(messageOf(error)), code === 'EAUTH' && !isTemporary, error));
      // Only now: closing tells of an end of its own at once, which would stand for the reason.
      connection.close();
    };
    const ready = (): void => {
      const socket = takeOver(connection);
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 30_000);
      done(socket);
    };
    connection.once('error', failed);
    connection.once('end', () => failed(new Error('the relay closed the connection')));
    connection.connect((error?: unknown) => {
      // A relay that hangs up before its greeting is told here, and nowhere else.
      if (error) return failed(error);
      if (!relay.auth) return ready();
      connection.login(relay.auth, (refusal: unknown) => (refusal ? failed(refusal) : ready()));
    });
  });
}
