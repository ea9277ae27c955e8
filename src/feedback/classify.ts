import { findAddresses } from './addresses.ts';
import { isAutoReply } from './autoReplies/autoReplies.ts';
import { isAbsence } from './autoReplies/absence.ts';
import { marksReply } from './autoReplies/autoReplyHeaders.ts';
import { readAnyBounce, readKnownBounce } from './bounces/bounces.ts';
import { isDaemon, isMarkedReturned, looksReturned, mayBeReturned } from './bounces/signs.ts';
import { readFeedbackReport } from './complaints/arf.ts';
import { readJunkReport } from './complaints/junk.ts';
import type { Found } from './found.ts';
import type { MailPart } from './mail/parts.ts';
import { readNotice, type ReturnNotice } from './notice.ts';
import { judgeEvent, type Action } from './verdict.ts';

/** The action for one address. `diagnostic` is the reported text in one line of at most 500 characters. */
export type Recipient = { address: string; action: Action; status: string | null; diagnostic: string | null };

export type MailKind = 'bounce' | 'complaint' | 'auto-reply' | 'other';

/** A recipient in a returned mail. `isDelay`: the message is still being retried. */
export type Told = Recipient & { isDelay: boolean };

/** The content of a returned mail. `other` has no recipients. */
export type Feedback = { kind: MailKind; recipients: Told[] };

/** The rest of a longer mail is not read. A returned mail gives its reason before the returned message. */
export const MAX_MAIL_BYTES = 4 * 1024 * 1024;

const MAX_DIAGNOSTIC = 500;
const WEIGHT: readonly Action[] = ['none', 'soft', 'sender-fault', 'complaint', 'suppress'];

/** Cleans untrusted text for rows, pages and terminals. */
function cleanDiagnostic(text: string): string | null {
  const clean = text
    .slice(0, 4 * MAX_DIAGNOSTIC)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_DIAGNOSTIC);
  return clean.toWellFormed() || null;
}

/** Judges each address once: if a mail reports it several times, the most severe verdict counts. */
function judgeAll(found: readonly Found[]): Told[] {
  const byAddress = new Map<string, Told>();
  for (const one of found) {
    const key = one.address.toLowerCase();
    const diagnostic = cleanDiagnostic(one.diagnostic);
    const recipient = { address: one.address, ...judgeEvent(one), diagnostic, isDelay: one.event === 'delayed' };
    const before = byAddress.get(key);
    if (!before || WEIGHT.indexOf(recipient.action) > WEIGHT.indexOf(before.action)) byAddress.set(key, recipient);
  }
  return [...byAddress.values()];
}

function readComplaint(notice: ReturnNotice): Feedback | null {
  const complaint = readFeedbackReport(notice) ?? readJunkReport(notice);
  if (!complaint) return null;
  const { addresses, action, type } = complaint;
  return {
    kind: 'complaint',
    recipients: addresses.map((address) => ({ address, action, status: null, diagnostic: type, isDelay: false })),
  };
}

function readReply(notice: ReturnNotice): Feedback {
  const address = findAddresses(notice.from)[0];
  return {
    kind: 'auto-reply',
    recipients: address ? [{ address, action: 'none', status: null, diagnostic: null, isDelay: false }] : [],
  };
}

/** True for an automatic reply. It may quote a failure, and its return path is empty, as in a bounce. */
function answersForPerson(notice: ReturnNotice): boolean {
  return !isMarkedReturned(notice) && (marksReply(notice.mail.fields) || isAbsence(notice.subject));
}

function classifyNotice(notice: ReturnNotice): Feedback {
  const complaint = readComplaint(notice);
  if (complaint) return complaint;
  const mayReturn = mayBeReturned(notice) && !answersForPerson(notice);
  const known = mayReturn ? readKnownBounce(notice) : [];
  if (known.length > 0) return { kind: 'bounce', recipients: judgeAll(known) };
  // Many mail systems mark their bounces as automatic replies.
  const isBounce = mayReturn && looksReturned(notice) && isDaemon(notice) && !isAbsence(notice.subject);
  if (!isBounce && isAutoReply(notice)) return readReply(notice);
  const found = mayReturn ? readAnyBounce(notice) : null;
  return found ? { kind: 'bounce', recipients: judgeAll(found) } : { kind: 'other', recipients: [] };
}

/** The first MAX_MAIL_BYTES of a mail, one byte per character. */
export function toBinary(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MAX_MAIL_BYTES)).toString('latin1');
}

/**
 * Classifies a returned mail: a bounce (RFC 3464, and older or other formats), a complaint (RFC 5965), an automatic
 * reply
 * (RFC 3834), or another mail. Pure. It never throws, and its time is linear in the length of the mail, for any input.
 */
export function classifyParts(mail: MailPart): Feedback {
  const notice = readNotice(mail);
  const feedback = classifyNotice(notice);
  if (feedback.recipients.length > 0 || feedback.kind === 'complaint') return feedback;
  // A gateway may have wrapped the returned mail. Mails that people forward say nothing about our readers.
  if (!isDaemon(notice) || isAutoReply(notice)) return feedback;
  for (const original of notice.originals) {
    const inner = readNotice(original);
    if (isDaemon(inner) && inner.from !== '' && looksReturned(inner)) return classifyNotice(inner);
  }
  return feedback;
}
