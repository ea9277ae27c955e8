/**
 * What to do about an address. `suppress`: nobody can be reached there. `soft`: not now; only many of them in a row say
 * something. `sender-fault`: they refused us or what we sent, and the address is none the worse. `complaint`: its owner
 * does not want it. `none`: nothing.
 */
export type Action = 'suppress' | 'soft' | 'sender-fault' | 'complaint' | 'none';

/**
 * What the words of a notice mean, as `wordsOf` makes them, the first that fit; heard after the table of replies, which
 * is about servers, and before any code. They are those of mail systems that never spoke SMTP, too.
 */
export const heard: readonly { words: RegExp; means: Action }[] = [
  // The content, for whatever reason.
  {
    words:
      /administrativ\w* prohibit|bulk e?mail|banned|attachments?\b.{0,40}\b(?:block|remov|not (?:allow|permit|accept)|prohibit|reject)/,
    means: 'sender-fault',
  },
  // Nobody is there, as programs write it in English.
  {
    words:
      /\bnot? (?:longer )?(?:a |an )?(?:valid|known|recogni[sz]ed|registered|listed|such)\b.{0,40}\b(?:user|recipient|address|name|mailbox|account|customer|member|in|here)\b|\b(?:user|recipient|address|mailbox|account|name|person|addressee|userid)\b.{0,60}\b(?:not? (?:be )?(?:found|known|recogni[sz]ed|listed|registered|unique|exist\w*|longer|active|valid|match)|not (?:exactly )?match|unknown|invalid|does ?n[o']t exist|is inactive|is closed|deleted|discontinued|disabled|expired|wrong)\b|\b(?:unknown|invalid|bad|inactive|illegal|incorrect) (?:\w+ )?(?:user|recipient|address|mailbox|account|destination|addressee|userid)\b|\bno (?:such|mailbox|account|user)\b/,
    means: 'suppress',
  },
  // Nobody is there, in the tongues of those who answer in theirs.
  {
    words:
      /nicht (?:gefunden|bekannt|vorhanden)|existiert nicht|unbekannt|n'existe pas|inconnu|introuvable|no existe|desconocid|não existe|non esiste|sconosciut|bestaat niet|onbekend|nie istnieje|nieznany|不存在|存在しません|見つかりません|не существует|не найден|неизвест/,
    means: 'suppress',
  },
  // The mailbox is full.
  {
    words:
      /quota|(?:box|folder|account|drop)\b.{0,20}\bfull\b|\bfull (?:mail ?box|inbox)|over (?:its|the|their) (?:limit|allocation)|(?:exceeds?|exceeded|over) (?:the )?(?:allowed|maximum|its) (?:mailbox )?(?:size|storage)|not enough (?:space|storage)|no space left|enough (?:\w+ )?space|space has been used up|too much mail data|out of (?:disk )?space|voll\b|überfüllt|boîte.{0,20}pleine|llen[oa]\b|piena\b|переполнен|已满|容量/,
    means: 'soft',
  },
  // There is no such domain, or nothing there takes mail.
  {
    words:
      /(?:host|domain|dns|mx|host name|domain name)\b.{0,30}\b(?:not found|unknown|does(?:n't| not) exist|invalid|lookup failed)|\bnxdomain\b|(?:unknown|unrouteable|unroutable|invalid|no such|bad|illegal|illegal or unknown) (?:mail )?(?:host|domain|mail domain)\b|(?:couldn't|could not|cannot|unable to) (?:find|resolve|locate) (?:any |an? |the )?(?:host|domain|mail exchanger|mx)|null ?mx|does not accept mail|all relevant mx records point to non-existent/,
    means: 'suppress',
  },
  // It was tried for as long as one tries, or nobody could be talked to: nothing is said of the address.
  {
    words:
      /\btim(?:ed|e)[ -]?out|(?:message|time|queue|delivery|retry|period)\b.{0,20}\bexpired|retry time(?:out)? (?:not|exceeded)|(?:queued?|trying|failing|unsent) .{0,20}too long|too long .{0,30}queue|queue (?:period|time)|maximum (?:time|queue|retry)|not delivered within|(?:deliver|tr[iy]|queue|attempt|respon|unreach)\w*.{0,40}\b(?:for|in|after|within) (?:the last |more than )?\d+(?:\.\d+)? (?:hours?|days?|minutes?)|connection (?:was )?(?:refused|reset|dropped|could not|failed|lost|closed)|(?:network|host|server)\b.{0,20}\b(?:unreachable|not respond\w*|not reachable|is down)|no route to host|able to establish an? smtp connection|(?:could|can)(?: ?not|n't) connect|failing for a long time|gr[ae]y ?list|try (?:again )?later|temporar(?:y|ily)|postponed|deferred|will (?:retry|be retried|keep trying)|resources? (?:low|unavailable)|zeitüberschreitung/,
    means: 'soft',
  },
];
