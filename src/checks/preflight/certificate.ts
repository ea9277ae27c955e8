import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { messageOf } from '../../domain/errors.ts';
import { isLoopbackHost } from '../../platform/loopback.ts';
import { addressesOf, isPublic } from './addresses.ts';
import { fail, pass, skip, warn, type Finding } from './preflightFinding.ts';
import type { Resolver } from './resolver.ts';
import { within } from './within.ts';

const DAY_MS = 24 * 3600_000;
// Automatic renewal happens a month ahead. Two weeks before the end it has failed.
const MIN_DAYS_LEFT = 14;
const TIMEOUT_MS = 8_000;
const WITHIN_MS = 9_000;

/** A server's certificate. `mistrust`: why clients refuse it. */
export type SeenCertificate =
  | { kind: 'trusted'; validUntil: Date }
  | { kind: 'refused'; mistrust: string }
  /** There was no connection, so nothing is known. */
  | { kind: 'unseen'; why: string };

/**
 * The addresses that may be asked for a host. A private one counts only where the operator wrote it down as such: a
 * name is not followed into a private network.
 */
async function askable(resolver: Resolver, host: string): Promise<string[]> {
  const found = await addressesOf(resolver, host);
  return isIP(host) || isLoopbackHost(host) ? found : found.filter(isPublic);
}

function handshake(address: string, host: string, port: number): Promise<SeenCertificate> {
  return new Promise((done, refuse) => {
    const named = isIP(host) ? {} : { servername: host };
    // What clients refuse is the finding.
    const socket: TLSSocket = connect({ host: address, port, ...named, rejectUnauthorized: false });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`no answer within ${TIMEOUT_MS / 1_000} s`)));
    socket.once('error', refuse);
    socket.once('secureConnect', () => {
      const reason: unknown = socket.authorizationError;
      const validUntil = new Date(socket.getPeerCertificate().valid_to);
      const isTrusted = socket.authorized;
      socket.destroy();
      if (isTrusted) done({ kind: 'trusted', validUntil });
      else done({ kind: 'refused', mistrust: reason instanceof Error ? messageOf(reason) : String(reason) });
    });
  });
}

async function see(resolver: Resolver, url: string): Promise<SeenCertificate> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const addresses = await askable(resolver, host);
  if (addresses.length === 0) return { kind: 'unseen', why: `${host} has no public address here` };
  return Promise.any(addresses.slice(0, 4).map((address) => handshake(address, host, Number(port) || 443)));
}

/** Looks at the certificate of an https address, without a request. It ends within nine seconds and never rejects. */
export async function seeCertificate(resolver: Resolver, url: string): Promise<SeenCertificate> {
  try {
    return await within(WITHIN_MS, see(resolver, url));
  } catch (error) {
    const [first = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
    return { kind: 'unseen', why: messageOf(first) };
  }
}

/** Judges a certificate: refused by clients, about to end, or right. */
export function judgeCertificate(name: string, seen: SeenCertificate, now: Date): Finding {
  if (seen.kind === 'unseen') return skip('tls', `${name} cannot be reached from here: ${seen.why}.`);
  const renew = 'Renew it for its name, and let the server load it.';
  if (seen.kind === 'refused') return fail('tls', `The certificate of ${name} is refused: ${seen.mistrust}.`, renew);
  const daysLeft = Math.floor((seen.validUntil.getTime() - now.getTime()) / DAY_MS);
  const found = `The certificate of ${name} is valid for ${daysLeft} days`;
  if (isEnding(seen.validUntil, now)) return warn('tls', `${found}.`, 'Renew it: an automatic renewal has failed.');
  return pass('tls', `${found}.`);
}

/** True if a certificate ends within two weeks. */
export function isEnding(validUntil: Date, now: Date): boolean {
  return Math.floor((validUntil.getTime() - now.getTime()) / DAY_MS) < MIN_DAYS_LEFT;
}
