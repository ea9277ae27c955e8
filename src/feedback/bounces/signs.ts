import { valueOf } from '../mail/headers.ts';
import type { ReturnNotice } from '../notice.ts';

/** Senders that only mail systems use. */
const DAEMON =
  /mailer[ -]?daemon|post-?master|\bmdaemon\b|mail delivery (?:sub)?system|delivery[ ._-]?(?:sub)?system|mail[ ._-]delivery[ ._-](?:system|service)|microsoftexchange[0-9a-f]{6,}@|internet mail delivery|courier mail server|^\S{0,30}\s?<\s*>/i;

/** Senders that filters and gateways use, but also monitoring systems, shops and newsletters. */
const MACHINE =
  /mail ?(?:er)?[ ._-]?(?:delivery|administrator|system|server|router|service)|system administrator|internet mail|auto(?:mated|matic) response|undeliver|\bmta\b|\bndr\b|smtp|\badmin(?:istrator)?@|mail administrator|(?:mime|mail) ?sweeper|gateway|anti-?virus|scan ?mail|imss@|notification/i;

const SUBJECT =
  /undeliver|not (?:be )?delivered|returned (?:e?mail|message|to sender)|returning (?:mail|message)|delivery[ -](?:failure|failed|status|report|problem|error|warning|notification|delay)|delivery has failed|non-?deliver|considered unsolicited|banned content|(?:mail|message) (?:was )?(?:rejected|blocked|refused)|rejected (?:mail|message)|failed (?:mail|delivery|message)|(?:mail|message|delivery) (?:delivery )?(?:failure|failed|error|problem|warning|system error)|failure (?:notice|delivery)|could(?: ?n't| not) (?:be )?deliver|unable to deliver|user unknown|unknown user|mail status report|message status|unzustell|nicht zugestellt|zustell(?:ung|fehler)|non remis|[ée]chec de (?:la )?(?:remise|livraison)|no (?:se )?(?:ha podido|pudo|entregad)|mancata consegna|n[ãa]o entreg|niet (?:be|af)gelev|недоставлен|не доставлен|退信|投递失败|发送失败|エラーメール|配信不能/i;

/** Words of failure in mails of mail systems. */
const FAILURE =
  /undeliver|\bdelever|\bbounc|unrout|\bden(?:y|ied)\b|discard|block(?:ed|ing)|expired|does(?:n't| not) exist|no longer\b|not (?:be |been |a |an )?(?:deliver|reach|sent|accept|valid|member|available|possible)|n't (?:be )?deliver|(?:un|not )able to |cannot|can't|(?:delivery|mail|message|address).{0,60}\b(?:fail|problem|error|reject|refus|return|postponed|delayed)|(?:fail|reject|refus|return|problem|error).{0,60}\b(?:delivery|mail|message|address|recipient)|(?:user|recipient|address|mailbox|account).{0,60}\b(?:unknown|not (?:known|found|exist|valid|recognized)|unavailable|full|disabled|invalid|closed|rejected|inactive|exceed|over quota|wrong)|(?:unknown|invalid|no such|inactive|bad) (?:local )?(?:user|recipient|address|mailbox|account|host)|did not (?:exactly )?(?:match|reach)|quota|exceed|(?<![\d.])5[05]\d[ -]/i;
/** The same in other languages. */
const FAILURE_ELSEWHERE =
  /nicht (?:zugestellt|zustell|gefunden|vorhanden|bekannt|erreich|möglich)|konnte(?:n)? nicht|fehlgeschlagen|existiert nicht|unbekannt|gelöscht|n'a pas (?:pu|été)|n'existe (?:pas|plus)|inconnu|impossible|échec|erreur|refusé|no (?:se )?(?:ha podido|pudo|existe|fue)|desconocid|rechazad|imposible|fall[oó]\b|não (?:foi|pôde|existe)|falha|inválid|non (?:è stato|esiste|valido|disponibile|recapit|consegn)|sconosciut|inesistente|impossibile|errore|niet (?:worden|bezorgd|afgeleverd|bestaat)|bestaat niet|onbekend|kunde inte|kunne ikke|finns inte|findes ikke|finnes ikke|okänd|ukendt|ukjent|ei voitu|tuntematon|nie (?:istnieje|może|udało)|nieznan|nelze|neexistuje|nedoruč|nem (?:sikerült|létezik)|ismeretlen|edilemedi|bulunamadı|не (?:доставлен|может|существует|найден|удалось)|неизвест|переполнен|无法|失败|不存在|退回|退信|拒[收绝]|できません|届[きけ]|エラー|見つから|存在し|실패|없는|없습니다/i;

function tellsFailure(text: string): boolean {
  return FAILURE.test(text) || FAILURE_ELSEWHERE.test(text);
}

/** Words that certainly mean the failure of a mail. */
const STRONG =
  /(?:could not|cannot|can't|couldn't|was not|has not been|unable to|not) (?:be )?deliver|undeliver|non-?deliver|delivery (?:has |of .{1,60} )?(?:failed|failure)|returned to (?:sender|you)|return(?:ed|ing) (?:your )?(?:mail|message)|no such (?:user|recipient|address)|user (?:is )?(?:unknown|not (?:known|found))|unknown (?:user|recipient|address)|invalid (?:recipient|user)|mailbox (?:is )?(?:full|over|unavailable|disabled)|over quota|quota exceeded|exceeded .{0,20}quota|did not reach|failed recipient/i;
/** Prefixes of replies and forwards in the subject, in several languages. */
const ANSWERS =
  /^\s*(?:\[[^\]]{1,60}\]\s*)?(?:re|aw|sv|antw|antwort|fwd?|forwarded|tr|réf|wg|rv|vs|vl|vb|enc|res|odp|pd|ynt|ilt|doorst|i|r|отв|ответ|пересл|回复|回覆|答复|转发|轉寄|返信|転送|답장|전달)\s?(?:\[\d{1,3}\])?\s?[:：]/i;

/** True for mail of a list: a newsletter or a discussion. Old list programs also put such headers on returned mails. */
function isListMail({ fields }: ReturnNotice['mail']): boolean {
  const lists = ['list-id', 'list-unsubscribe', 'list-post', 'mailing-list', 'x-beenthere', 'x-mailing-list'];
  return lists.some((name) => valueOf(fields, name) !== '') || /^list\b/i.test(valueOf(fields, 'precedence'));
}

/**
 * Beginnings of subjects of failure notices. The same words in another place may be the topic of a ticket or a digest.
 */
const SUBJECT_FIRST = new RegExp(
  `^[\\s*!"'<\\[(]{0,4}(?:(?:warning|notice|permanent|auto(?:matic(?:ally)?)?|your|e-?mail|mail|message|the|a|there (?:was|is) an|error)[\\s:,-]{1,3}){0,4}(?:${SUBJECT.source})`,
  'i',
);

/** Words of an article or a question. */
const EXPLAINS = /\?|\b(?:how to|why|guide|tips|explained|issue|digest)\b/i;

/** A server's reply, or an address with only its reason, at the beginning of a line. */
const ANSWER =
  /^\s*(?:[45]\d\d[ -]\S|(?:[\w-]{2,16}(?: [\w-]{2,16})?:\s?|"[^"]{0,80}"\s)?["'<]{0,2}[^\s<>@"']{1,64}@[^\s<>@"']{1,253}["'>]{0,2}(?:\s*$|:\s|\s*\())/m;

/** Opening phrases of mail systems. People only quote them. */
const MTA_OPENING =
  /^(?:\W{0,8}(?:hi\. )?this is (?:the (?:mail system|postfix|qmail|sendmail|mail)|an automatically generated delivery status)|this message was created automatically by mail delivery|the original message was received at|delivery (?:has failed to these|to the following) recipients?|(?:your|the) (?:e-?mail )?(?:message|mail) (?:to \S+ )?(?:could not|couldn't|was not|wasn't|cannot) be? ?delivered|sorry,? (?:we were )?unable to deliver|\*\* (?:address not found|message not delivered))/i;

/** True if the mail itself is a machine-readable report, not only a part in it. */
function isReport({ type, fields, parts }: ReturnNotice['mail']): boolean {
  if (/report-type\s*=\s*"?delivery-status/i.test(valueOf(fields, 'content-type'))) return true;
  return type === 'multipart/report' && parts.some((part) => /^message\/(?:global-)?delivery-status$/.test(part.type));
}

function hasEmptyPath({ mail, from }: ReturnNotice): boolean {
  const path = valueOf(mail.fields, 'return-path');
  return /^<\s*>|mailer-?daemon/i.test(path) || /^\S{0,30}\s?<\s*>/.test(from) || from === '';
}

/** True if a mail system sent the notice, by its address, its name or its empty return path. */
export function isDaemon(notice: ReturnNotice): boolean {
  return DAEMON.test(notice.from) || hasEmptyPath(notice);
}

/** True if only a mail system can have written the mail, by its sender's name or its report format. */
export function isMarkedReturned({ mail, from }: ReturnNotice): boolean {
  return isReport(mail) || valueOf(mail.fields, 'x-failed-recipients') !== '' || DAEMON.test(from);
}

function openingOf({ lines }: ReturnNotice): string {
  return lines.find((line) => line.trim() !== '')?.trim() ?? '';
}

/**
 * True if a mail may be a bounce by its sender and its form: a machine-readable report, the name of a mail system, or
 * an
 * empty return path. From any other sender, it needs a failure in the subject and a server's reply in the text. People
 * answer, forward and quote bounces, lists discuss them, and help desks confirm tickets about them. None of these is a
 * bounce.
 */
export function mayBeReturned(notice: ReturnNotice): boolean {
  const { mail, from, subject, text, originals } = notice;
  if (isMarkedReturned(notice) && !(ANSWERS.test(subject) && isAnswer(notice) && !isReport(mail))) return true;
  if (ANSWERS.test(subject)) return false;
  const isFailure = SUBJECT_FIRST.test(subject) && !EXPLAINS.test(subject);
  const isOpened = MTA_OPENING.test(openingOf(notice));
  const hasForm = originals.length > 0 || ANSWER.test(text);
  if (isListMail(mail)) return isFailure && hasForm && MACHINE.test(from);
  // Automatic replies and confirmations also have an empty return path.
  if (hasEmptyPath(notice)) return from === '' || isFailure || isOpened || MACHINE.test(from);
  return isFailure && ((MACHINE.test(from) && hasForm) || (isOpened && hasForm && STRONG.test(text)));
}

/** True for a reply, which refers to the message that it answers. A person may also write as postmaster. */
function isAnswer({ mail }: ReturnNotice): boolean {
  return ['in-reply-to', 'references'].some((name) => valueOf(mail.fields, name) !== '');
}

const WAITS =
  /(?:this|it) is (?:only )?a (?:warning|temporary)|warning (?:message )?only|(?:advisory|warning)[ -]only|attempts? (?:to deliver .{0,60})?will (?:continue|be (?:made|repeated))|will (?:continue to (?:try|attempt|be)|keep trying|be retried|retry)|continue to (?:try|attempt)|still (?:being retried|trying)|(?:mail|message|delivery) (?:has been |is )?(?:delayed|postponed)|delayed mail|not (?:yet )?been delivered to all of its/i;
const FINAL =
  /permanent|giv(?:en|ing) up|will not (?:be )?(?:retr|try)|has expired|no (?:more|further) (?:attempts|retries)/i;

/** True for a mail that looks like a returned mail: it may be one, and it has words of failure. */
export function looksReturned(notice: ReturnNotice): boolean {
  const { subject, flat, mail } = notice;
  if (!mayBeReturned(notice)) return false;
  return isReport(mail) || SUBJECT.test(subject) || tellsFailure(flat) || WAITS.test(flat);
}

const SUCCESS =
  /success(?:fully)? (?:been )?(?:delivered|relayed|sent|received)|(?:delivered|relayed|received) successfully|delivery (?:was )?success/i;

/** True if a notice reports only success. */
export function isSuccess({ subject, flat }: ReturnNotice): boolean {
  return SUCCESS.test(`${subject} ${flat}`) && !tellsFailure(flat);
}

/** True if a notice only warns that the message is delayed. */
export function isWarning({ subject, flat }: ReturnNotice): boolean {
  return WAITS.test(`${subject} ${flat}`) && !FINAL.test(flat);
}
