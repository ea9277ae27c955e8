import { TLSSocket } from 'node:tls';
import type { Relay } from '../../platform/config.ts';
import { messageOf } from '../../domain/errors.ts';
import { connectSmtp, type Connection } from './connect.ts';
import { ConnectFailed, type FailedPart } from './connectFailed.ts';

/** The state of a relay before the first message: what it refuses, or what it offers. */
export type RelayProbe =
  | {
      kind: 'refused';
      what: FailedPart;
      text: string;
    }
  | {
      kind: 'ready';
      /** Null: the connection is in clear text. `mistrust`: why its certificate would be refused elsewhere. */
      tls: { protocol: string; validUntil: Date; mistrust: string | null } | null;
      /** `none`: the relay's address names no user. */
      signIn: 'accepted' | 'refused' | 'none';
      isPipelining: boolean;
      /** The relay's reply if the sign-in was refused. */
      text: string;
    };

const ANSWER_TIMEOUT_MS = 15_000;

function refusalOf(error: unknown): RelayProbe {
  return { kind: 'refused', what: error instanceof ConnectFailed ? error.what : 'connection', text: messageOf(error) };
}

function tlsOf({ socket }: Connection): { protocol: string; validUntil: Date; mistrust: string | null } | null {
  if (!(socket instanceof TLSSocket)) return null;
  const reason: unknown = socket.authorizationError;
  return {
    protocol: socket.getProtocol() ?? 'TLS',
    validUntil: new Date(socket.getPeerCertificate().valid_to),
    mistrust: socket.authorized ? null : reason instanceof Error ? messageOf(reason) : String(reason),
  };
}

/** Inspects a connection that is ready for mail, and closes it. */
async function look(connection: Connection): Promise<{ tls: ReturnType<typeof tlsOf>; isPipelining: boolean }> {
  const { socket, replies, offer } = connection;
  const tls = tlsOf(connection);
  socket.write('QUIT\r\n');
  await replies.next(ANSWER_TIMEOUT_MS).catch(() => undefined);
  socket.destroy();
  return { tls, isPipelining: offer.pipelining };
}

/** Connects to a relay as a send does, signs in, and quits without a message. */
export async function probeRelay(relay: Relay): Promise<RelayProbe> {
  try {
    const seen = await look(await connectSmtp(relay));
    return { kind: 'ready', ...seen, signIn: relay.auth ? 'accepted' : 'none', text: '' };
  } catch (error) {
    if (!(error instanceof ConnectFailed && error.what === 'signIn')) return refusalOf(error);
    // The relay's other offers are visible without the name and the password.
    try {
      const seen = await look(await connectSmtp({ ...relay, auth: null }));
      return { kind: 'ready', ...seen, signIn: 'refused', text: messageOf(error) };
    } catch (other) {
      return refusalOf(other);
    }
  }
}
