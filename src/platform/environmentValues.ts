/**
 * What each environment variable accepts. A parser takes a value that is set and returns the checked value, or throws
 * CONFIG_INVALID with one sentence.
 */
import { isIP } from 'node:net';
import { z } from 'zod';
import { ReveilleError } from '../domain/errors.ts';

/** Throws CONFIG_INVALID with a sentence: the variable, what is wrong, an example. */
export function wrong(name: string, what: string, example: string): never {
  throw new ReveilleError('CONFIG_INVALID', `${name} ${what}; for example ${name}=${example}`);
}

function parseUrl(name: string, value: string, protocols: readonly string[], example: string): URL {
  const url = URL.canParse(value) ? new URL(value) : wrong(name, 'is not a URL', example);
  if (!protocols.includes(url.protocol))
    wrong(name, `must begin with ${protocols.map((p) => `${p}//`).join(' or ')}`, example);
  return url;
}

const ENCODING =
  'has a character in the user name or the password that must be percent-encoded, for example % as %25 and @ as %40';

/** Checks a URL of a database or queue, whose user name and password the driver must be able to decode. */
function checkServerUrl(name: string, value: string, protocols: readonly string[], example: string): void {
  // Without the part before the last @ it would be a URL: a character in that part breaks it.
  const rest = value.replace(/:\/\/.*@/s, '://');
  if (!URL.canParse(value) && rest !== value && URL.canParse(rest)) wrong(name, ENCODING, example);
  const url = parseUrl(name, value, protocols, example);
  // An @ after the host is the end of a password that contains a / ? or #.
  const isBroken = `${url.pathname}${url.search}${url.hash}`.includes('@') || (value.match(/@/g)?.length ?? 0) > 1;
  if (isBroken || /%(?![0-9A-Fa-f]{2})/.test(value) || !isUtf8(url.username + url.password))
    wrong(name, ENCODING, example);
}

/** libpq accepts a list of hosts. The driver reads it as one name, which does not exist. */
function namesSeveralHosts(url: string): boolean {
  const [, authority = '', rest = ''] = /^\w+:\/\/([^/?#]*)(.*)$/s.exec(url) ?? [];
  return authority.slice(authority.lastIndexOf('@') + 1).includes(',') || /[?&]host=[^&#]*(,|%2C)/i.test(rest);
}

function isUtf8(encoded: string): boolean {
  try {
    decodeURIComponent(encoded);
    return true;
  } catch {
    return false;
  }
}

const DATABASE_EXAMPLE = 'postgres://user:password@db.example/reveille';

/** DATABASE_URL: the URL of one PostgreSQL server. */
export function parseDatabaseUrl(value: string): string {
  if (namesSeveralHosts(value))
    wrong('DATABASE_URL', 'names several hosts; give it one name that always leads to the primary', DATABASE_EXAMPLE);
  checkServerUrl('DATABASE_URL', value, ['postgres:', 'postgresql:'], DATABASE_EXAMPLE);
  return value;
}

/** REDIS_URL: the URL of a Redis or Valkey server. */
export function parseRedisUrl(value: string): string {
  checkServerUrl('REDIS_URL', value, ['redis:', 'rediss:'], 'redis://127.0.0.1:6379');
  return value;
}

/** HOST: an IP address or a host name. */
export function parseHost(value: string): string {
  if (!isIP(value) && !/^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$/.test(value))
    wrong('HOST', 'is neither an address nor a host name', '127.0.0.1');
  return value;
}

/** A variable that is on or off, as a boolean. */
export function parseSwitch(name: string, value: string): boolean {
  if (value !== 'on' && value !== 'off') wrong(name, `is "${value}", which is neither on nor off`, 'off');
  return value === 'on';
}

/** LOG_LEVEL: a level of pino. */
export function parseLogLevel(value: string): string {
  if (!['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].includes(value))
    wrong('LOG_LEVEL', `is "${value}", which is not a log level`, 'info');
  return value;
}

/** PORT: a number from 0 to 65535. */
export function parsePort(value: string): number {
  const port = z.coerce.number().int().min(0).max(65535).safeParse(value);
  return port.success && /^\d+$/.test(value) ? port.data : wrong('PORT', 'is not a port number', '3000');
}

/** TRUST_PROXY: addresses and networks, separated by commas. */
export function parseProxies(value: string): string[] {
  return value.split(',').map((part) => {
    const network = part.trim();
    const [address, bits] = network.split('/');
    const family = isIP(address ?? '');
    const widest = family === 6 ? 128 : 32;
    if (!family || (bits !== undefined && !(/^\d+$/.test(bits) && Number(bits) <= widest)))
      wrong('TRUST_PROXY', `has "${network}", which is neither an address nor a network`, '127.0.0.1,10.0.0.0/8');
    return network;
  });
}

/** SECRET: keys of at least 32 bytes, separated by commas. */
export function parseSecrets(value: string): string[] {
  const secrets = value.split(',').map((secret) => secret.trim());
  // The value itself never appears in the message.
  if (secrets.some((secret) => Buffer.byteLength(secret) < 32))
    wrong('SECRET', 'has a key of fewer than 32 bytes', '"$(openssl rand -hex 32)"');
  return secrets;
}

/** METRICS_TOKEN: a bearer token for a header (RFC 6750, 2.1). The value never appears in the message. */
export function parseMetricsToken(value: string): string {
  const example = '"$(openssl rand -hex 32)"';
  if (value.length < 16) wrong('METRICS_TOKEN', 'has fewer than 16 characters', example);
  if (!/^[\w.~+/-]+=*$/.test(value))
    wrong(
      'METRICS_TOKEN',
      'has a character that is not allowed in a bearer token (allowed: letters, digits and -._~+/)',
      example,
    );
  return value;
}

/** PUBLIC_URL: an address without query or user, returned without a slash at the end. */
export function parsePublicUrl(value: string): string {
  const example = 'https://news.paper.example';
  const url = parseUrl('PUBLIC_URL', value, ['http:', 'https:'], example);
  if (url.search || url.hash || url.username) wrong('PUBLIC_URL', 'must be an address without query or user', example);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
