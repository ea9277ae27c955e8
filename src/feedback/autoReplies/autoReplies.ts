import { valueOf } from '../mail/headers.ts';
import { walk } from '../mail/parts.ts';
import type { Notice } from '../notice.ts';
import { isAbsence } from './absence.ts';
import { isChallenge } from './challenge.ts';
import { marksProgram, marksReply } from './autoReplyHeaders.ts';

/**
 * True for what a program answers on behalf of a person: away, received, read, or not before its sender has proved
 * himself. A subject alone is enough only where a program says that it writes, or where it leads the subject.
 */
export function isAutoReply({ mail, from, subject, flat }: Notice): boolean {
  if (marksReply(mail.fields)) return true;
  if ([...walk(mail)].some(({ type }) => type === 'message/disposition-notification')) return true;
  if (isChallenge(from, subject, flat, mail.fields)) return true;
  if (!isAbsence(subject)) return false;
  const isPerson = /^\s*(?:re|fwd?|fw)\s?:/i.test(subject) && !marksProgram(mail.fields);
  return !isPerson && (marksProgram(mail.fields) || !isNewsletter(mail));
}

/** Somebody's newsletter may well be about holidays. */
function isNewsletter({ fields }: Notice['mail']): boolean {
  return valueOf(fields, 'list-unsubscribe') !== '' || valueOf(fields, 'list-id') !== '';
}
