import type { Family } from '../found.ts';
import { readHeaded } from './paragraphs.ts';

const OPENING =
  /^(?:hi\. this is the |.*qmail-send program|.*i(?:'m afraid i)? ?was ?(?:n't| not) able to deliver your message|.*\(#[45]\.\d\.\d\)$|.*does not like recipient|.*remote host said:)/im;

/**
 * qmail and systems with modified wording: messagelabs, GoDaddy, vpopmail (QSBMF, https://cr.yp.to/proto/qsbmf.txt).
 */
export const qmail: Family = ({ subject, lines, text, mail }) => {
  const isQmail =
    OPENING.test(text) ||
    /^failure (?:notice|delivery)$/i.test(subject) ||
    mail.fields.some(({ name, value }) => name === 'received' && /\bqmail \d+ invoked for bounce/.test(value));
  return isQmail ? readHeaded(lines) : [];
};
