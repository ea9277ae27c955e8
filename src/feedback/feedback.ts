import { classifyParts, toBinary, type Kind, type Recipient } from './classify.ts';
import { parseMail } from './mail/parts.ts';

export { takeReturnedMail, type Taken } from './act/take.ts';
export { MAX_MAIL_BYTES, type Kind, type Recipient } from './classify.ts';
export type { Action } from './verdict.ts';

/**
 * Tells what a mail says that came back. Pure. Never throws, in time linear in the mail's length, whatever its bytes
 * are; what is beyond MAX_MAIL_BYTES is not read. A verdict rests on a stranger's words: it proves nothing about who
 * sent them.
 */
export function classifyMail(bytes: Uint8Array): { kind: Kind; recipients: Recipient[] } {
  const { kind, recipients } = classifyParts(parseMail(toBinary(bytes)));
  return {
    kind,
    recipients: recipients.map(({ address, action, status, diagnostic }) => ({ address, action, status, diagnostic })),
  };
}
