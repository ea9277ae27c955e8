import { isLoopback, type Config } from '../platform/config.ts';

/** The address of the site. All links of pages are built from it. */
export type Site = Readonly<{
  /** Scheme, host and port of PUBLIC_URL. */
  origin: string;
  /** The path of PUBLIC_URL without a trailing slash; empty if the site is the whole host. */
  base: string;
  isHttps: boolean;
  /** True if only this machine can follow the links of its mails. */
  isLocal: boolean;
  /** The built-in inbox is in use: no relay is configured. */
  hasInbox: boolean;
}>;

export function createSite({ publicUrl, relays }: Pick<Config, 'publicUrl' | 'relays'>): Site {
  const url = new URL(publicUrl);
  return Object.freeze({
    origin: url.origin,
    base: url.pathname.replace(/\/+$/, ''),
    isHttps: url.protocol === 'https:',
    isLocal: isLoopback(publicUrl),
    hasInbox: relays.length === 0,
  });
}

/** The link to one of our paths, for our own pages. */
export function href(site: Site, path: string): string {
  return `${site.base}${path}`;
}

/** The full URL of one of our paths, for other sites and feed readers. */
export function absoluteUrl(site: Site, path: string): string {
  return `${site.origin}${site.base}${path}`;
}

/** The path for routing: without the path of PUBLIC_URL, which a proxy may already have removed. */
export function routePath(site: Site, path: string): string {
  if (!site.base || !(path === site.base || path.startsWith(`${site.base}/`))) return path;
  return path.slice(site.base.length) || '/';
}
