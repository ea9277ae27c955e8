import type { Socket } from 'node:net';
import { hostname } from 'node:os';
import { TLSSocket } from 'node:tls';
import type { Relay } from '../../config.ts';
import { codeOf, messageOf } from '../../errors.ts';
import { connectSmtp, ConnectFailed } from './connect.ts';
import { readReplies } from './replies.ts';

/** What a relay is like before the first message: what it refuses, or what it offers. */
export type RelayProbe =
  | {
      kind: 'refused';
      /** `certificate`: not valid for its name or now. `tls`: TLS is asked for and not to be had. */
      what: 'certificate' | 'tls' | 'connection';
      text: string;
    }
  | {
      kind: 'ready';
      /** Null: the connection is in clear text. `mistrust`: why its certificate would not do elsewhere. */
      tls: { protocol: string; validUntil: Date; mistrust: string | null } | null;
      /** `none`: the relay's address names no user. */
      signIn: 'accepted' | 'refused' | 'none';
      isPipelining: boolean;
      /** The relay's words where the sign-in was refused. */
      text: string;
    };

const ANSWER_TIMEOUT_MS = 15_000;

/** Codes of Node's TLS for a certificate that it does not accept (from OpenSSL's X509_V_ERR). */
const CERTIFICATE_CODES =
  /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|UNABLE_TO_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$)/;

function refusalOf(error: unknown): RelayProbe {
  const cause = error instanceof ConnectFailed ? error.cause : error;
  // nodemailer puts its own code over the system's, which it keeps.
  const code = (cause as { originalCode?: string } | null)?.originalCode ?? codeOf(cause) ?? '';
  const what = CERTIFICATE_CODES.test(code) ? 'certificate' : code === 'ETLS' ? 'tls' : 'connection';
  return { kind: 'refused', what, text: messageOf(error) };
}

function tlsOf(socket: Socket): { protocol: string; validUntil: Date; mistrust: string | null } | null {
  if (!(socket instanceof TLSSocket)) return null;
  const reason: unknown = socket.authorizationError;
  return {
    protocol: socket.getProtocol() ?? 'TLS',
    validUntil: new Date(socket.getPeerCertificate().valid_to),
    mistrust: socket.authorized ? null : reason instanceof Error ? messageOf(reason) : String(reason),
  };
}

/** Looks at a connection that is ready for mail, and ends it. Rejects with ConnectionLost. */
async function look(socket: Socket): Promise<{ tls: ReturnType<typeof tlsOf>; isPipelining: boolean }> {
  const replies = readReplies(socket);
  try {
    const tls = tlsOf(socket);
    socket.write(`EHLO ${hostname().replaceAll(/[^A-Za-z0-9.-]/g, '-') || 'localhost'}\r\n`);
    const { text } = await replies.next(ANSWER_TIMEOUT_MS);
    socket.write('QUIT\r\n');
    await replies.next(ANSWER_TIMEOUT_MS).catch(() => undefined);
    return { tls, isPipelining: / PIPELINING\b/i.test(` ${text}`) };
  } finally {
    socket.destroy();
  }
}

/** Connects to a relay as sending would, signs in, asks what it offers, and leaves without a message. */
export async function probeRelay(relay: Relay): Promise<RelayProbe> {
  try {
    const seen = await look(await connectSmtp(relay));
    return { kind: 'ready', ...seen, signIn: relay.auth ? 'accepted' : 'none', text: '' };
  } catch (error) {
    if (!(error instanceof ConnectFailed && error.isOurFault)) return refusalOf(error);
    // The name or the password is wrong; what else the relay offers is seen without them.
    try {
      const seen = await look(await connectSmtp({ ...relay, auth: null }));
      return { kind: 'ready', ...seen, signIn: 'refused', text: messageOf(error) };
    } catch (other) {
      return refusalOf(other);
    }
  }
}
