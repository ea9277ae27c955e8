import ipaddr from 'ipaddr.js';
import type { WebContext } from './web.ts';

/** An address as Postgres's inet takes it: no zone, no port, IPv4 out of its IPv6 wrapping; else null. */
export function parseAddress(text: string): string | null {
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
 * Who asks: the socket's peer, or, where that is a trusted proxy, the rightmost entry of X-Forwarded-For
 * that is not one. What stands further left was written by the client and proves nothing; an entry that is
 * no address ends the search at the last proxy known. Null only where there is no socket.
 */
export function findClientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  proxies: readonly string[],
): string | null {
  let client = peer ? parseAddress(peer) : null;
  const hops = (forwardedFor ?? '').split(',').toReversed();
  for (const hop of hops) {
    if (client === null || !isTrusted(client, proxies)) return client;
    const next = parseAddress(hop);
    if (next === null) return client;
    client = next;
  }
  return client;
}

/** findClientAddress of a request. */
export function clientAddress(c: WebContext, proxies: readonly string[]): string | null {
  return findClientAddress(c.env?.incoming?.socket?.remoteAddress, c.req.header('x-forwarded-for'), proxies);
}

/** What one person may have many addresses of: an IPv4 address as it is, of an IPv6 one its /64. */
export function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString()}/64`;
}
