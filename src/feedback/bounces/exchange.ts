import { findAddresses } from '../addresses.ts';
import { failed, type Family, type Found } from '../found.ts';

const OPENING =
  /did not reach the following recipient|following recipients?(?:\(s\))? (?:could|can)(?:not| not) be reached|(?:konnte|wurde)n?\b.{0,40}folgende[nr]? empfänger|n'a pas atteint|pas été remis.{0,40}destinataires?|no llegó a los siguientes destinatarios|could not be delivered to the following user|delivery (?:has )?failed to (?:these|the following) recipients?(?: or (?:distribution lists|groups))?|couldn'?t be delivered to|delivery to the following recipients? (?:has )?failed|delevery to the following recipients failed/i;

const NOISE =
  /the mts-id of the original|^c=\w\w;a=|^un;l=|please do not try to resend|diagnostic information for administrators/i;

/**
 * Microsoft: the Internet Mail Service ("did not reach the following recipient(s):", an address followed by a time, the
 * indented reason below, X.400 addresses that contain the real one), Exchange, Office 365 and SMTPSVC.
 */
export const exchange: Family = ({ lines, text }) => {
  if (!OPENING.test(text)) return [];
  const start = lines.findIndex((line) => OPENING.test(line));
  const found: { address: string; reason: string[] }[] = [];
  for (const line of lines.slice(Math.max(0, start))) {
    const address = findAddresses(line.replace(/\bsmtp=/i, ' '))[0];
    if (address && !/\b(?:contact|server|host)\b/i.test(line)) found.push({ address, reason: reasonOf(line, address) });
    else if (line.trim() !== '' && !NOISE.test(line.trim())) found.at(-1)?.reason.push(line.trim());
  }
  return found.map(({ address, reason }): Found => failed(address, reason.slice(0, 8).join(' ')));
};

function reasonOf(line: string, address: string): string[] {
  const rest = line.slice(line.indexOf(address) + address.length).replace(/^[;>)\s:.]+/, '');
  return rest === '' || /^on \w{3}, \d/i.test(rest) ? [] : [rest];
}
