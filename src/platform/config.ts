import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { parseAlerts, type Alerts } from './alertSettings.ts';
import {
  parseDatabaseUrl,
  parseHost,
  parseLogLevel,
  parseMetricsToken,
  parsePort,
  parseProxies,
  parsePublicUrl,
  parseRedisUrl,
  parseSecrets,
  parseSwitch,
  wrong,
} from './environmentValues.ts';
import { isFullHostName, parseRelays } from './relayUrl.ts';
import { isLoopbackHost } from './loopback.ts';
import { withSecretFiles } from './secretFiles.ts';

/** A plan for a relay that mailbox providers do not know yet: messages on the first day, growth, and daily maximum. */
export type WarmUp = Readonly<{ start: number; factor: number; cap: number }>;

/**
 * One SMTP relay of `SMTP_URL`. `requireTls` requires STARTTLS; `implicitTls` is smtps://. The limits apply to all
 * mailer processes together.
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
  const database = get('DATABASE_URL');
  const databaseUrl = database ? parseDatabaseUrl(database) : null;
  const redis = get('REDIS_URL');
  const smtp = get('SMTP_URL');
  const secret = get('SECRET');
  if (databaseUrl && !secret)
    wrong(
      'SECRET',
      'is required with DATABASE_URL (every process must sign with the same key)',
      '"$(openssl rand -hex 32)"',
    );
  const host = parseHost(get('HOST') ?? '127.0.0.1');
  const port = parsePort(get('PORT') ?? '3000');
  const givenUrl = get('PUBLIC_URL');
  const publicUrl = givenUrl ? parsePublicUrl(givenUrl) : `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const proxies = get('TRUST_PROXY');
  const metricsToken = get('METRICS_TOKEN');
  const usualName = greetingName(hostName, publicUrl);
  const safetyLog = get('SAFETY_LOG');
  return Object.freeze({
    databaseUrl,
    redisUrl: redis ? parseRedisUrl(redis) : null,
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
    missesBackups: parseSwitch('BACKUP_CHECK', get('BACKUP_CHECK') ?? 'on'),
    logLevel: parseLogLevel(get('LOG_LEVEL') ?? 'warn'),
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
