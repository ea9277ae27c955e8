import { ADDRESS, findAddresses } from '../addresses.ts';
import { failed, type Family } from '../found.ts';
import { valueOf } from '../mail/headers.ts';

const LINE = new RegExp(`^\\s{0,8}\\p{L}[^@:<]{2,80}[:\\s]\\s{0,8}<?${ADDRESS}>?\\s{0,8}$`, 'iu');

/** Ipswitch IMail ("SMTP32"): reason and address on one line, the server's reply below. */
export const imail: Family = ({ mail, lines, subject }) => {
  const isTheirs = /smtp32/i.test(valueOf(mail.fields, 'x-mailer')) || /^\s*undeliverable mail\s*$/i.test(subject);
  if (!isTheirs) return [];
  return lines.flatMap((line, at) => {
    if (!LINE.test(line)) return [];
    const answer = lines.slice(at + 1, at + 5).filter((next) => /^\s{0,4}[45]\d\d[ -]/.test(next) && !LINE.test(next));
    return findAddresses(line).map((address) => failed(address, [line.trim(), ...answer].join(' ')));
  });
};
