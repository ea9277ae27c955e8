/** What a relay's answer to EHLO offers: all that is known of it for as long as the connection lasts. */
export type Offer = {
  startTls: boolean;
  pipelining: boolean;
  smtpUtf8: boolean;
  /** The largest message that it takes, in bytes; null: it does not say (RFC 1870). */
  maxBytes: number | null;
  /** Ways to sign in, in upper case (RFC 4954). */
  authMechanisms: ReadonlySet<string>;
};

/** Reads the lines after the first, which is a greeting. "AUTH=LOGIN" is how some old servers write it. */
export function readOffer(lines: readonly string[]): Offer {
  const keywords = new Map<string, string[]>();
  for (const line of lines.slice(1)) {
    const [keyword = '', ...words] = line.toUpperCase().split(/[\s=]+/);
    keywords.set(keyword, [...(keywords.get(keyword) ?? []), ...words]);
  }
  const size = Number(keywords.get('SIZE')?.[0] ?? 0);
  return {
    startTls: keywords.has('STARTTLS'),
    pipelining: keywords.has('PIPELINING'),
    smtpUtf8: keywords.has('SMTPUTF8'),
    maxBytes: Number.isSafeInteger(size) && size > 0 ? size : null,
    authMechanisms: new Set(keywords.get('AUTH')),
  };
}
