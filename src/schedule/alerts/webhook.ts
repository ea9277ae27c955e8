import { createHmac } from 'node:crypto';
import { callOut, type Called } from '../../platform/callOut.ts';

/** The JSON of the webhook. `id` is that of the alert: its notices and its all-clear have the same. `at`: ISO 8601. */
export type AlertEvent = {
  id: string;
  at: string;
  kind: string;
  state: 'open' | 'over';
  /** Its slug. */
  newsletter: string | null;
  edition: number | null;
  text: string;
};

/**
 * The headers of a webhook (Standard Webhooks 1.0): an HMAC-SHA256 over `id.timestamp.body`. `key` is base64, `atMs` the
 * time of this attempt.
 */
export function signWebhook(
  key: string,
  { messageId, atMs, body }: { messageId: string; atMs: number; body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1000));
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(`${messageId}.${timestamp}.${body}`);
  return {
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature.digest('base64')}`,
  };
}

/** Posts an event. `messageId` is the same at each attempt of one notice, so that its receiver can drop a second copy. */
export function postEvent(
  { url, key }: { url: string; key: string },
  event: AlertEvent,
  { messageId, now }: { messageId: string; now: Date },
): Promise<Called> {
  const body = JSON.stringify(event);
  const signed = signWebhook(key, { messageId, atMs: now.getTime(), body });
  return callOut(url, { method: 'POST', headers: { 'content-type': 'application/json', ...signed }, body });
}
