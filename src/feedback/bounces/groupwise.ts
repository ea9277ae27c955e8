import { atHome, parseNamed } from '../addresses.ts';
import { failed, type Family, type Found } from '../found.ts';
import { valueOf } from '../mail/headers.ts';

const OPENING = /message that you sent was undeliverable to the following|\bnovell groupwise\b/i;
const ENTRY = /^\s{1,16}<?([^\s<>()@]{1,64}(?:@[^\s<>()]{1,253})?)>?\s{1,16}\(([^()]{1,200})\)?\s*$/;

/**
 * Novell GroupWise: a name and its reason in brackets. If the name has no domain, it is the domain of the system that
 * sent the notice, if that is known.
 */
export const groupwise: Family = ({ mail, lines, text, from }) => {
  if (!OPENING.test(text) && !/groupwise/i.test(valueOf(mail.fields, 'x-mailer'))) return [];
  return lines.flatMap((line): Found[] => {
    const [, name = '', reason = ''] = ENTRY.exec(line) ?? [];
    const address = name.includes('@') ? parseNamed(name) : name && atHome(name, from);
    return address ? [failed(address, reason)] : [];
  });
};
