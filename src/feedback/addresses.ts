// The characters of an address without quoted names. The lengths of its parts follow RFC 5321 4.5.3.1.
const LOCAL = String.raw`[^\s<>"(),;:@[\]\\|]{1,64}`;
const DOMAIN = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}._-]{0,252}[\p{L}\p{N}])?`;

/** A pattern for an address in a text. Use it with `new RegExp` and the flags `giu`. */
export const ADDRESS = `${LOCAL}@${DOMAIN}`;

const WHOLE = new RegExp(`^${ADDRESS}$`, 'iu');
const EACH = new RegExp(ADDRESS, 'giu');

/**
 * Parses an address in a mail, without quotes and brackets around it. Null if mail cannot be sent to it, for example if
 * it was shortened with dots.
 */
export function parseNamed(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^(?:mailto:|smtp[:=]|<|'|"|`|\*|\.)+/i, '')
    .replace(/[>'"`.,;:*]+$/, '');
  if (bare.length > 320 || !WHOLE.test(bare) || bare.includes('...')) return null;
  return bare.slice(bare.lastIndexOf('@') + 1).includes('.') ? bare : null;
}

/** All addresses in a text, in order. */
export function findAddresses(text: string): string[] {
  return (text.match(EACH) ?? []).flatMap((found) => parseNamed(found) ?? []);
}

/**
 * The address of a user that a mail system names without a domain. The domain is the one in the system's From, unless
 * that is a host name. Null if it cannot be determined.
 */
export function atHome(name: string, from: string): string | null {
  const domain = findAddresses(from)[0]?.split('@').at(-1)?.toLowerCase();
  if (!domain || !/^(?:[^.]+\.[^.]+|[^.]+\.(?:ac|co|com|edu|gov|ne|net|or|org)\.[a-z]{2})$/.test(domain)) return null;
  return parseNamed(`${name}@${domain}`);
}

/** Compares two addresses without regard to case. */
export function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

const TYPED = /^\s*([a-z][\w.-]{0,30})\s*;\s*(.*)$/i;

/**
 * Parses the address in a field of a report: "rfc822; user@example.org" (RFC 3464 2.3.1) or "utf-8; …" (RFC 6533 3).
 * The
 * type may be missing or wrong, brackets and comments may surround the address, and xtext (RFC 3461 4) may be
 * undecoded.
 */
export function parseTyped(value: string): string | null {
  const typed = TYPED.exec(value);
  const type = typed?.[1]!.toLowerCase() ?? 'rfc822';
  const text = (typed ? typed[2]! : value).replace(/\s\([^)]{0,200}\)\s*$/, '').trim();
  if (type === 'x400') return parseX400(text);
  const plain = type === 'utf-8' ? decodeUnicode(text) : text;
  // Unnecessary quotes are not part of the local part (RFC 5321 4.1.2).
  const bare = plain.replace(/^<?"([^"\\\s@]{1,64})"@/, '$1@');
  const decoded = parseNamed(decodeXtext(bare)) ?? parseNamed(bare);
  if (decoded) return decoded;
  // A bare host name is not a domain, but the report says that this is an address.
  const whole = plain.replace(/^[<"']+|[>"']+$/g, '');
  return WHOLE.test(whole) && !whole.includes('...') ? whole : (findAddresses(plain)[0] ?? null);
}

/** The Internet address in an X.400 address: "DDA:SMTP=user(a)example.org;" (RFC 2156 4.1). */
function parseX400(text: string): string | null {
  const smtp = /\bdda:(?:smtp|rfc-?822)=([^;/]{1,320})/i.exec(text)?.[1];
  return smtp ? parseNamed(smtp.replace(/\(a\)/i, '@').replace(/\(p\)/gi, '%')) : (findAddresses(text)[0] ?? null);
}

/** Decodes only characters that xtext must encode, because "+Ab" may be part of a name. */
function decodeXtext(text: string): string {
  const at = text.includes('@') ? '' : '40|';
  return text.replace(new RegExp(`\\+(${at}2B|3D|20)`, 'g'), (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function decodeUnicode(text: string): string {
  return text.replace(/\\x\{([0-9a-f]{2,6})\}/gi, (whole, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code > 0x20 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
