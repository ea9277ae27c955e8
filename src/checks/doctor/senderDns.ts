import { listNewsletters } from '../../editions/newsletters/newsletters.ts';
import type { Config } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import { asciiDomainOf } from '../preflight/addresses.ts';
import { checkAuthentication } from '../preflight/authentication.ts';
import type { Resolver } from '../preflight/resolver.ts';
import { bounded, CHECK_WITHIN_MS } from './bounded.ts';
import { fold, leftOut, type Verdict } from './verdict.ts';

type DnsDeps = { db: Db; config: Pick<Config, 'relays'>; resolver: Resolver };

/** Checks SPF, DKIM and DMARC of each domain that newsletters are sent from. */
export async function checkSenderDns(deps: DnsDeps): Promise<Verdict[]> {
  const newsletters = await listNewsletters(deps);
  const senders = new Map(newsletters.map(({ from_address }) => [asciiDomainOf(from_address), from_address]));
  if (senders.size === 0) return [leftOut('dns', 'there is no newsletter, so no domain sends mail.')];
  const verdicts = [...senders].map(([domain, sender]) =>
    bounded(
      'dns',
      async () => {
        const findings = await checkAuthentication(deps, sender);
        return fold('dns', findings, `SPF, DKIM and DMARC of ${domain} are published.`);
      },
      // The list of newsletters was part of the time.
      { name: domain, advice: 'Check the DNS server, or use another with --dns.', ms: CHECK_WITHIN_MS - 500 },
    ),
  );
  return (await Promise.all(verdicts)).flat();
}
