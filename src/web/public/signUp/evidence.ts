import type { Evidence } from '../../../readers/consent.ts';
import { clientAddress } from '../../clientAddress.ts';
import { redactTokens } from '../../../platform/log.ts';
import { absoluteUrl } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';

/** The evidence of a request for the record: the words shown, the page (without token), network address, user agent. */
export function evidenceOf(web: Web, c: WebContext, textShown: string | null, pageUrl?: string | null): Evidence {
  return {
    textShown,
    pageUrl: pageUrl ?? absoluteUrl(web.site, redactTokens(c.req.path)),
    networkAddress: clientAddress(c, web.config.trustProxy),
    userAgent: c.req.header('user-agent') ?? null,
  };
}
