import { parseTyped } from '../addresses.ts';
import { failed, type Family, type Found } from '../found.ts';
import { parseFields, valueOf } from '../mail/headers.ts';
import { walk } from '../mail/parts.ts';
import { openExplainer } from './paragraphs.ts';

const REJECTS =
  /automatically rejected|was (?:rejected|refused|not delivered)|could not be delivered|over ?quota|quota exceeded|mailbox is full/i;

/**
 * A disposition notification with which a mailbox rejects a message (RFC 8098; "reject" of Sieve, RFC 5429 2.1.2): it
 * was
 * automatic, and its text says so. Other dispositions, for example "displayed", are not bounces.
 */
export const disposition: Family = ({ mail, lines, flat }) =>
  [...walk(mail)]
    .filter(({ type }) => type === 'message/disposition-notification')
    .flatMap((part): Found[] => {
      const fields = [...part.fields, ...parseFields(part.text.trim().split(/\r?\n/)).fields];
      const said = valueOf(fields, 'disposition');
      const isRefusal = /\/\w+[^;]*;\s*(?:failed|denied|error)/i.test(said);
      const address =
        parseTyped(valueOf(fields, 'original-recipient')) ?? parseTyped(valueOf(fields, 'final-recipient'));
      if (
        !address ||
        !(isRefusal || (/^automatic-action/i.test(said) && /;\s*deleted/i.test(said) && REJECTS.test(flat)))
      )
        return [];
      return [failed(address, openExplainer(lines)(address))];
    });
