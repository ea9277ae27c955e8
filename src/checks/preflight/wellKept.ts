import { messageOf } from '../../domain/errors.ts';
import type { Config, Relay } from '../../platform/config.ts';
import type { Db } from '../../platform/db/client.ts';
import { probeRelay } from '../../deliver/deliver.ts';
import { listNewsletters } from '../../editions/newsletters/newsletters.ts';
import { loadDkimKeys } from '../../wire/dkim/keys.ts';
import { asciiDomainOf } from './addresses.ts';
import { judgeCertificate, seeCertificate, type SeenCertificate } from './certificate.ts';
import { checkDkim } from './dkim.ts';
import type { Finding } from './preflightFinding.ts';
import type { Resolver } from './resolver.ts';
import { within } from './within.ts';

/** One thing that its operator must keep right: a server's certificate, a domain's keys. */
export type Kept = { about: string; outcome: 'right' | 'ending' | 'wrong' | 'unseen'; text: string };

const WITHIN_MS = 10_000;

function keptOf(about: string, { outcome, found, todo }: Finding): Kept {
  const kinds = { pass: 'right', warn: 'ending', fail: 'wrong', skipped: 'unseen' } as const;
  return { about, outcome: kinds[outcome], text: [found, todo ?? ''].join(' ').trim() };
}

/** A relay's certificate, seen without a sign-in. A connection in clear text has none, which is no trouble of its own. */
async function seeRelay(relay: Relay): Promise<SeenCertificate> {
  const probe = await within(WITHIN_MS, probeRelay({ ...relay, auth: null })).catch(() => null);
  if (probe?.kind === 'ready')
    // The operator trusts what `mistrust` names: SMTP_URL says so.
    return probe.tls === null
      ? { kind: 'unseen', why: 'it offers no TLS' }
      : { kind: 'trusted', validUntil: probe.tls.validUntil };
  if (probe?.what === 'certificate') return { kind: 'refused', mistrust: probe.text.replace(/\.$/, '') };
  return { kind: 'unseen', why: probe?.text ?? 'it does not answer' };
}

/**
 * Looks at the certificates of PUBLIC_URL and of the relays, those of ALERT_SMTP_URL, too. It ends within ten seconds,
 * and sends nothing.
 */
export async function checkCertificates({
  config,
  resolver,
  now,
}: {
  config: Pick<Config, 'relays' | 'publicUrl' | 'alerts'>;
  resolver: Resolver;
  now: () => Date;
}): Promise<Kept[]> {
  const { publicUrl } = config;
  const relays = new Map(
    [...config.relays, ...config.alerts.relays].map((each) => [`${each.host}:${each.port}`, each]),
  );
  const seen = await Promise.all(
    [
      ...(publicUrl.startsWith('https:') ? [[publicUrl, seeCertificate(resolver, publicUrl)] as const] : []),
      ...Array.from(relays, ([name, relay]) => [name, seeRelay(relay)] as const),
    ].map(async ([name, looking]) => [name, await looking] as const),
  );
  return seen.map(([name, certificate]) => keptOf(name, judgeCertificate(name, certificate, now())));
}

/**
 * Compares the keys that sign for each domain of a newsletter with DNS. A domain without keys of ours is left out: its
 * relay may sign. A DNS that does not answer says nothing about the records. It ends within ten seconds.
 */
export async function checkSigning({ db, resolver }: { db: Db; resolver: Resolver }): Promise<Kept[]> {
  const newsletters = await listNewsletters({ db });
  const domains = [...new Set(newsletters.map(({ from_address }) => asciiDomainOf(from_address)))];
  const kept = domains.map(async (domain): Promise<Kept[]> => {
    if ((await loadDkimKeys({ db }, domain)).length === 0) return [];
    try {
      const { findings } = await within(WITHIN_MS, checkDkim({ db, resolver }, domain));
      const failed = findings.filter(({ outcome }) => outcome === 'fail');
      if (failed.length === 0) return [{ about: domain, outcome: 'right', text: '' }];
      const text = failed.map(({ found, todo }) => `${found} ${todo ?? ''}`.trim()).join(' ');
      return [{ about: domain, outcome: 'wrong', text }];
    } catch (error) {
      // DNS failed, or was too slow.
      return [{ about: domain, outcome: 'unseen', text: messageOf(error) }];
    }
  });
  return (await Promise.all(kept)).flat();
}
