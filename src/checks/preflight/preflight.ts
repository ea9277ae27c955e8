import type { Config } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import { probeRelay } from '../../deliver/deliver.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Log } from '../../platform/log.ts';
import type { Newsletter } from '../../editions/newsletters/newsletters.ts';
import { locateRelays } from './addresses.ts';
import { checkAuthentication, orFail } from './authentication.ts';
import { checkClock } from './clock.ts';
import { CHECKS, type Finding, type CheckOutcome } from './preflightFinding.ts';
import { checkMessage } from './message.ts';
import { checkOneClick } from './oneClick.ts';
import { judgeRequirement, PROVIDERS, type Provider, type Requirement } from './providers.ts';
import { checkPtr } from './ptr.ts';
import { judgeNoRelay, judgeRelay } from './relay.ts';
import type { Resolver } from './resolver.ts';
import { checkFrom, checkSenderIdentity, checkReplies } from './sender.ts';
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

export type Tick = { provider: Provider; requirement: Requirement; outcome: CheckOutcome };
export type Report = { findings: Finding[]; ticks: Tick[] };

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
    checkAuthentication(deps, newsletter.from_address),
    orFail('replies', async () => [await checkReplies(resolver, newsletter.from_address)]),
    orFail('ptr', async () => checkPtr(resolver, await locateRelays(resolver, config.relays))),
    orFail('relay', () => checkRelays(deps)),
    click.then(({ finding }) => [finding]),
    checkMessage({ ...deps, publicUrl }, newsletter),
    Promise.resolve([checkFrom(newsletter.from_address), checkSenderIdentity(newsletter)]),
    click.then(async ({ answer }) => [await checkClock({ db: deps.db }, answer)]),
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
