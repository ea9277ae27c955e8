import type { Config } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import { probeRelay } from '../../deliver/deliver.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Log } from '../../platform/log.ts';
import type { Newsletter } from '../../editions/newsletters/newsletters.ts';
import { domainOf, locateRelays } from './addresses.ts';
import { checkClock } from './clock.ts';
import { checkDkim } from './dkim.ts';
import { checkDmarc } from './dmarc.ts';
import { CHECKS, fail, type CheckName, type Finding, type Outcome } from './preflightFinding.ts';
import { checkMessage } from './message.ts';
import { checkOneClick } from './oneClick.ts';
import { judgeRequirement, PROVIDERS, type Provider, type Requirement } from './providers.ts';
import { checkPtr } from './ptr.ts';
import { judgeNoRelay, judgeRelay } from './relay.ts';
import { DnsFailed, type Resolver } from './resolver.ts';
import { checkFrom, checkIdentity, checkReplies } from './sender.ts';
import { checkSpf, checkSpfRelays } from './spf.ts';
import type { Visit } from './visit.ts';

export type PreflightDeps = {
  db: Db;
  log: Log;
  keys: Keys;
  config: Pick<Config, 'relays' | 'publicUrl'>;
  now: () => Date;
  resolver: Resolver;
  visit: Visit;
};

export type Tick = { provider: Provider; requirement: Requirement; outcome: Outcome };
export type Report = { findings: Finding[]; ticks: Tick[] };

/** Turns a DNS failure into a failed check: receivers ask the same questions. */
async function orFail(check: CheckName, findings: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await findings();
  } catch (error) {
    if (!(error instanceof DnsFailed)) throw error;
    return [fail(check, `${error.message}.`, 'Check the DNS server, or use another with --dns.')];
  }
}

/** Checks who may send for the sender's domain, and whether its signatures verify. */
async function checkAuthentication(deps: PreflightDeps, newsletter: Newsletter): Promise<Finding[]> {
  const { resolver, config } = deps;
  const sender = newsletter.from_address;
  const domain = domainOf(sender);
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

async function checkRelays({ resolver, config, now }: PreflightDeps): Promise<Finding[]> {
  if (config.relays.length === 0) return judgeNoRelay();
  const relays = await locateRelays(resolver, config.relays);
  const found = await Promise.all(relays.map(async (relay) => judgeRelay(relay, await probeRelay(relay.relay), now())));
  return found.flat();
}

/**
 * Checks everything that decides whether mailbox providers accept a newsletter's mail, and lists each provider's
 * requirements. Reads DNS, the relays, PUBLIC_URL and the database. Sends and changes nothing.
 */
export async function runPreflight(deps: PreflightDeps, newsletter: Newsletter): Promise<Report> {
  const { resolver, config } = deps;
  const { publicUrl } = config;
  const click = checkOneClick({ ...deps, publicUrl }, newsletter.id);
  const found = await Promise.all([
    checkAuthentication(deps, newsletter),
    orFail('replies', async () => [await checkReplies(resolver, newsletter.from_address)]),
    orFail('ptr', async () => checkPtr(resolver, await locateRelays(resolver, config.relays))),
    orFail('relay', () => checkRelays(deps)),
    click.then(({ finding }) => [finding]),
    checkMessage({ ...deps, publicUrl }, newsletter),
    Promise.resolve([checkFrom(newsletter.from_address), checkIdentity(newsletter)]),
    click.then(async ({ answer }) => [await checkClock(deps, answer)]),
  ]);
  const order = Object.keys(CHECKS);
  // The sort is stable: the findings of one check stay in their order.
  const findings = found.flat().toSorted((a, b) => order.indexOf(a.check) - order.indexOf(b.check));
  const ticks = PROVIDERS.flatMap((provider) =>
    provider.requirements.map((requirement) => ({
      provider,
      requirement,
      outcome: judgeRequirement(requirement, findings),
    })),
  );
  return { findings, ticks };
}
