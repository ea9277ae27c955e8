import { isIP, isIPv6 } from 'node:net';
import type { Relay } from '../../platform/config.ts';

/** A DNS record of the sender's domain, to be copied. */
export type SenderRecord = { name: string; type: 'TXT'; value: string };

/** An SPF record for the domain that allows these relays. It asks no DNS: a relay is named by its host. */
export function spfRecord(domain: string, relays: readonly Pick<Relay, 'host'>[]): SenderRecord {
  const hosts = [...new Set(relays.map(({ host }) => host))];
  const mechanisms = hosts.map((host) => {
    if (isIP(host) === 0) return `a:${host}`;
    return `${isIPv6(host) ? 'ip6' : 'ip4'}:${host}`;
  });
  const named = mechanisms.length > 0 ? mechanisms.join(' ') : 'include:YOUR-RELAY';
  return { name: domain, type: 'TXT', value: `v=spf1 ${named} ~all` };
}

/** A DMARC record that asks for reports and changes nothing yet. */
export function dmarcRecord(domain: string, reportsTo: string): SenderRecord {
  return { name: `_dmarc.${domain}`, type: 'TXT', value: `v=DMARC1; p=none; rua=mailto:${reportsTo}` };
}
