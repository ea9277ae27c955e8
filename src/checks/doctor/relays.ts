import { probeRelay } from '../../deliver/deliver.ts';
import type { Config } from '../../platform/config.ts';
import { locateRelays } from '../preflight/addresses.ts';
import { judgeRelay } from '../preflight/relay.ts';
import type { Resolver } from '../preflight/resolver.ts';
import { within } from '../preflight/within.ts';
import { bounded } from './bounded.ts';
import { fold, type Verdict } from './verdict.ts';

type RelayDeps = { config: Pick<Config, 'relays'>; resolver: Resolver; now: () => Date };

const LOOKUP_WITHIN_MS = 4_000;

/** Connects to each relay as a send does: EHLO, TLS, sign-in. No message is sent. */
export async function checkRelays({ config, resolver, now }: RelayDeps): Promise<Verdict[]> {
  const verdicts = config.relays.map((relay) => {
    const name = `${relay.host}:${relay.port}`;
    return bounded(
      'relay',
      async () => {
        const probing = probeRelay(relay);
        // The addresses only tell how grave clear text is. A DNS that fails is the other checks' finding.
        const located = await within(LOOKUP_WITHIN_MS, locateRelays(resolver, [relay])).catch(() => []);
        const [at = { relay, name, addresses: [], publicAddresses: [] }] = located;
        const findings = judgeRelay(at, await probing, now()).filter(({ outcome }) => outcome !== 'skipped');
        return fold('relay', findings, findings.map(({ found }) => found).join(' '));
      },
      { name, advice: 'Check SMTP_URL, the network and the relay.' },
    );
  });
  return (await Promise.all(verdicts)).flat();
}
