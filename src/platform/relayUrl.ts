import { domainToASCII } from 'node:url';
import { isIP, isIPv6 } from 'node:net';
import { isAbsolute } from 'node:path';
import type { Relay, WarmUp } from './config.ts';
import { ReveilleError } from '../domain/errors.ts';

const EXAMPLE = 'smtp://user:password@relay.example:587';

const OPTIONS = ['tls', 'ca', 'name', 'weight', 'connections', 'rate', 'warmup'] as const;
type Option = (typeof OPTIONS)[number];

// No message repeats a part of the address, because any part may belong to a password.
function refuse(what: string, example = EXAMPLE): never {
  throw new ReveilleError('CONFIG_INVALID', `SMTP_URL ${what}; for example SMTP_URL=${example}`);
}

const ENCODING =
  'has a character in the user name or the password that must be written in percent-encoding: % as %25, / as %2F, : as %3A, ? as %3F, # as %23, @ as %40, a comma as %2C, a space as %20';

/** Decodes a user name or a password. */
function decode(text: string): string {
  if (/[\s/?#@:,]|%(?![0-9A-Fa-f]{2})/.test(text)) refuse(ENCODING, 'smtp://user:100%25sure@relay.example:587');
  let decoded: string;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    refuse(
      'has a percent-encoding in the user name or the password that is not UTF-8',
      'smtp://user:%C3%A9t%C3%A9@relay.example',
    );
  }
  if (/\p{Cc}/u.test(decoded)) refuse('has a control character in the user name or the password');
  return decoded;
}

function parseAuth(userinfo: string | null): Relay['auth'] {
  if (userinfo === null) return null;
  const colon = userinfo.indexOf(':');
  const user = decode(colon < 0 ? userinfo : userinfo.slice(0, colon));
  const pass = decode(colon < 0 ? '' : userinfo.slice(colon + 1));
  if (user === '') refuse('has an @ without a user name before it');
  if (pass === '') refuse('has a user name without a password');
  return Object.freeze({ user, pass });
}

/** A host name in ASCII, or null if the text is not one. */
function asciiHost(text: string): string | null {
  const host = /[%\s]/.test(text) ? '' : domainToASCII(text);
  const isName = host.length <= 253 && /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}\.?)+$/.test(host);
  return isName && !/\.\.|-\.|\.-|-$/.test(host) ? host : null;
}

function parseHost(text: string): string {
  if (text === '') refuse('names no host');
  if (text.startsWith('[')) {
    const inner = text.slice(1, -1);
    return isIPv6(inner)
      ? inner
      : refuse('has a host in brackets that is not an IPv6 address', 'smtp://[2001:db8::25]:587');
  }
  // A host of digits and dots only must be a valid IPv4 address.
  const host = /^[\d.]+$/.test(text) && isIP(text) !== 4 ? null : asciiHost(text);
  return host ?? refuse('has a host that is neither a host name nor an address');
}

function parsePort(text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : refuse('has a port that is not a number from 1 to 65535');
}

function parseOptions(query: string): Partial<Record<Option, string>> {
  const options: Partial<Record<Option, string>> = {};
  for (const part of query.split('&').filter((text) => text !== '')) {
    const equals = part.indexOf('=');
    const name = OPTIONS.find((option) => option === (equals < 0 ? part : part.slice(0, equals)));
    if (!name) refuse(`has an unknown option (the options are ${OPTIONS.join(', ')})`, `${EXAMPLE}?connections=10`);
    if (options[name] !== undefined) refuse(`has the option "${name}" twice`);
    options[name] = equals < 0 ? '' : part.slice(equals + 1);
  }
  return options;
}

/** A positive number, or undefined if the option is missing. */
function parseNumber(name: Option, text: string | undefined, isWhole = false): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > 1e6 || (isWhole && !Number.isInteger(value)))
    refuse(`has a "${name}" that is not a ${isWhole ? 'whole ' : ''}number above 0`, `${EXAMPLE}?${name}=10`);
  return value;
}

/** `warmup=500x1.5-50000`: 500 messages on the first day, half as many more each day, at most 50,000. */
function parseWarmUp(text: string | undefined): WarmUp | undefined {
  if (text === undefined) return undefined;
  const [, start, factor, cap] = /^(\d{1,9})x(\d{1,2}(?:\.\d{1,4})?)-(\d{1,9})$/.exec(text) ?? [];
  const plan = { start: Number(start), factor: Number(factor), cap: Number(cap) };
  if (!cap || plan.start < 1 || plan.factor < 1 || plan.cap < plan.start)
    refuse('has a "warmup" that is not of the form STARTxFACTOR-CAP', `${EXAMPLE}?warmup=500x1.5-50000`);
  return Object.freeze(plan);
}

function parseTls(text: string | undefined): 'required' | 'optional' | null {
  if (text === undefined) return null;
  return text === 'required' || text === 'optional'
    ? text
    : refuse('has a "tls" that is neither "required" nor "optional"', 'smtp://relay.example?tls=required');
}

function parsePath(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  let path = '';
  try {
    path = decodeURIComponent(text);
  } catch {
    // It is refused as any other text that is no path.
  }
  return isAbsolute(path) && !/\p{Cc}/u.test(path)
    ? path
    : refuse('has a "ca" that is no absolute path', 'smtp://relay.example?ca=/etc/reveille/ca.pem');
}

/** An address literal for EHLO (RFC 5321, 4.1.3). */
export function addressLiteral(address: string): string {
  return isIPv6(address) ? `[IPv6:${address}]` : `[${address}]`;
}

/** True for a full host name that other machines may know: with a dot, and not local to this machine. */
export function isFullHostName(name: string): boolean {
  return (
    name.length <= 253 &&
    /^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*$/.test(name) &&
    !/(^|\.)(localhost|localdomain)$/i.test(name)
  );
}

function parseName(text: string | undefined): string | null {
  if (text === undefined) return null;
  const literal = /^\[(?:IPv6:)?([^\]]*)\]$/i.exec(text)?.[1];
  if (literal !== undefined && isIP(literal)) return addressLiteral(literal);
  const name = asciiHost(text) ?? '';
  return isFullHostName(name)
    ? name
    : refuse('has a "name" that is not a full host name', `${EXAMPLE}?name=mail.paper.example`);
}

function parseRelay(value: string, usualName: string | null): Relay {
  const [, scheme, rest] = /^(smtps?):\/\/(.*)$/is.exec(value) ?? refuse('must begin with smtp:// or smtps://');
  // Options contain no @, so the part before the last one is the user name and the password.
  const at = rest!.lastIndexOf('@');
  const auth = parseAuth(at < 0 ? null : rest!.slice(0, at));
  const [, place, tail] = /^([^/?#]*)(.*)$/s.exec(rest!.slice(at + 1))!;
  if (tail!.includes('#')) refuse('has a # part, which relay URLs do not have');
  const question = tail!.indexOf('?');
  const path = question < 0 ? tail! : tail!.slice(0, question);
  if (path !== '' && path !== '/') refuse('has a path, which relay URLs do not have');
  const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(place!) ?? refuse('has a host that cannot be read');
  const implicitTls = scheme!.toLowerCase() === 'smtps';
  const options = parseOptions(question < 0 ? '' : tail!.slice(question + 1));
  const tls = parseTls(options.tls);
  return Object.freeze({
    host: parseHost(host!),
    port: parsePort(port, implicitTls ? 465 : 25),
    implicitTls,
    requireTls: tls === 'required',
    allowClearPassword: tls === 'optional',
    caFile: parsePath(options.ca),
    auth,
    name: parseName(options.name) ?? usualName,
    weight: parseNumber('weight', options.weight),
    connections: parseNumber('connections', options.connections, true),
    perSecond: parseNumber('rate', options.rate),
    warmUp: parseWarmUp(options.warmup),
  });
}

/**
 * Parses SMTP_URL: one relay, or several separated by commas (RFC 3986, with every reserved character of a user name or
 * password percent-encoded). `?tls=required` requires STARTTLS, `?tls=optional` allows clear text. `ca` is a file with
 * more trusted certificates. `name` is the name in EHLO, by default `usualName`. `weight`, `connections`, `rate` (messages
 * per second) and `warmup` limit the relay. Throws CONFIG_INVALID with a message that contains no part of the value.
 */
export function parseRelays(value: string, usualName: string | null): Relay[] {
  // Splits at commas before a relay. Any other comma belongs to a password, and is refused there.
  return value.split(/,\s*(?=smtps?:\/\/)/i).map((part) => parseRelay(part, usualName));
}
