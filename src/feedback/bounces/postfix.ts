import type { Family } from '../found.ts';
import { readHeaded } from './paragraphs.ts';

const OPENING =
  /^\s*this is the .{0,80}(?:postfix|sendmail|mail system|mail).{0,60}(?:program )?at host |^\s*this is the mail system at host/im;

/** Postfix without a report (before 2001, or where one was stripped): bounce(5), "<address>: why". */
export const postfix: Family = ({ lines, text }) => (OPENING.test(text) ? readHeaded(lines) : []);
