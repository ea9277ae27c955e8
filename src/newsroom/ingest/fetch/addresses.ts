import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ReveilleError } from '../../../domain/errors.ts';

/**
 * True of a literal IP address that anyone on the internet may mean: global unicast and nothing else. An IPv4
 * address inside an IPv6 one is judged as itself; tunnels and translators (6to4, Teredo, NAT64) are refused,
 * since what they lead to is decided elsewhere.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.range() === 'unicast';
  // Only 2000::/3 is handed out (RFC 4291); ipaddr.js calls all it has no name for unicast.
  return parsed.range() === 'unicast' && ((parsed.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}

/** The literal IP address of a URL's host, or null where it is a name. */
function literalAddress(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(host) ? host : null;
}

/** True where the URL itself, before any DNS, names a machine that is not public. */
export function namesPrivateHost(url: URL): boolean {
  const literal = literalAddress(url);
  if (literal) return !isPublicAddress(literal);
  return /(?:^|\.)(?:localhost|local|internal|intranet|home\.arpa|localdomain)\.?$/i.test(url.hostname);
}

export function refusedAddress(host: string): ReveilleError {
  return new ReveilleError('FETCH_REFUSED_ADDRESS', `${host} is not a public address.`);
}

/** Asks DNS, as `node:dns` does. */
export type Resolve = typeof lookup;

/**
 * A `lookup` for sockets that answers with public addresses only. It runs when the connection is made, and nothing is
 * looked up before, so a name that changes its address between a check and the connection gains nothing.
 */
export function publicLookup(resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '', 0);
      const usable = addresses.filter(({ address }) => isPublicAddress(address));
      const first = usable[0];
      if (!first) return callback(refusedAddress(hostname), '', 0);
      return options.all ? callback(null, usable) : callback(null, first.address, first.family);
    });
  };
}
