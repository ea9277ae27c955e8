import type { Config } from '../../platform/config.ts';

// The letters of a shorter password are in every sentence, and hiding them would tell it.
const MIN_LENGTH = 4;

function passwordsOf(url: string | null): string[] {
  const encoded = url === null ? '' : (URL.parse(url)?.password ?? '');
  return encoded === '' ? [] : [encoded, decodeURIComponent(encoded)];
}

/** What a relay may repeat of a sign-in: the password, also as AUTH LOGIN and AUTH PLAIN encode it (RFC 4616). */
function signInOf({ auth }: Config['relays'][number]): string[] {
  if (!auth) return [];
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return [base64(`\0${auth.user}\0${auth.pass}`), base64(auth.pass), auth.pass, encodeURIComponent(auth.pass)];
}

/** Replaces every secret of the configuration in a text, because servers repeat what they were told. */
export function openRedaction(config: Config): (text: string) => string {
  const secrets = [
    ...(config.secrets ?? []),
    ...(config.metricsToken === null ? [] : [config.metricsToken]),
    ...passwordsOf(config.databaseUrl),
    ...passwordsOf(config.redisUrl),
    ...config.relays.flatMap(signInOf),
  ]
    .filter(({ length }) => length >= MIN_LENGTH)
    .toSorted((a, b) => b.length - a.length);
  return (text) =>
    secrets.reduce((left, secret) => left.replaceAll(secret, '…'), text.replaceAll(/\/\/[^@/\s]*@/g, '//…@'));
}
