import type { Config } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import { asciiDomainOf, locateRelays } from './addresses.ts';
import { checkDkim } from './dkim.ts';
import { checkDmarc } from './dmarc.ts';
import { fail, type CheckName, type Finding } from './preflightFinding.ts';
import { DnsFailed, type Resolver } from './resolver.ts';
import { checkSpf, checkSpfRelays } from './spf.ts';

/** Turns a DNS failure into a failed check: receivers ask the same questions. */
export async function orFail(check: CheckName, findings: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await findings();
  } catch (error) {
    if (!(error instanceof DnsFailed)) throw error;
    return [fail(check, `${error.message}.`, 'Check the DNS server, or use another with --dns.')];
  }
}

/** Checks who may send for the domain of the address `sender`, and whether its signatures verify. */
export async function checkAuthentication(
  deps: { db: Db; resolver: Resolver; config: Pick<Config, 'relays'> },
  sender: string,
): Promise<Finding[]> {
  const { resolver, config } = deps;
  const domain = asciiDomainOf(sender);
  const located = locateRelays(resolver, config.relays);
  // Used for a suggestion only. The failure of DNS is reported below.
  const relays = await located.catch(() => []);
  const spf = await orFail('spf', async () => [await checkSpf(resolver, sender, relays)]);
  const spfRelays = await orFail('spf-relay', async () => checkSpfRelays(resolver, sender, await located, spf[0]!));
  let published: string[] = [];
  const dkim = await orFail('dkim', async () => {
    const checked = await checkDkim(deps, domain);
    published = checked.published;
    return checked.findings;
  });
  // The envelope sender is the From address, so returned mail goes to the same domain.
  const identities = { from: domain, spf: spf[0]?.outcome === 'fail' ? null : domain, dkim: published };
  const dmarc = await orFail('dmarc', () => checkDmarc(resolver, identities));
  return [...spf, ...spfRelays, ...dkim, ...dmarc];
}
