import type { Family } from '../found.ts';
import { readHeaded } from './paragraphs.ts';

/** Yahoo, in its old and new formats, and the domains that it hosts. */
export const yahoo: Family = ({ lines, text }) =>
  /^\s*message from\s+\S+\.\s*$/im.test(text) ||
  /unable to deliver (?:your )?message to the following address/i.test(text)
    ? readHeaded(lines)
    : [];
