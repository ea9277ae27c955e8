import ipaddr from 'ipaddr.js';
import type { WebContext } from './web.ts';

/**
 * Parses an address into the form of Postgres's inet: no zone, no port, a mapped IPv4 address as IPv4. Null if invalid.
 */
export function parseIp(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '');
  if (!ipaddr.IPv6.isValid(bare) && !ipaddr.IPv4.isValidFourPartDecimal(bare)) return null;
  return ipaddr.process(bare).toString();
}

function isTrusted(address: string, proxies: readonly string[]): boolean {
  const trusted = proxies.map((proxy) => {
    const widest = ipaddr.IPv6.isValid(proxy) ? 128 : 32;
    return ipaddr.parseCIDR(proxy.includes('/') ? proxy : `${proxy}/${widest}`);
  });
  return ipaddr.subnetMatch(ipaddr.process(address), { trusted }, 'stranger') === 'trusted';
}

/**
 * The client's address: the socket's peer or, if the peer is a trusted proxy, the rightmost entry of X-Forwarded-For
 * that is not a trusted proxy. Entries further left come from the client and prove nothing. An invalid entry ends the
 * search at the last known proxy. Null only without a socket.
 */
export function findClientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  proxies: readonly string[],
): string | null {
  let client = peer ? parseIp(peer) : null;
  const hops = (forwardedFor ?? '').split(',').toReversed();
  for (const hop of hops) {
    if (client === null || !isTrusted(client, proxies)) return client;
    const next = parseIp(hop);
    if (next === null) return client;
    client = next;
  }
  return client;
}

/** The client's address of a request, as `findClientAddress` finds it. */
export function clientAddress(c: WebContext, proxies: readonly string[]): string | null {
  return findClientAddress(c.env?.incoming?.socket?.remoteAddress, c.req.header('x-forwarded-for'), proxies);
}

/** The network that limits count: an IPv4 address itself, or the /64 of an IPv6 address, which one person may own. */
export function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString()}/64`;
}
