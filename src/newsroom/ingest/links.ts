const TRACKING =
  /^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|at_(?:medium|campaign|custom\d*)|ns_(?:mchannel|source|campaign|linkname|fee)|cmpid|wt\.mc_id|xtor)$/i;

/** An address as it was meant: without the markup, the layer of escapes, the blanks and the scheme that it has too much. */
function repairAddress(link: string): string {
  const inner = /^<a\s[^>]*href\s*=\s*["']?([^"'\s>]+)/i.exec(link)?.[1] ?? link;
  // oxlint-disable-next-line no-control-regex -- a control character has no place in a link
  let text = inner.replace(/\s*[\u0000-\u001f\u007f]+\s*/g, '');
  for (let layers = 0; layers < 2; layers++) text = text.replace(/&(?:amp|#0*38|#x0*26);/gi, '&');
  text = /^https?:\/\/[^/?#]*?(https?:\/\/.+)$/i.exec(text)?.[1] ?? text;
  return /^www\.[^/\s]+\.[a-z]{2,}(?:[/?#:]|$)/i.test(text) ? `https://${text}` : text;
}

/** An absolute http(s) URL of `link`, resolved against `base`, or null. Escapes and schemes too many are taken off, names and passwords left out. */
export function httpUrl(link: string | null | undefined, base: string | null = null): string | null {
  const text = repairAddress((link ?? '').trim());
  if (!text) return null;
  const url = URL.parse(text, base ?? undefined);
  if (!url || !/^https?:$/.test(url.protocol) || !url.hostname) return null;
  url.username = '';
  url.password = '';
  return url.href.length <= 2048 ? url.href : null;
}

/**
 * The link as written, less the parameters that only tell where a click came from; null where it does not
 * lead to http(s). A URL that needs no change keeps its spelling (`http://paper.example` gets no slash).
 */
export function storyUrl(link: string | null | undefined, base: string | null = null): string | null {
  const href = httpUrl(link, base);
  if (!href) return null;
  const url = new URL(href);
  const tracking = [...url.searchParams.keys()].filter((name) => TRACKING.test(name));
  if (tracking.length === 0) {
    const text = repairAddress((link ?? '').trim());
    return `${text}/` === href ? text : href;
  }
  for (const name of tracking) url.searchParams.delete(name);
  return url.href;
}

/** What two links to one page share: no fragment, no tracking, no scheme, no slash at the end. */
export function linkKey(link: string): string {
  const url = new URL(storyUrl(link) ?? link);
  url.hash = '';
  url.searchParams.sort();
  return `${url.host}${url.pathname.replace(/\/+$/, '')}${url.search}`;
}

/** The base that `xml:base` or `<base>` makes of the one around it; one that is not http(s) changes nothing. */
export function nestedBase(base: string | null, own: string | null | undefined): string | null {
  return own ? (httpUrl(own, base) ?? base) : base;
}
