import { domainToASCII } from 'node:url';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';

/** A mailto (RFC 2368) to the newsletter's unsubscribe address, with the token after a plus sign. Null without an address. */
function unsubscribeMailto(address: string | null, token: string): string | null {
  if (address === null) return null;
  const at = address.lastIndexOf('@');
  return `mailto:${address.slice(0, at)}+${token}@${domainToASCII(address.slice(at + 1))}?subject=unsubscribe`;
}

/**
 * The headers by which a reader leaves with one click (RFC 2369, 8058): the address of the unsubscribe page, which ends in
 * the reader's token, and by mail where the newsletter has an address for that.
 */
export function leavingHeaders(
  { unsubscribe_address: address }: Pick<Newsletter, 'unsubscribe_address'>,
  unsubscribeUrl: string,
): [string, string][] {
  const mailto = unsubscribeMailto(address, unsubscribeUrl.slice(unsubscribeUrl.lastIndexOf('/') + 1));
  return [
    ['List-Unsubscribe', `<${unsubscribeUrl}>${mailto === null ? '' : `, <${mailto}>`}`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
  ];
}
