/**
 * An address of the web as a link or picture may use it, in ASCII: http and https only, else null. A user name and
 * password in it are left out: they are nobody's to read, and mail filters take such links for fraud.
 */
export function safeUrl(address: string | null | undefined): string | null {
  const url = URL.parse(address ?? '');
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  url.username = '';
  url.password = '';
  return url.href;
}
