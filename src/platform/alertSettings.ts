import { z } from 'zod';
import type { Relay } from './config.ts';
import { isReveilleError, ReveilleError } from '../domain/errors.ts';
import { parseRelays } from './relayUrl.ts';

/** Whom alerts reach. All empty: nobody is told. */
export type Alerts = Readonly<{
  to: readonly string[];
  /** Relays of their own, in the order in which they are tried. Empty: those of SMTP_URL. */
  relays: readonly Relay[];
  /** `key`: the bytes that sign, in base64. */
  webhook: Readonly<{ url: string; key: string }> | null;
  heartbeatUrl: string | null;
}>;

/** The raw values of the variables. Null: unset. */
export type AlertVariables = Readonly<{
  to: string | null;
  smtpUrl: string | null;
  webhookUrl: string | null;
  webhookSecret: string | null;
  heartbeatUrl: string | null;
}>;

const SECRET_EXAMPLE = '"whsec_$(openssl rand -base64 32)"';

function refuse(name: string, what: string, example: string): never {
  throw new ReveilleError('CONFIG_INVALID', `${name} ${what}; for example ${name}=${example}`);
}

const Addresses = z.array(z.email({ pattern: z.regexes.unicodeEmail }).max(254)).min(1);

function parseAddresses(value: string): readonly string[] {
  const given = value.split(',').map((address) => address.trim());
  const addresses = Addresses.safeParse(given);
  if (addresses.success) return Object.freeze(addresses.data);
  const at = addresses.error.issues[0]?.path[0];
  return refuse('ALERT_TO', `has "${given[Number(at)]}", which is not a mail address`, 'desk@paper.example');
}

/** Such addresses often carry a token, so no message repeats a part of them. */
function parseTarget(name: string, value: string, example: string): string {
  const url = URL.canParse(value) ? new URL(value) : refuse(name, 'is not a URL', example);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    refuse(name, 'must begin with http:// or https://', example);
  if (url.username || url.password) refuse(name, 'must have no user name and no password', example);
  return url.href;
}

/** A secret as Standard Webhooks write it: `whsec_` and 24 to 64 bytes in base64. */
function parseSecret(value: string): string {
  const [, text = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
  const bytes = Buffer.from(text, 'base64').length;
  return bytes >= 24 && bytes <= 64
    ? text
    : refuse('ALERT_WEBHOOK_SECRET', 'is not whsec_ followed by 24 to 64 bytes in base64', SECRET_EXAMPLE);
}

function parseAlertRelays(value: string, usualName: string | null): readonly Relay[] {
  try {
    return Object.freeze(parseRelays(value, usualName));
  } catch (error) {
    if (!isReveilleError(error, 'CONFIG_INVALID')) throw error;
    // The messages contain no part of the value.
    throw new ReveilleError('CONFIG_INVALID', error.message.replaceAll('SMTP_URL', 'ALERT_SMTP_URL'));
  }
}

/**
 * Checks the variables about alerts. `usualName`: the name in EHLO if ALERT_SMTP_URL gives none. Throws CONFIG_INVALID
 * with one sentence that contains no part of a secret.
 */
export function parseAlerts(given: AlertVariables, usualName: string | null): Alerts {
  const { to, smtpUrl, webhookUrl, webhookSecret, heartbeatUrl } = given;
  if (smtpUrl && !to) refuse('ALERT_TO', 'is required with ALERT_SMTP_URL', 'desk@paper.example');
  if (webhookUrl && !webhookSecret)
    refuse('ALERT_WEBHOOK_SECRET', 'is required with ALERT_WEBHOOK_URL', SECRET_EXAMPLE);
  if (webhookSecret && !webhookUrl)
    refuse('ALERT_WEBHOOK_URL', 'is required with ALERT_WEBHOOK_SECRET', 'https://alerts.paper.example/reveille');
  const webhook =
    webhookUrl && webhookSecret
      ? {
          url: parseTarget('ALERT_WEBHOOK_URL', webhookUrl, 'https://alerts.paper.example/reveille'),
          key: parseSecret(webhookSecret),
        }
      : null;
  return Object.freeze({
    to: to ? parseAddresses(to) : Object.freeze([]),
    relays: smtpUrl ? parseAlertRelays(smtpUrl, usualName) : Object.freeze([]),
    webhook: webhook && Object.freeze(webhook),
    heartbeatUrl: heartbeatUrl
      ? parseTarget('HEARTBEAT_URL', heartbeatUrl, 'https://heartbeat.example/reveille')
      : null,
  });
}
