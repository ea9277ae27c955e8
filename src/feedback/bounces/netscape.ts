import { findAddresses } from '../addresses.ts';
import { failed, type Family } from '../found.ts';

const LISTED = /^\s*the following recipients? did not receive (?:your|this) message/i;

/** Netscape Messaging Server and InterMail: the reason first, then the recipients. */
export const netscape: Family = ({ lines, text }) => {
  const reason = /due to the following reason:?\s*([\s\S]{0,1500}?)(?:\n\s*the following recipients?\b|$)/i.exec(
    text,
  )?.[1];
  const start = lines.findIndex((line) => LISTED.test(line));
  if (reason === undefined || start < 0) return [];
  const end = lines.findIndex((line, at) => at > start && /^\s*please (?:reply|contact)/i.test(line));
  return lines
    .slice(start, end < 0 ? lines.length : end)
    .filter((line) => /^\s{0,12}<?[^\s<>]+@[^\s<>]+>?\s*$/.test(line))
    .flatMap(findAddresses)
    .map((address) => failed(address, reason.replace(/\s+/g, ' ').trim()));
};
