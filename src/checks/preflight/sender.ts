import { findMissingIdentity, nameMissing, setMissing } from '../../editions/newsletters/identity.ts';
import type { Newsletter } from '../../editions/newsletters/newsletters.ts';
import { asciiDomainOf } from './addresses.ts';
import { fail, pass, warn, type Finding } from './preflightFinding.ts';
import type { Resolver } from './resolver.ts';

/** Free mailbox providers. Their DMARC policies reject mail that others send in their name. */
const FREE_MAIL: ReadonlySet<string> = new Set(
  `aol.com fastmail.com free.fr gmail.com gmx.com gmx.de gmx.net googlemail.com hotmail.com hotmail.co.uk hotmail.fr
  icloud.com laposte.net libero.it live.com mac.com mail.com mail.ru me.com msn.com naver.com orange.fr outlook.com
  proton.me protonmail.com qq.com t-online.de web.de yahoo.com yahoo.co.jp yahoo.co.uk yahoo.fr yandex.com yandex.ru
  ymail.com zoho.com 163.com 126.com`.split(/\s+/),
);

/** Checks that the From address is on the sender's own domain. */
export function checkFrom(address: string): Finding {
  const domain = asciiDomainOf(address);
  if (!FREE_MAIL.has(domain)) return pass('from', `${domain} is not the domain of a mailbox provider.`);
  return fail(
    'from',
    `${domain} belongs to a mailbox provider. Its DMARC policy rejects mail that others send with its domain.`,
    'Send from a domain of your own: "reveille newsletters set … --from".',
  );
}

/** Checks that the sender's domain accepts mail, for replies and bounces. */
export async function checkReplies(resolver: Resolver, address: string): Promise<Finding> {
  const domain = asciiDomainOf(address);
  const exchanges = (await resolver.mx(domain)).map(({ exchange }) => exchange);
  const named = exchanges.filter((exchange) => exchange !== '' && exchange !== '.');
  if (named.length > 0) return pass('replies', `${domain} receives mail at ${named.toSorted().join(', ')}.`);
  const publish = `Publish an MX record for ${domain}.`;
  // RFC 7505: a lone empty name.
  if (exchanges.length > 0) return fail('replies', `${domain} declares that it receives no mail (null MX).`, publish);
  const addresses = [...(await resolver.a(domain)), ...(await resolver.aaaa(domain))];
  if (addresses.length > 0) return warn('replies', `${domain} has no MX record, only an address.`, publish);
  return fail('replies', `${domain} has neither an MX record nor an address, so nobody can reply.`, publish);
}

/** Checks the sender's name, postal address and privacy link in the footer. Without them nothing is sent. */
export function checkSenderIdentity(
  newsletter: Pick<Newsletter, 'slug' | 'legal_name' | 'postal_address' | 'privacy_url'>,
): Finding {
  const missing = findMissingIdentity(newsletter);
  if (missing.length === 0)
    return pass('identity', 'The footer has a legal name, a postal address and a privacy link.');
  return fail(
    'identity',
    `The footer has ${nameMissing(missing)}.`,
    `Set it: "${setMissing(newsletter.slug, missing)}".`,
  );
}
