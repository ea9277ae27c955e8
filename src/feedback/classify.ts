import { findAddresses } from './addresses.ts';
import { isAutoReply } from './autoReplies/autoReplies.ts';
import { isAbsence } from './autoReplies/absence.ts';
import { marksReply } from './autoReplies/autoReplyHeaders.ts';
import { readAnyBounce, readKnownBounce } from './bounces/bounces.ts';
import { isDaemon, isMarkedReturned, looksReturned, mayBeReturned } from './bounces/signs.ts';
import { readFeedbackReport } from './complaints/arf.ts';
import { readJunkReport } from './complaints/junk.ts';
import type { Found } from './found.ts';
import type { Part } from './mail/parts.ts';
import { readNotice, type Notice } from './notice.ts';
import { judge, type Action } from './verdict.ts';

/** What is done about one address, and on whose words: `diagnostic` in one line, at most 500 characters. */
export type Recipient = { address: string; action: Action; status: string | null; diagnostic: string | null };

export type Kind = 'bounce' | 'complaint' | 'auto-reply' | 'other';

/** One of whom a mail tells; `isDelay`: the message was still on its way to them. */
export type Told = Recipient & { isDelay: boolean };

/** What a returned mail says. `other` names nobody. */
export type Feedback = { kind: Kind; recipients: Told[] };

/** The rest of a longer mail is not read: what a returned mail says stands before what it returns. */
export const MAX_MAIL_BYTES = 4 * 1024 * 1024;

const MAX_DIAGNOSTIC = 500;
const WEIGHT: readonly Action[] = ['none', 'soft', 'sender-fault', 'complaint', 'suppress'];

/** Words of strangers, fit for rows, pages and terminals. */
function cleanDiagnostic(text: string): string | null {
  const clean = text
    .slice(0, 4 * MAX_DIAGNOSTIC)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_DIAGNOSTIC);
  return clean.toWellFormed() || null;
}

/** One verdict an address: the weightiest, where a mail tells of it several times. */
function judgeAll(found: readonly Found[]): Told[] {
  const byAddress = new Map<string, Told>();
  for (const one of found) {
    const key = one.address.toLowerCase();
    const diagnostic = cleanDiagnostic(one.diagnostic);
    const recipient = { address: one.address, ...judge(one), diagnostic, isDelay: one.event === 'delayed' };
    const before = byAddress.get(key);
    if (!before || WEIGHT.indexOf(recipient.action) > WEIGHT.indexOf(before.action)) byAddress.set(key, recipient);
  }
  return [...byAddress.values()];
}

function readComplaint(notice: Notice): Feedback | null {
  const complaint = readFeedbackReport(notice) ?? readJunkReport(notice);
  if (!complaint) return null;
  const { addresses, action, type } = complaint;
  return {
    kind: 'complaint',
    recipients: addresses.map((address) => ({ address, action, status: null, diagnostic: type, isDelay: false })),
  };
}

function readReply(notice: Notice): Feedback {
  const address = findAddresses(notice.from)[0];
  return {
    kind: 'auto-reply',
    recipients: address ? [{ address, action: 'none', status: null, diagnostic: null, isDelay: false }] : [],
  };
}

/** A program that answers for a person may quote a failure, and has no return path, as a bounce has none. */
function answersForPerson(notice: Notice): boolean {
  return !isMarkedReturned(notice) && (marksReply(notice.mail.fields) || isAbsence(notice.subject));
}

function classifyNotice(notice: Notice): Feedback {
  const complaint = readComplaint(notice);
  if (complaint) return complaint;
  const mayReturn = mayBeReturned(notice) && !answersForPerson(notice);
  const known = mayReturn ? readKnownBounce(notice) : [];
  if (known.length > 0) return { kind: 'bounce', recipients: judgeAll(known) };
  // Many mail systems say of their bounces that they reply.
  const isBounce = mayReturn && looksReturned(notice) && isDaemon(notice) && !isAbsence(notice.subject);
  if (!isBounce && isAutoReply(notice)) return readReply(notice);
  const found = mayReturn ? readAnyBounce(notice) : null;
  return found ? { kind: 'bounce', recipients: judgeAll(found) } : { kind: 'other', recipients: [] };
}

/** A mail's bytes, one a character; what is beyond MAX_MAIL_BYTES is left out. */
export function toBinary(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MAX_MAIL_BYTES)).toString('latin1');
}

/**
 * Classifies a mail that came back: a bounce (RFC 3464, and what systems wrote before and beside it), a complaint (RFC
 * 5965), an automatic reply (RFC 3834), or another. Pure. Never throws, in time linear in the mail's length, whatever
 * it holds.
 */
export function classifyParts(mail: Part): Feedback {
  const notice = readNotice(mail);
  const feedback = classifyNotice(notice);
  if (feedback.recipients.length > 0 || feedback.kind === 'complaint') return feedback;
  // A gateway wrapped what came back. What people hand on of theirs tells nothing of our readers.
  if (!isDaemon(notice) || isAutoReply(notice)) return feedback;
  for (const original of notice.originals) {
    const inner = readNotice(original);
    if (isDaemon(inner) && inner.from !== '' && looksReturned(inner)) return classifyNotice(inner);
  }
  return feedback;
}
