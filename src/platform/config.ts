import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { ReveilleError } from '../domain/errors.ts';
import { parseAlerts, type Alerts } from './alertSettings.ts';
import { isFullHostName, parseRelays } from './relayUrl.ts';
import { isLoopbackHost } from './loopback.ts';
import { withSecretFiles } from './secretFiles.ts';

/** A plan for a relay that mailbox providers do not know yet: messages on the first day, growth, and daily maximum. */
export type WarmUp = Readonly<{ start: number; factor: number; cap: number }>;

/**
 * One SMTP relay of `SMTP_URL`. `requireTls` requires STARTTLS; `implicitTls` is smtps://. The limits apply to all
 * mailer
 * processes together.
 */
export type Relay = Readonly<{
  host: string;
  port: number;
  implicitTls: boolean;
  requireTls: boolean;
  auth: Readonly<{ user: string; pass: string }> | null;
  /** The name in EHLO. Null: the address literal of our end of the connection. */
  name?: string | null | undefined;
  /** Clear text is allowed, for the password too, if the relay offers no TLS or refuses STARTTLS. */
  allowClearPassword?: boolean | undefined;
  /** A file with the certificates of authorities that are trusted besides the known ones (PEM). */
  caFile?: string | undefined;
  /** Its share of the messages, if relays share them in proportion. */
  weight?: number | undefined;
  /** The most concurrent connections. */
  connections?: number | undefined;
  /** The most messages per second. */
  perSecond?: number | undefined;
  warmUp?: WarmUp | undefined;
}>;

export type Config = Readonly<{
  databaseUrl: string | null;
  redisUrl: string | null;
  /** Empty: mail goes to the built-in inbox, and every send is a rehearsal. */
  relays: readonly Relay[];
  dataDir: string;
  host: string;
  port: number;
  trustProxy: readonly string[];
  /** Without a slash at the end. */
  publicUrl: string;
  /** Newest first. Null: one is created and kept in `dataDir`. */
  secrets: readonly string[] | null;
  /** A bearer token that opens `/metrics` from any address. Null: no token does. */
  metricsToken: string | null;
  /** Whom alerts reach, and what is asked after each edition that went out in time. */
  alerts: Alerts;
  /** A file on another disk: keyed hashes of those who left, for `restore`. Null: none is written. */
  safetyLog: string | null;
  /** False: the installation is backed up by other means, and no backup of ours is missed. */
  missesBackups: boolean;
  logLevel: string;
  /** The path of a Chromium for screenshots. Null: the usual places. */
  chromiumPath: string | null;
  /** A file that is written at each sign of life, for a container's health check. Null: no file. */
  aliveFile: string | null;
}>;

/** The variables that Reveille reads; an empty value counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

function wrong(name: string, what: string, example: string): never {
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
  // Without the part before the last @ it would be a URL: a character there is what tears it.
  const rest = value.replace(/:\/\/.*@/s, '://');
  if (!URL.canParse(value) && rest !== value && URL.canParse(rest)) wrong(name, ENCODING, example);
  const url = parseUrl(name, value, protocols, example);
  // An @ after the host is the end of a password that contains a / ? or #.
  const isTorn = `${url.pathname}${url.search}${url.hash}`.includes('@') || (value.match(/@/g)?.length ?? 0) > 1;
  if (isTorn || /%(?![0-9A-Fa-f]{2})/.test(value) || !isUtf8(url.username + url.password))
    wrong(name, ENCODING, example);
}

/** libpq takes a list of hosts. The driver takes it for one name, which is never found. */
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

function parsePort(value: string): number {
  const port = z.coerce.number().int().min(0).max(65535).safeParse(value);
  return port.success && /^\d+$/.test(value) ? port.data : wrong('PORT', 'is not a port number', '3000');
}

function parseProxies(value: string): string[] {
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

function parseSecrets(value: string): string[] {
  const secrets = value.split(',').map((secret) => secret.trim());
  // The value itself never appears in the message.
  if (secrets.some((secret) => Buffer.byteLength(secret) < 32))
    wrong('SECRET', 'has a key of fewer than 32 bytes', '"$(openssl rand -hex 32)"');
  return secrets;
}

/** A bearer token for a header (RFC 6750, 2.1). The value never appears in the message. */
function parseMetricsToken(value: string): string {
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

function parsePublicUrl(value: string): string {
  const example = 'https://news.paper.example';
  const url = parseUrl('PUBLIC_URL', value, ['http:', 'https:'], example);
  if (url.search || url.hash || url.username) wrong('PUBLIC_URL', 'must be an address without query or user', example);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/**
 * The name in EHLO if SMTP_URL gives none (RFC 5321, 4.1.4): the machine's own full name, otherwise that of PUBLIC_URL.
 * Null if neither is a full name; then the address literal is used.
 */
function greetingName(hostName: string, publicUrl: string): string | null {
  const names = [hostName.replace(/\.$/, ''), new URL(publicUrl).hostname];
  return names.find(isFullHostName) ?? null;
}

/**
 * Reads the environment into one frozen, validated Config.
 * Throws CONFIG_INVALID with a sentence that names the variable, what is wrong, and an example.
 */
export function loadConfig(
  environment: Environment = process.env,
  { hostName = hostname() }: { hostName?: string } = {},
): Config {
  const settings = withSecretFiles(environment);
  const get = (name: string): string | null => settings[name]?.trim() || null;
  const databaseUrl = get('DATABASE_URL');
  if (databaseUrl && namesSeveralHosts(databaseUrl))
    wrong(
      'DATABASE_URL',
      'names several hosts; give it one name that always leads to the primary',
      'postgres://user:password@db.example/reveille',
    );
  if (databaseUrl)
    checkServerUrl(
      'DATABASE_URL',
      databaseUrl,
      ['postgres:', 'postgresql:'],
      'postgres://user:password@db.example/reveille',
    );
  const redisUrl = get('REDIS_URL');
  if (redisUrl) checkServerUrl('REDIS_URL', redisUrl, ['redis:', 'rediss:'], 'redis://127.0.0.1:6379');
  const smtp = get('SMTP_URL');
  const secret = get('SECRET');
  if (databaseUrl && !secret)
    wrong(
      'SECRET',
      'is required with DATABASE_URL (every process must sign with the same key)',
      '"$(openssl rand -hex 32)"',
    );
  const host = get('HOST') ?? '127.0.0.1';
  if (!isIP(host) && !/^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$/.test(host))
    wrong('HOST', 'is neither an address nor a host name', '127.0.0.1');
  const port = parsePort(get('PORT') ?? '3000');
  const givenUrl = get('PUBLIC_URL');
  const publicUrl = givenUrl ? parsePublicUrl(givenUrl) : `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const proxies = get('TRUST_PROXY');
  const metricsToken = get('METRICS_TOKEN');
  const usualName = greetingName(hostName, publicUrl);
  const safetyLog = get('SAFETY_LOG');
  const backupCheck = get('BACKUP_CHECK') ?? 'on';
  if (backupCheck !== 'on' && backupCheck !== 'off')
    wrong('BACKUP_CHECK', `is "${backupCheck}", which is neither on nor off`, 'off');
  const level = get('LOG_LEVEL') ?? 'warn';
  if (!['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].includes(level))
    wrong('LOG_LEVEL', `is "${level}", which is not a log level`, 'info');
  return Object.freeze({
    databaseUrl,
    redisUrl,
    relays: Object.freeze(smtp ? parseRelays(smtp, usualName) : []),
    dataDir: resolve(get('DATA_DIR') ?? './data'),
    host,
    port,
    trustProxy: Object.freeze(proxies ? parseProxies(proxies) : []),
    publicUrl,
    secrets: secret ? Object.freeze(parseSecrets(secret)) : null,
    metricsToken: metricsToken ? parseMetricsToken(metricsToken) : null,
    alerts: parseAlerts(
      {
        to: get('ALERT_TO'),
        smtpUrl: get('ALERT_SMTP_URL'),
        webhookUrl: get('ALERT_WEBHOOK_URL'),
        webhookSecret: get('ALERT_WEBHOOK_SECRET'),
        heartbeatUrl: get('HEARTBEAT_URL'),
      },
      usualName,
    ),
    safetyLog: safetyLog ? resolve(safetyLog) : null,
    missesBackups: backupCheck === 'on',
    logLevel: level,
    chromiumPath: get('CHROMIUM_PATH'),
    aliveFile: get('ALIVE_FILE'),
  });
}

/** True if the address in mails is this machine's own, which no other machine can open. */
export function isLoopback(publicUrl: string): boolean {
  return isLoopbackHost(new URL(publicUrl).hostname.replace(/^\[|\]$/g, ''));
}

/**
 * True if readers come from the internet and no proxy is trusted. Behind a proxy they would all have its address, and
 * share the limits on sign-ups and sign-ins.
 */
export function lacksProxy({ publicUrl, trustProxy }: Pick<Config, 'publicUrl' | 'trustProxy'>): boolean {
  return !isLoopback(publicUrl) && trustProxy.length === 0;
}
