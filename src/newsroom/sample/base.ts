/** Where the sample newsroom stands below PUBLIC_URL. HOST may be "all of this machine's", which is no address to ask. */
export function sampleBase(publicUrl: string): string {
  return `${publicUrl.replace(/^(https?:\/\/)(?:0\.0\.0\.0|\[::\])(?=[:/]|$)/, '$1127.0.0.1')}/sample`;
}

/** What follows the sample newsroom's base in an address below it; null for every other address. */
export function samplePath(publicUrl: string | undefined, url: string): string | null {
  if (publicUrl === undefined) return null;
  const base = sampleBase(publicUrl);
  return url.startsWith(`${base}/`) ? url.slice(base.length).replace(/[?#].*$/, '') : null;
}
