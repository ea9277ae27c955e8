import { findAddresses, parseTyped } from '../addresses.ts';
import { parseFields, valueOf, valuesOf } from '../mail/headers.ts';
import { walk } from '../mail/parts.ts';
import type { ReturnNotice } from '../notice.ts';
import { parseVerp, recipientsOfOriginal } from '../originals.ts';
import type { Action } from '../verdict.ts';

/** A complaint: its addresses and the action. `type` is the type in the report. */
export type Complaint = { addresses: string[]; action: Action; type: string };

/** The actions of report types (RFC 5965 7.3, RFC 6430, and others in use). Any other type is a complaint. */
const ACTIONS: Readonly<Record<string, Action>> = { 'not-spam': 'none', virus: 'sender-fault' };
/** Authentication reports are not complaints (RFC 6591, RFC 9991). */
const NOBODY = /^(?:auth-failure|dmarc|dkim)/;

/** A redacted address. */
const REDACTED = /redact|^x{3,}@|^\*+|^anonymous@|^undisclosed|^(?:user|recipient)?-?hidden@/i;

function isOpen(address: string): boolean {
  return !REDACTED.test(address);
}

/**
 * Reads a feedback report (ARF, RFC 5965). Null for other mails. If the address is redacted, it is searched in the
 * message.
 */
export function readFeedbackReport(notice: ReturnNotice): Complaint | null {
  const part = [...walk(notice.mail)].find(({ type }) => type === 'message/feedback-report');
  if (!part) return null;
  const lines = part.text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const fields = [...part.fields, ...parseFields(lines).fields];
  const type = /^[\w-]+/.exec(valueOf(fields, 'feedback-type').toLowerCase())?.[0] ?? 'abuse';
  if (NOBODY.test(type)) return null;
  const named = ['original-rcpt-to', 'removal-recipient', 'x-original-rcpt-to']
    .flatMap((name) => valuesOf(fields, name))
    .flatMap((value) => parseTyped(value) ?? [])
    .filter(isOpen);
  const coded = findAddresses(valueOf(fields, 'original-mail-from')).flatMap((address) => parseVerp(address) ?? []);
  const inMessage = named.length > 0 ? [] : [...coded, ...recipientsOfOriginal(notice)].filter(isOpen);
  const addresses = named.length > 0 ? named : inMessage.slice(0, 1);
  return { addresses: [...new Set(addresses)], action: ACTIONS[type] ?? 'complaint', type };
}
