import { findAddresses } from '../addresses.ts';
import { failed, type Family, type Found } from '../found.ts';

const REASONS = /^\s{0,8}-{3,}\s{0,4}failure reasons?\s{0,4}-{3,}/i;
const LISTED = /was not delivered to:?\s*$/i;

/** Lotus Notes and Domino: a section of reasons with addresses below each, or "was not delivered to: … because:". */
export const notes: Family = ({ lines }) => {
  const start = lines.findIndex((line) => REASONS.test(line) || LISTED.test(line));
  if (start < 0) return [];
  return REASONS.test(lines[start]!) ? readReasons(lines.slice(start + 1)) : readListed(lines.slice(start + 1));
};

function readReasons(lines: readonly string[]): Found[] {
  let reason = '';
  return lines.flatMap((line) => {
    const addresses = findAddresses(line);
    if (addresses.length === 0 && line.trim() !== '' && !/^\s*-{3,}/.test(line)) reason = line.trim();
    return addresses.map((address) => failed(address, reason));
  });
}

function readListed(lines: readonly string[]): Found[] {
  const end = lines.findIndex((line) => /^\s{0,8}(?:because|for the following reason|due to)\b/i.test(line));
  const reason = end < 0 ? '' : lines.slice(end, end + 6).join(' ');
  return lines
    .slice(0, end < 0 ? 4 : end)
    .flatMap(findAddresses)
    .map((address) => failed(address, reason.replace(/^\s*(?:because:?|for the following reason:?)/i, '').trim()));
}
