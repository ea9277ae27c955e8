// Reasons other than a missing mailbox, as servers word them in English and then in other languages.
const REASONS =
  /\bspam|unsolicited|\bbulk\b|\bjunk\b|\bpolic(?:y|ies)\b|\bblock(?:ed|ing|s|list)?\b|(?:black|deny) ?-?list|reputation|quota|\bfull\b|gr[ae]y ?-?list|\brates?\b|rate-|throttl|too (?:many|fast|quickly)|frequency|authenticat|unauthori[sz]ed|not authori[sz]ed|\bdmarc\b|\bdkim\b|\bspf\b|\bcontent\b|virus|malware|phish|suspicious|suspected|\btemporar|transient|try (?:again|later)|tim(?:ed|e)[ -]?out|access (?:is )?denied|not permitted|permission|prohibited|forbidden|restrict|\bfilter|complaints? (?:from|rate|about)|(?:user|spam|many) complaints|\bbanned\b|\babus(?:e|ive)\b|(?<!not |not currently )\blisted (?:in|at|on|by)\b|badmailfrom|envelope sender|\byour (?:e?mail |ip |sender |sending )?(?:address|domain|server|host|ip)\b|or (?:the )?mailbox (?:is )?unavailable|unknown (?:error|reason|problem|status|failure|cause)|(?:internal|server|system|lookup|ldap|database|configuration) error|unable to (?:verify|check|validate)|(?:could|can) ?not (?:verify|check|validate)|verification failed|callout|connection (?:was )?(?:closed|refused|reset|terminated|lost|timed)/;
const REASONS_ELSEWHERE =
  /richtlinie|gesperrt|blockiert|vorübergehend|zeitweilig|spam|unerwünscht|überfüllt|politique|bloqué|temporaire|indésirable|política|bloquead|temporal|no deseado|bloccat|temporane|indesiderat|beleid|geblokkeerd|tijdelijk|zablokowan|tymczasow|заблокирован|спам|временно|политик|垃圾|拒收|策略|临时|暫時|频率|频繁|迷惑|一時的|ポリシー|スパム|차단|스팸|일시적/;

// Host names and URLs are ignored: a server called mx1.spamfilter.example may still say that an address is unknown.
const NAMES = /\bhttps?:\/\/\S+|\b[\w-]+(?:\.[\w-]+)+\b\S*/g;

/** True if a refusal's words (from `wordsOf`) give a reason that is not about the address. Pure. */
export function isDoubtful(words: string): boolean {
  const said = words.replace(NAMES, ' ');
  return REASONS.test(said) || REASONS_ELSEWHERE.test(said);
}
