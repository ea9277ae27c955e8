import type { Relay } from '../../platform/config.ts';

/** Takes secrets out of a text. */
export type Hide = (text: string) => string;

// The letters of a shorter password are in every sentence, and hiding them would tell it.
const MIN_LENGTH = 4;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/**
 * What hides a relay's password in its own replies, in clear text and as sign-in sends it: some relays quote what they
 * did not understand, at any command, and replies reach logs and the desk.
 */
export function hideSecrets(auth: Relay['auth']): Hide {
  if (!auth || auth.pass.length < MIN_LENGTH) return (text) => text;
  const { user, pass } = auth;
  const secrets = [base64(`\u0000${user}\u0000${pass}`), base64(pass), pass];
  return (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '…'), text);
}
