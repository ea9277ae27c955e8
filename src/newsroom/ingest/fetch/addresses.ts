import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ReveilleError } from '../../../domain/errors.ts';

/**
 * True for a public IP address: global unicast only. An IPv4 address inside an IPv6 address is judged as IPv4. Tunnels
 * and
 * translators (6to4, Teredo, NAT64) are refused, because their targets are decided elsewhere.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.range() === 'unicast';
  // Only 2000::/3 is allocated (RFC 4291), but ipaddr.js calls all other unknown ranges unicast too.
  return parsed.range() === 'unicast' && ((parsed.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}

/** The literal IP address in a URL's host, or null for a name. */
function literalAddress(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(host) ? host : null;
}

/** True if the URL itself, without DNS, names a host that is not public. */
export function namesPrivateHost(url: URL): boolean {
  const literal = literalAddress(url);
  if (literal) return !isPublicAddress(literal);
  return /(?:^|\.)(?:localhost|local|internal|intranet|home\.arpa|localdomain)\.?$/i.test(url.hostname);
}

function refusedAddress(host: string): ReveilleError {
  return new ReveilleError('FETCH_REFUSED_ADDRESS', `${host} is not a public address.`);
}

/** A DNS lookup with the signature of `node:dns`. */
export type Resolve = typeof lookup;

/**
 * A `lookup` for sockets that returns only public addresses. It runs when the connection is made, with no earlier
 * lookup,
 * so a name cannot change its address between check and connection (DNS rebinding).
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
