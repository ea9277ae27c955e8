import { findAddresses } from '../addresses.ts';
import { failed, type Family } from '../found.ts';
import { valuesOf } from '../mail/headers.ts';
import { openExplainer, readHeaded } from './paragraphs.ts';

const OPENING =
  /this message was created automatically by mail delivery software|could not be delivered to (?:one or more|all) of\s+its\s+recipients/i;
/** Exim (spec, "Customizing bounce and warning messages"): addresses with their reasons below, also in a header. */
export const exim: Family = ({ mail, lines, text }) => {
  const named = valuesOf(mail.fields, 'x-failed-recipients').flatMap(findAddresses);
  if (named.length === 0 && !OPENING.test(text)) return [];
  const headed = readHeaded(lines);
  const missing = named.filter((address) => !headed.some((one) => one.address.toLowerCase() === address.toLowerCase()));
  const explain = openExplainer(lines);
  return [...headed, ...missing.map((address) => failed(address, explain(address)))];
};
