import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';
import type { Relay } from '../../platform/config.ts';
import type { Resolver } from './resolver.ts';

/** A relay of SMTP_URL and its addresses. */
export type LocatedRelay = { relay: Relay; name: string; addresses: string[]; publicAddresses: string[] };

/** True for an address that the internet routes: not private, loopback, link-local, documentation or reserved. */
export function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === 'unicast';
}

/** The addresses of a host, which may be one itself. Rejects with DnsFailed. */
export async function addressesOf(resolver: Resolver, host: string): Promise<string[]> {
  if (isIP(host)) return [host];
  if (host === 'localhost') return ['127.0.0.1'];
  return [...(await resolver.a(host)), ...(await resolver.aaaa(host))];
}

/** Resolves the addresses of each relay. Rejects with DnsFailed. */
export function locateRelays(resolver: Resolver, relays: readonly Relay[]): Promise<LocatedRelay[]> {
  return Promise.all(
    relays.map(async (relay) => {
      const addresses = await addressesOf(resolver, relay.host);
      const publicAddresses = addresses.filter(isPublic);
      return { relay, name: `${relay.host}:${relay.port}`, addresses, publicAddresses };
    }),
  );
}

/** The domain of an address, as lower-case A-labels. */
export function asciiDomainOf(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return (domainToASCII(domain) || domain).toLowerCase();
}
