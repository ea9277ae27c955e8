import { valueOf } from '../mail/headers.ts';
import type { Notice } from '../notice.ts';

const DAEMON =
  /mailer-?daemon|post-?master|\bmdaemon\b|mail ?(?:er)?[ ._-]?(?:delivery|administrator|system|server|router)|delivery[ ._-]?(?:sub)?system|system administrator|internet mail|auto(?:mated|matic) response|undeliver|mta\b|smtp|\badmin(?:istrator)?@|mail administrator|(?:mime|mail) ?sweeper|gateway|anti-?virus|scan ?mail|notification/i;

const SUBJECT =
  /undeliver|not (?:be )?delivered|returned (?:e?mail|message|to sender)|returning (?:mail|message)|delivery[ -](?:failure|failed|status|report|problem|error|warning|notification|delay)|delivery has failed|non-?deliver|considered unsolicited|banned content|(?:mail|message) (?:was )?(?:rejected|blocked|refused)|rejected (?:mail|message)|failed (?:mail|delivery|message)|(?:mail|message|delivery) (?:delivery )?(?:failure|failed|error|problem|warning|system error)|failure (?:notice|delivery)|could(?: ?n't| not) (?:be )?deliver|unable to deliver|user unknown|unknown user|mail status report|message status|unzustell|nicht zugestellt|zustell(?:ung|fehler)|non remis|[ée]chec de (?:la )?(?:remise|livraison)|no (?:se )?(?:ha podido|pudo|entregad)|mancata consegna|n[ãa]o entreg|niet (?:be|af)gelev|недоставлен|не доставлен|退信|投递失败|发送失败|エラーメール|配信不能/i;

/** Words of failure, where a machine of the mail system writes. */
const FAILURE =
  /undeliver|\bdelever|\bbounc|unrout|\bden(?:y|ied)\b|discard|block(?:ed|ing)|expired|does(?:n't| not) exist|no longer\b|not (?:be |been |a |an )?(?:deliver|reach|sent|accept|valid|member|available|possible)|n't (?:be )?deliver|(?:un|not )able to |cannot|can't|(?:delivery|mail|message|address).{0,60}\b(?:fail|problem|error|reject|refus|return|postponed|delayed)|(?:fail|reject|refus|return|problem|error).{0,60}\b(?:delivery|mail|message|address|recipient)|(?:user|recipient|address|mailbox|account).{0,60}\b(?:unknown|not (?:known|found|exist|valid|recognized)|unavailable|full|disabled|invalid|closed|rejected|inactive|exceed|over quota|wrong)|(?:unknown|invalid|no such|inactive|bad) (?:local )?(?:user|recipient|address|mailbox|account|host)|did not (?:exactly )?(?:match|reach)|quota|exceed|(?<![\d.])5[05]\d[ -]/i;
/** The same in other tongues. */
const FAILURE_ELSEWHERE =
  /nicht (?:zugestellt|zustell|gefunden|vorhanden|bekannt|erreich|möglich)|konnte(?:n)? nicht|fehlgeschlagen|existiert nicht|unbekannt|gelöscht|n'a pas (?:pu|été)|n'existe (?:pas|plus)|inconnu|impossible|échec|erreur|refusé|no (?:se )?(?:ha podido|pudo|existe|fue)|desconocid|rechazad|imposible|fall[oó]\b|não (?:foi|pôde|existe)|falha|inválid|non (?:è stato|esiste|valido|disponibile|recapit|consegn)|sconosciut|inesistente|impossibile|errore|niet (?:worden|bezorgd|afgeleverd|bestaat)|bestaat niet|onbekend|kunde inte|kunne ikke|finns inte|findes ikke|finnes ikke|okänd|ukendt|ukjent|ei voitu|tuntematon|nie (?:istnieje|może|udało)|nieznan|nelze|neexistuje|nedoruč|nem (?:sikerült|létezik)|ismeretlen|edilemedi|bulunamadı|не (?:доставлен|может|существует|найден|удалось)|неизвест|переполнен|无法|失败|不存在|退回|退信|拒[收绝]|できません|届[きけ]|エラー|見つから|存在し|실패|없는|없습니다/i;

function tellsFailure(text: string): boolean {
  return FAILURE.test(text) || FAILURE_ELSEWHERE.test(text);
}

/** Words of failure that leave no doubt that it is a mail that failed. */
const STRONG =
  /(?:could not|cannot|can't|couldn't|was not|has not been|unable to|not) (?:be )?deliver|undeliver|non-?deliver|delivery (?:has |of .{1,60} )?(?:failed|failure)|returned to (?:sender|you)|return(?:ed|ing) (?:your )?(?:mail|message)|no such (?:user|recipient|address)|user (?:is )?(?:unknown|not (?:known|found))|unknown (?:user|recipient|address)|invalid (?:recipient|user)|mailbox (?:is )?(?:full|over|unavailable|disabled)|over quota|quota exceeded|exceeded .{0,20}quota|did not reach|failed recipient/i;
/** A person tells of theirs. */
const PERSONAL =
  /\b(?:my|his|her) (?:e-?mails?|mails?|messages?|letters?|friend)\b|\bi (?:sent|tried|wrote|got|have)\b/i;
// Whoever reports a failure says so at once.
const OPENING_LINES = 12;

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
 * failure; or it returns a mail, or begins with words of failure that no person writes, nor a newsletter.
 */
export function looksReturned(notice: Notice): boolean {
  const { subject, flat, originals, mail } = notice;
  const isReport = /report-type\s*=\s*"?delivery-status/i.test(valueOf(mail.fields, 'content-type'));
  if (isDaemon(notice)) return isReport || SUBJECT.test(subject) || tellsFailure(flat) || WAITS.test(flat);
  // Some machines answer as if they were people; people who answer write of theirs.
  const isAnswer = /^\s*(?:re|aw|sv|antw|fwd?|tr|wg)\s?:/i.test(subject);
  if (!isAnswer && SUBJECT.test(subject) && tellsFailure(flat)) return true;
  if (!isAnswer && originals.length > 0) return STRONG.test(flat);
  const opening = notice.lines
    .filter((line) => line.trim() !== '')
    .slice(0, OPENING_LINES)
    .join(' ');
  return STRONG.test(opening) && !PERSONAL.test(flat) && valueOf(mail.fields, 'list-unsubscribe') === '';
}

const SUCCESS =
  /success(?:fully)? (?:been )?(?:delivered|relayed|sent|received)|(?:delivered|relayed|received) successfully|delivery (?:was )?success/i;

/** True where a notice says that the message arrived, and nothing of a failure. */
export function isSuccess({ subject, flat }: Notice): boolean {
  return SUCCESS.test(`${subject} ${flat}`) && !tellsFailure(flat);
}

/** True where a notice only warns: the message is still on its way. */
export function isWarning({ subject, flat }: Notice): boolean {
  return WAITS.test(`${subject} ${flat}`) && !FINAL.test(flat);
}
