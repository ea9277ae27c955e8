import { ADDRESS, findAddresses, parseNamed } from '../addresses.ts';
import { failed, type Found } from '../found.ts';

const HEADED = new RegExp(
  `^\\s{0,8}(?:\\*\\s)?(?:"[^"]{0,80}"\\s)?[<"']{0,2}(${ADDRESS})[>"']{0,2}\\s{0,4}:?(?:\\s.*)?:?$`,
  'iu',
);
const MAX_WORDS = 12;

/**
 * Reads what many systems write: an address at the head of a line, a colon behind it, and the reason in the lines
 * below, up to the next address or an empty line that something was said before.
 *
 *     <user@example.org>:
 *     550 5.1.1 no such user
 */
export function readHeaded(lines: readonly string[]): Found[] {
  const found: { address: string; reason: string[]; isOpen: boolean }[] = [];
  for (const line of lines) {
    const address = headOf(line);
    const last = found.at(-1);
    if (address) found.push({ address, reason: restOf(line), isOpen: true });
    else if (!last?.isOpen) continue;
    else if (line.trim() !== '') last.reason.push(line.trim());
    else if (last.reason.length > 0) last.isOpen = false;
  }
  return found.map(({ address, reason }) => failed(address, reason.slice(0, MAX_WORDS).join(' ')));
}

/** The address at the start of a line: bare or in brackets, followed by a colon or alone on the line. */
function headOf(line: string): string | null {
  const address = HEADED.exec(line)?.[1];
  if (!address) return null;
  const after = line.slice(line.indexOf(address) + address.length);
  return /^[>"']{0,2}\s*(?::|$|\()/.test(after) ? parseNamed(address) : null;
}

function restOf(line: string): string[] {
  const rest = line.slice(line.search(/[>:]|$/) + 1).replace(/^[>:\s]+/, '');
  return rest.trim() === '' || findAddresses(rest).length > 0 ? [] : [rest.trim()];
}

/**
 * Finds the text about an address in a notice: the rest of its paragraph or, if the paragraph is only the address, the
 * next paragraph. The whole notice if it does not name the address.
 */
export function openExplainer(lines: readonly string[]): (address: string) => string {
  const paragraphs = paragraphsOf(lines);
  const lowered = paragraphs.map((paragraph) => paragraph.toLowerCase());
  const whole = paragraphs.join(' ').slice(0, 2_000);
  return (address) => {
    const at = lowered.findIndex((paragraph) => paragraph.includes(address.toLowerCase()));
    if (at < 0) return whole;
    const own = paragraphs[at]!;
    const isBare = own.replace(/[<>"*:\s-]/g, '').length <= address.length + 2;
    if (!isBare) return own;
    const next = paragraphs[at + 1] ?? '';
    return (findAddresses(next).length > 0 ? '' : next) || (paragraphs[at - 1] ?? '');
  };
}

function paragraphsOf(lines: readonly string[]): string[] {
  const paragraphs: string[][] = [[]];
  for (const line of lines)
    if (line.trim() !== '') paragraphs.at(-1)!.push(line.trim());
    else if (paragraphs.at(-1)!.length > 0) paragraphs.push([]);
  return paragraphs.filter((paragraph) => paragraph.length > 0).map((paragraph) => paragraph.join(' ').slice(0, 4_000));
}
