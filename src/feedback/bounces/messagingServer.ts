import { parseNamed } from '../addresses.ts';
import { failed, type Family, type Found } from '../found.ts';

const FIELD = /^\s{0,8}(recipient address|original address|reason|diagnostic code):\s{1,8}(\S.*)$/i;

/**
 * PMDF and its successors by Sun, iPlanet and Oracle: "Recipient address:", "Original address:", "Reason:". The
 * original
 * address is the one that we mailed.
 */
export const messagingServer: Family = ({ lines, text }) => {
  if (!/^\s{0,8}recipient address:\s/im.test(text)) return [];
  const found: { recipient: string; original: string; reason: string[] }[] = [];
  for (const line of lines) {
    const [, name = '', value = ''] = FIELD.exec(line) ?? [];
    const key = name.toLowerCase();
    const last = found.at(-1);
    if (key === 'recipient address') found.push({ recipient: value, original: '', reason: [] });
    else if (!last) continue;
    else if (key === 'original address') last.original = value;
    else if (key !== '') last.reason.push(value);
    else if (/^%|^-\w+-/.test(line)) last.reason.push(line.trim());
  }
  return found.flatMap(({ recipient, original, reason }): Found[] => {
    const address = parseNamed(original) ?? parseNamed(recipient);
    return address ? [failed(address, reason.join(' '))] : [];
  });
};
