import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import validator from 'validator';
import { ReveilleError } from '../domain/errors.ts';
import type { Keys } from '../platform/keys.ts';

/** `email` is the form for SMTP. `emailKey` is equal for all spellings of the address. */
export type Address = { email: string; emailKey: string };

// RFC 5321 4.5.3.1.3, without the angle brackets of a path.
const MAX_OCTETS = 254;
// Characters that domainToASCII would take as the end of a host, decode, or drop silently.
const NEVER_IN_DOMAIN = /[\s/\\?#:@%<>^|[\]]/u;
// Matches nearly every address of a list. These pass the rules below unchanged, and this takes a thirtieth of the time.
const PLAIN =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63})$/;
const MAX_PLAIN_OCTETS = 64;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u;

function refuse(why: string): never {
  throw new ReveilleError('ADDRESS_INVALID', why);
}

// Scripts with letters that look like letters of another one.
const ALIKE = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic', 'Georgian'].map(
  (script) => new RegExp(`\\p{Script=${script}}`, 'u'),
);
// Whole labels that look Latin, such as the Cyrillic аррӏе, and the domains in which they are legitimate.
const LIKE_LATIN = /^(?:[асԁеһіјӏорԛѕԝхуъьԍѵ\d-]+|[αικνρυωηοτ\d-]+)$/u;
const THEIR_HOMES =
  /\.(?:bg|by|kg|kz|md|mk|mn|rs|ru|su|tj|ua|uz|cy|eu|gr|[^.]*[\p{Script=Cyrillic}\p{Script=Greek}][^.]*)$/u;

/** True for letters of one alphabet among those of another, which people read as another name (UTS 39). */
function mixesScripts(text: string): boolean {
  return ALIKE.filter((script) => script.test(text)).length > 1;
}

function looksLikeAnother(local: string, domain: string): boolean {
  const labels = domain.split('.');
  return (
    // Wide, circled and joined letters are other spellings of plain ones.
    local.normalize('NFKC') !== local ||
    [local, ...labels].some(mixesScripts) ||
    (!THEIR_HOMES.test(domain) && labels.some((label) => /\p{L}/u.test(label) && LIKE_LATIN.test(label)))
  );
}

/** False if an A-label decodes to nothing, or is not the label's own encoding (RFC 5891 4.4). */
function hasSoundLabels(domain: string, shown: string): boolean {
  return !/(?:^|\.)xn--/.test(shown) && domainToASCII(shown) === domain;
}

function isPlain(text: string): boolean {
  const domain = text.length <= MAX_PLAIN_OCTETS ? PLAIN.exec(text)?.[1] : undefined;
  // "--" may begin an A-label, which must be checked.
  return domain !== undefined && !domain.includes('--');
}

/**
 * Parses one bare mail address (RFC 5321, 6531); spaces around it are ignored. In `email` the domain is in lower-case
 * A-labels, and the local part is as given (NFC). `emailKey` is in lower case throughout, because Reveille compares
 * local parts without case too. Besides invalid addresses it refuses quoted local parts, display names, address
 * literals, more than 254 octets, invisible characters, invalid A-labels, and look-alikes: mixed scripts, whole labels
 * that look Latin, wide letters. Throws ADDRESS_INVALID with a sentence that does not repeat the address.
 */
export function parseAddress(text: string): Address {
  if (isPlain(text)) return { email: text, emailKey: text.toLowerCase() };
  if (/[\r\n\0]/.test(text)) refuse('An address is one line.');
  const trimmed = text.trim().normalize('NFC');
  if (Buffer.byteLength(trimmed) > MAX_OCTETS) refuse('The address is too long.');
  if (INVISIBLE.test(trimmed)) refuse('The address has invisible characters.');
  const at = trimmed.lastIndexOf('@');
  if (at < 1) refuse('An address has the form name@domain.');
  const local = trimmed.slice(0, at);
  const given = trimmed.slice(at + 1);
  if (local.startsWith('"')) refuse('A quoted name before the @ is not accepted here.');
  if (NEVER_IN_DOMAIN.test(given) || /[\s"<>]/u.test(local)) refuse('This is not an address alone.');
  const domain = domainToASCII(given).toLowerCase();
  if (domain === '' || isIP(domain)) refuse('The address needs a domain name after the @.');
  const shown = domainToUnicode(domain);
  if (!hasSoundLabels(domain, shown)) refuse('The domain after the @ cannot be read.');
  if (looksLikeAnother(local, shown)) refuse('The address has letters that pass for those of another alphabet.');
  const email = `${local}@${domain}`;
  if (Buffer.byteLength(email) > MAX_OCTETS) refuse('The address is too long.');
  if (!validator.isEmail(email, { allow_utf8_local_part: true })) refuse('This is not a mail address.');
  return { email, emailKey: email.toLowerCase().normalize('NFC') };
}

/** The address for people to read, with the domain in U-labels. */
export function displayAddress(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, at)}@${domainToUnicode(email.slice(at + 1))}`;
}

/** The keyed hash (HMAC-SHA-256, 32 bytes) under which an address is suppressed. Its key is never rotated. */
export function hashAddress(keys: Pick<Keys, 'addressHash'>, emailKey: string): Buffer {
  return createHmac('sha256', keys.addressHash).update(emailKey).digest();
}

/** True if `parseAddress` accepts the text. */
export function isAddress(text: string): boolean {
  try {
    return parseAddress(text).email !== '';
  } catch {
    return false;
  }
}
