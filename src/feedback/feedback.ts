import { classifyParts, toBinary, type MailKind, type Recipient } from './classify.ts';
import { parseMail } from './mail/parts.ts';

export { takeReturnedMail, type Taken } from './act/take.ts';
export { MAX_MAIL_BYTES, type MailKind as Kind, type Recipient } from './classify.ts';
export type { Action } from './verdict.ts';

/**
 * Classifies a returned mail. Pure. It never throws, and its time is linear in the length of the mail, for any bytes.
 * Bytes after MAX_MAIL_BYTES are not read. A verdict depends on untrusted text, and proves nothing about its sender.
 */
export function classifyMail(bytes: Uint8Array): { kind: MailKind; recipients: Recipient[] } {
  const { kind, recipients } = classifyParts(parseMail(toBinary(bytes)));
  return {
    kind,
    recipients: recipients.map(({ address, action, status, diagnostic }) => ({ address, action, status, diagnostic })),
  };
}
