import { findAddresses } from '../addresses.ts';
import { failed, type Family } from '../found.ts';

/** CompuServe: "Invalid receiver address: user@compuserve.com", the reason first. */
export const compuserve: Family = ({ lines, from }) =>
  /@(?:[\w-]{1,60}\.){0,3}compuserve\.com\b/i.test(from)
    ? lines
        .filter((line) => /^.{0,80}\b(?:invalid|unknown|undeliverable|full|not found|receiver)\b/i.test(line))
        .flatMap((line) => findAddresses(line).map((address) => failed(address, line.trim())))
    : [];
