/**
 * The action for an address. `suppress`: the address does not work. `soft`: a temporary failure; only several in a row
 * matter. `sender-fault`: the server refused us or our message; the address is not affected. `complaint`: the reader
 * does not want the mail. `none`: no action.
 */
export type Action = 'suppress' | 'soft' | 'sender-fault' | 'complaint' | 'none';

/**
 * The meanings of words in a notice, as `wordsOf` normalizes them. The first match counts. This table comes after the
 * table of replies, which is about servers, and before any code. It includes words of mail systems without SMTP.
 */
export const heard: readonly { words: RegExp; means: Action }[] = [
  // The content was refused.
  {
    words:
      /administrativ\w* prohibit|bulk e?mail|banned|attachments?\b.{0,40}\b(?:block|remov|not (?:allow|permit|accept)|prohibit|reject)/,
    means: 'sender-fault',
  },
  // The address does not exist, in English.
  {
    words:
      /\bnot? (?:longer )?(?:a |an )?(?:valid|known|recogni[sz]ed|registered|listed|such)\b.{0,40}\b(?:user|recipient|address|name|mailbox|account|customer|member|in|here)\b|\b(?:user|recipient|(?<!(?:ip|from|sender|source|client|server|your|return|reply) )address|mailbox|account|(?<!(?:host|domain|server|file) ?)name|person|addressee|userid)\b.{0,60}\b(?:not? (?:be )?(?:found|known|recogni[sz]ed|listed|registered|unique|exist\w*|longer|active|valid|match)|not (?:exactly )?match|unknown(?! (?:error|reason|problem|status|failure|cause))|invalid(?! (?:header|format|message|content|character|helo|certificate|mime|data|command|response))|does ?n[o']t exist|is inactive|is closed|deleted|discontinued|disabled|expired|wrong)\b|\b(?:unknown|invalid|bad|inactive|illegal|incorrect) (?:\w+ ){0,2}(?:user|recipient|address|mailbox|account|destination|addressee|userid)\b|\bno (?:such (?:local )?(?:user|recipient|mailbox|account|address|person|member|customer|name|alias|id|host|domain|directory)|mailbox|account|user)\b|\bno such (?:\w+ )?here\b|\bhas moved\b|does not have a (?:final )?\w{0,10} ?delivery point/,
    means: 'suppress',
  },
  // The address does not exist, in other languages.
  {
    words:
      /nicht (?:gefunden|bekannt|vorhanden)|existiert nicht|unbekannt(?!\w{0,2} (?:fehler|grund|ursache|problem))|n'existe (?:pas|plus)|(?<!(?:erreur|raison) )inconnu(?!e? (?:raison|cause|erreur))|introuvable|no existe|(?<!(?:error|motivo) )desconocid|inexist[ae]nte|(?<!(?:erro|motivo) )desconhecid|não existe|non esiste|(?<!(?:errore|motivo) )sconosciut|bestaat niet|onbekend(?!e (?:fout|reden))|finns inte|okänd(?! fel)|f(?:indes|innes) ikke|ukendt|ukjent|tuntematon|ei ole olemassa|nie istnieje|nieznany(?! błąd)|neexistuje|nem létezik|ismeretlen (?:felhasználó|címzett)|bulunamadı|mevcut değil|nu există|δεν υπάρχει|не існує|不存在|未找到|查无此|無此|存在しません|見つかりません|存在しない|존재하지|없는 (?:사용자|수신자|계정)|не существует|не найден|неизвест(?![а-яё]* (?:ошибк|причин))|غير موجود|לא קיים/,
    means: 'suppress',
  },
  // The mailbox is full.
  {
    words:
      /quota|(?:box|folder|account|drop)\b.{0,20}\bfull\b|\bfull (?:mail ?box|inbox)|over (?:its|the|their) (?:limit|allocation)|(?:exceeds?|exceeded|over) (?:the )?(?:allowed|maximum|its) (?:mailbox )?(?:size|storage)|not enough (?:space|storage)|no space left|enough (?:\w+ )?space|space has been used up|too much mail data|out of (?:disk )?space|voll\b|überfüllt|boîte.{0,20}pleine|llen[oa]\b|piena\b|переполнен|已满|容量/,
    means: 'soft',
  },
  // The domain does not exist, or it accepts no mail.
  {
    words:
      /(?:host|domain|dns|mx|host name|domain name)\b.{0,30}\b(?:not found|unknown|does(?:n't| not) exist|invalid|lookup failed)|\bnxdomain\b|(?:unknown|unrouteable|unroutable|invalid|no such|bad|illegal|illegal or unknown) (?:mail )?(?:host|domain|mail domain)\b|(?:couldn't|could not|cannot|unable to) (?:find|resolve|locate) (?:any |an? |the )?(?:host|domain|mail exchanger|mx)|null ?mx|does not accept mail|all relevant mx records point to non-existent/,
    means: 'suppress',
  },
  // The retry time is over, or no server could be reached. This says nothing about the address.
  {
    words:
      /\btim(?:ed|e)[ -]?out|(?:message|time|queue|delivery|retry|period)\b.{0,20}\bexpired|retry time(?:out)? (?:not|exceeded)|(?:queued?|trying|failing|unsent) .{0,20}too long|too long .{0,30}queue|queue (?:period|time)|maximum (?:time|queue|retry)|not delivered within|(?:deliver|tr[iy]|queue|attempt|respon|unreach)\w*.{0,40}\b(?:for|in|after|within) (?:the last |more than )?\d+(?:\.\d+)? (?:hours?|days?|minutes?)|connection (?:was )?(?:refused|reset|dropped|could not|failed|lost|closed)|(?:network|host|server)\b.{0,20}\b(?:unreachable|not respond\w*|not reachable|is down)|no route to host|able to establish an? smtp connection|(?:could|can)(?: ?not|n't) connect|failing for a long time|gr[ae]y ?list|try (?:again )?later|temporar(?:y|ily)|postponed|deferred|will (?:retry|be retried|keep trying)|resources? (?:low|unavailable)|zeitüberschreitung/,
    means: 'soft',
  },
];
