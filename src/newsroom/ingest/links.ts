const TRACKING =
  /^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|at_(?:medium|campaign|custom\d*)|ns_(?:mchannel|source|campaign|linkname|fee)|cmpid|wt\.mc_id|xtor)$/i;

// An address without escapes, blanks, markup or a second scheme. A port makes no difference, only a slower look.
// oxlint-disable-next-line no-control-regex -- links must not contain control characters
const SOUND = /^https?:\/\/[^\s&<:\u0000-\u001f\u007f]+$/i;

// Whole runs: to look for the control character behind blanks takes quadratic time where there is none.
// oxlint-disable-next-line no-control-regex -- links must not contain control characters
const BLANKS = /[\s\u0000-\u001f\u007f]+/g;
// oxlint-disable-next-line no-control-regex -- links must not contain control characters
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Repairs an address: removes markup, an extra layer of escapes, blanks and a second scheme. */
function repairAddress(link: string): string {
  if (SOUND.test(link)) return link;
  const inner = /^<a\s[^>]*href\s*=\s*["']?([^"'\s>]+)/i.exec(link)?.[1] ?? link;
  let text = inner.replace(BLANKS, (blanks) => (CONTROL.test(blanks) ? '' : blanks));
  for (let layers = 0; layers < 2; layers++) text = text.replace(/&(?:amp|#0*38|#x0*26);/gi, '&');
  text = /^https?:\/\/[^/?#]*?(https?:\/\/.+)$/i.exec(text)?.[1] ?? text;
  return /^www\.[^/\s]+\.[a-z]{2,}(?:[/?#:]|$)/i.test(text) ? `https://${text}` : text;
}

/**
 * Resolves `link` against `base` to an absolute http(s) URL, or null. Extra escapes and schemes, names and passwords
 * are removed.
 */
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
 * The link without tracking parameters. Null if it is not http(s). A URL that needs no change keeps its spelling
 * (`http://paper.example` gets no slash).
 */
export function storyUrl(link: string | null | undefined, base: string | null = null): string | null {
  const href = httpUrl(link, base);
  if (!href) return null;
  // Only an address with a query needs to be taken apart.
  const url = href.includes('?') ? new URL(href) : null;
  const tracking = url ? [...url.searchParams.keys()].filter((name) => TRACKING.test(name)) : [];
  if (!url || tracking.length === 0) {
    const text = repairAddress((link ?? '').trim());
    return `${text}/` === href ? text : href;
  }
  for (const name of tracking) url.searchParams.delete(name);
  return url.href;
}

/** A key that is equal for links to the same page: without fragment, tracking, scheme and trailing slash. */
export function linkKey(link: string): string {
  const url = new URL(storyUrl(link) ?? link);
  url.hash = '';
  if (url.search !== '') url.searchParams.sort();
  return `${url.host}${url.pathname.replace(/\/+$/, '')}${url.search}`;
}

/** Resolves an `xml:base` or `<base>` against the outer base. A base that is not http(s) is ignored. */
export function nestedBase(base: string | null, own: string | null | undefined): string | null {
  return own ? (httpUrl(own, base) ?? base) : base;
}
