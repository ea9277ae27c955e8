import { isLoopback, lacksProxy, type Config } from '../../platform/config.ts';
import { isLoopbackHost } from '../../platform/loopback.ts';
import { judgeCertificate, seeCertificate } from '../preflight/certificate.ts';
import type { Resolver } from '../preflight/resolver.ts';
import { fold, leftOut, right, wrong, type Verdict } from './verdict.ts';

type UrlConfig = Pick<Config, 'publicUrl' | 'trustProxy' | 'relays'>;

/** Checks that readers can open the links in mails, by https, and that a proxy in front is named. */
export async function checkPublicUrl({ config }: { config: UrlConfig }): Promise<Verdict> {
  const { publicUrl, relays } = config;
  const set = 'Set PUBLIC_URL to an https address that readers can open, for example https://news.paper.example.';
  if (isLoopback(publicUrl)) {
    const found = `${publicUrl} is this machine’s own address, which no reader can open`;
    const isSent = relays.some(({ host }) => !isLoopbackHost(host));
    return isSent ? wrong('public-url', `${found}.`, set) : right('public-url', `${found}; enough for a trial.`, set);
  }
  if (!publicUrl.startsWith('https:'))
    return wrong('public-url', `${publicUrl} is not https, which providers require of the link to unsubscribe.`, set);
  if (lacksProxy(config))
    return wrong(
      'public-url',
      `${publicUrl} needs a proxy for https, and TRUST_PROXY names none: all readers share one address’s limits.`,
      'Set TRUST_PROXY to the proxy’s address, for example TRUST_PROXY=127.0.0.1.',
    );
  return right('public-url', `${publicUrl}, behind ${config.trustProxy.join(', ')}.`);
}

/** Checks the certificate of PUBLIC_URL, as browsers do. */
export async function checkPublicCertificate({
  config: { publicUrl },
  resolver,
  now,
}: {
  config: Pick<Config, 'publicUrl'>;
  resolver: Resolver;
  now: () => Date;
}): Promise<Verdict> {
  if (!publicUrl.startsWith('https:')) return leftOut('certificate', `${publicUrl} is not https.`);
  const finding = judgeCertificate(publicUrl, await seeCertificate(resolver, publicUrl), now());
  if (finding.outcome === 'skipped') return leftOut('certificate', finding.found);
  return fold('certificate', [finding], finding.found);
}
