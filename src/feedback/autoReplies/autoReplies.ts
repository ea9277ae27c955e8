import { valueOf } from '../mail/headers.ts';
import { walk } from '../mail/parts.ts';
import type { ReturnNotice } from '../notice.ts';
import { isAbsence } from './absence.ts';
import { isChallenge } from './challenge.ts';
import { marksProgram, marksReply } from './autoReplyHeaders.ts';

/**
 * True for automatic replies on behalf of a person: absence, receipt, read notice, or challenge. The subject alone is
 * enough only if the header says that a program wrote the mail, or if the phrase is at the beginning of the subject.
 */
export function isAutoReply({ mail, from, subject, flat }: ReturnNotice): boolean {
  if (marksReply(mail.fields)) return true;
  if ([...walk(mail)].some(({ type }) => type === 'message/disposition-notification')) return true;
  if (isChallenge(from, subject, flat, mail.fields)) return true;
  if (!isAbsence(subject)) return false;
  const isPerson = /^\s*(?:re|fwd?|fw)\s?:/i.test(subject) && !marksProgram(mail.fields);
  return !isPerson && (marksProgram(mail.fields) || !isNewsletter(mail));
}

/** True for a newsletter, whose subject may be about holidays without being an absence reply. */
function isNewsletter({ fields }: ReturnNotice['mail']): boolean {
  return valueOf(fields, 'list-unsubscribe') !== '' || valueOf(fields, 'list-id') !== '';
}
