import { parseNamed } from '../addresses.ts';
import { failed, type Family, type Found } from '../found.ts';

/** LSMTP and LISTSERV: "Error-for:", "Error-Code:", "Error-Text:" for programs to read. */
export const listserv: Family = ({ lines }) => {
  const found: Found[] = [];
  let isReason = false;
  for (const line of lines) {
    const [, name, value = ''] = /^Error-(for|code|text|end):\s{0,8}(.*)$/i.exec(line) ?? [];
    if (name) isReason = name.toLowerCase() === 'text';
    const address = name?.toLowerCase() === 'for' ? parseNamed(value) : null;
    if (address) found.push(failed(address, ''));
    const last = found.at(-1);
    if (isReason && last) last.diagnostic = `${last.diagnostic} ${name ? value : line.trim()}`.trim();
  }
  return found;
};
