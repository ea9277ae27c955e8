import { valueOf } from '../mail/headers.ts';
import type { Notice } from '../notice.ts';

const DAEMON =
  /mailer-?daemon|post-?master|\bmdaemon\b|mail ?(?:er)?[ ._-]?(?:delivery|administrator|system|server|router)|delivery[ ._-]?(?:sub)?system|system administrator|internet mail|auto(?:mated|matic) response|undeliver|mta\b|smtp|\badmin(?:istrator)?@|mail administrator|(?:mime|mail) ?sweeper|gateway|anti-?virus|scan ?mail|notification/i;

const SUBJECT =
  /undeliver|not (?:be )?delivered|returned (?:e?mail|message|to sender)|returning (?:mail|message)|delivery[ -](?:failure|failed|status|report|problem|error|warning|notification|delay)|delivery has failed|non-?deliver|considered unsolicited|banned content|(?:mail|message) (?:was )?(?:rejected|blocked|refused)|rejected (?:mail|message)|failed (?:mail|delivery|message)|(?:mail|message|delivery) (?:delivery )?(?:failure|failed|error|problem|warning|system error)|failure (?:notice|delivery)|could(?: ?n't| not) (?:be )?deliver|unable to deliver|user unknown|unknown user|mail status report|message status|unzustell|nicht zugestellt|zustell(?:ung|fehler)|non remis|[ée]chec de (?:la )?(?:remise|livraison)|no (?:se )?(?:ha podido|pudo|entregad)|mancata consegna|n[ãa]o entreg|niet (?:be|af)gelev|недоставлен|не доставлен|退信|投递失败|发送失败|エラーメール|配信不能/i;

const FAILURE =
  /undeliver|\bdelever|not (?:be |been )?(?:deliver|reach|sent|accepted)|n't (?:be )?deliver|(?:un|not )able to (?:be )?(?:deliver|send|reach|transmit)|(?:delivery|mail|message|address).{0,60}\b(?:fail|problem|error|reject|refus|return|postponed|delayed)|(?:fail|reject|refus|return|problem|error).{0,60}\b(?:delivery|mail|message|address|recipient)|(?:user|recipient|address|mailbox|account).{0,60}\b(?:unknown|not (?:known|found|exist|valid|recognized)|unavailable|full|disabled|invalid|closed|rejected|inactive|exceed|over quota|wrong|no longer)|(?:unknown|invalid|no such|inactive|bad) (?:local )?(?:user|recipient|address|mailbox|account|host)|did not (?:exactly )?(?:match|reach)|quota|nicht zugestellt|nicht zustell|n'a pas (?:pu|été)|n'existe pas|no (?:se )?(?:ha podido|pudo)|não (?:foi|pôde)|non (?:è stato|recapit)|не (?:доставлен|может)|无法|退信|できません/i;

/** Words of failure that leave no doubt, in a mail that returns another. */
const STRONG =
  /(?:could not|cannot|can't|couldn't|was not|has not been|unable to) (?:be )?deliver|undeliver|delivery (?:has )?failed|returned to (?:sender|you)|no such user|user unknown|unknown user|non-?delivery/i;

const WAITS =
  /(?:this|it) is (?:only )?a (?:warning|temporary)|warning (?:message )?only|(?:advisory|warning)[ -]only|attempts? (?:to deliver .{0,60})?will (?:continue|be (?:made|repeated))|will (?:continue to (?:try|attempt|be)|keep trying|be retried|retry)|continue to (?:try|attempt)|still (?:being retried|trying)|(?:mail|message|delivery) (?:has been |is )?(?:delayed|postponed)|delayed mail|not (?:yet )?been delivered to all of its/i;
const FINAL =
  /permanent|giv(?:en|ing) up|will not (?:be )?(?:retr|try)|has expired|no (?:more|further) (?:attempts|retries)/i;

/** True where a machine of the mail system writes, as its address, its name or its empty return path says. */
export function isDaemon({ mail, from }: Notice): boolean {
  const path = valueOf(mail.fields, 'return-path');
  return DAEMON.test(from) || /^<\s*>|mailer-?daemon/i.test(path) || /^\S{0,30}\s?<\s*>/.test(from) || from === '';
}

/**
 * True for what looks like a returned mail on the whole: a machine wrote, or the subject says so, and there are words of
 * failure; or it returns a mail beyond doubt.
 */
export function looksReturned(notice: Notice): boolean {
  const { subject, text, originals } = notice;
  if (/^\s*(?:re|aw|sv|antw|fwd?|tr|wg)\s?:/i.test(subject) && !isDaemon(notice)) return false;
  const isReport = /report-type\s*=\s*"?delivery-status/i.test(valueOf(notice.mail.fields, 'content-type'));
  if (isDaemon(notice)) return isReport || SUBJECT.test(subject) || FAILURE.test(text);
  return (SUBJECT.test(subject) && FAILURE.test(text)) || (originals.length > 0 && STRONG.test(text));
}

/** True where a notice only warns: the message is still on its way. */
export function isWarning({ subject, text }: Notice): boolean {
  return WAITS.test(`${subject}\n${text}`) && !FINAL.test(text);
}
