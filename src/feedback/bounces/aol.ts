import { findAddresses } from '../addresses.ts';
import { failed, type Family, type Found } from '../found.ts';

const LISTED = /\byour mail to the following recipients? could not be delivered because/i;

/** AOL, which names its members only by their screen names. */
export const aol: Family = ({ lines, from }) => {
  if (!/@(?:[\w-]{1,60}\.){0,4}(?:aol|aim|netscape|cs)\.com\b/i.test(from)) return [];
  const start = lines.findIndex((line) => LISTED.test(line));
  if (start < 0) return [];
  const domain = findAddresses(from)[0]?.split('@').at(-1) ?? 'aol.com';
  const reason: string[] = [];
  const found: Found[] = [];
  for (const line of lines.slice(start)) {
    const name = /^\s{1,16}([\w.+-]{2,64}(?:@[\w.-]{1,253})?)\s*$/.exec(line)?.[1];
    if (name) found.push(failed(name.includes('@') ? name : `${name}@${domain.toLowerCase()}`, reason.join(' ')));
    else if (found.length === 0) reason.push(line.trim());
  }
  return found;
};
