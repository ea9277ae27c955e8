import { findAddresses } from '../addresses.ts';
import { failed, type Family, type Found } from '../found.ts';

const LINE =
  /^\s{0,8}(?:invalid receiver address|receiver not found|mailbox full|undeliverable)\b[^:]{0,40}:\s{0,8}(\S{1,320})/i;

/** CompuServe: "Receiver not found: user", without a domain for its own members. */
export const compuserve: Family = ({ lines, from }) =>
  /@(?:[\w-]{1,60}\.){0,3}compuserve\.com\b/i.test(from)
    ? lines.flatMap((line): Found[] => {
        const name = LINE.exec(line)?.[1];
        if (!name) return [];
        const named = findAddresses(name)[0] ?? (/^[\w.+-]+$/.test(name) ? `${name}@compuserve.com` : null);
        return named ? [failed(named, line.trim())] : [];
      })
    : [];
