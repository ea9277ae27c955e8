import { isLoopback } from '../platform/config.ts';

/** Where the pages stand: every link of a page is made of this. */
export type Site = Readonly<{
  /** Scheme, host and port of PUBLIC_URL. */
  origin: string;
  /** PUBLIC_URL's path, without a slash at its end; empty where the site is the whole host. */
  base: string;
  isHttps: boolean;
  /** Nobody but this machine can follow the links of its mails. */
  isLocal: boolean;
}>;

export function createSite(publicUrl: string): Site {
  const url = new URL(publicUrl);
  return Object.freeze({
    origin: url.origin,
    base: url.pathname.replace(/\/+$/, ''),
    isHttps: url.protocol === 'https:',
    isLocal: isLoopback(publicUrl),
  });
}

/** A path of ours as a page links it. */
export function href(site: Site, path: string): string {
  return `${site.base}${path}`;
}

/** A path of ours as another site or a feed reader needs it. */
export function absoluteUrl(site: Site, path: string): string {
  return `${site.origin}${site.base}${path}`;
}

/**
 * The route's path of a request's: without PUBLIC_URL's own path, whether or not the proxy in front has
 * taken it off already.
 */
export function routePath(site: Site, path: string): string {
  if (!site.base || !(path === site.base || path.startsWith(`${site.base}/`))) return path;
  return path.slice(site.base.length) || '/';
}
