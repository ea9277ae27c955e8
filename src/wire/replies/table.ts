import type { Rule, Stage } from './rule.ts';
import * as from from './sources.ts';
import { CONNECTION_LIMIT } from './words.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
// Only replies at these stages can be about the reader: at MAIL, the relay does not know the reader yet.
const ABOUT_READER: readonly Stage[] = ['rcpt', 'data', 'message'];

/** Temporary replies. None of these may become a refusal: 4yz says that a retry may succeed (RFC 5321 4.2.1). */
const temporary: readonly Rule[] = [
  // Problems that cannot end within a morning, whatever the code says.
  { when: { code: 4, text: /relay(?:ing)? (?:access )?denied/ }, means: 'sender-fault', source: from.POSTFIX },
  { when: { code: [432], status: /^7\.12$/ }, means: 'sender-fault', source: 'RFC 4954 6' },
  { when: { code: 4, text: /\b(?:helo|ehlo) command rejected/ }, means: 'sender-fault', source: from.POSTFIX },

  // Greylisting does not mean trouble at the domain: the same message is accepted after some minutes.
  { when: { code: 4, text: /gr[ae]y ?-?list/ }, means: 'later', afterMs: 5 * MINUTE_MS, source: from.POSTGREY },
  {
    when: { code: 4, text: /internal resources? (?:is |are )?temporarily unavailable/, stages: ABOUT_READER },
    means: 'later',
    afterMs: 5 * MINUTE_MS,
    source: from.MIMECAST,
  },

  // The relay's own limits and problems concern all domains.
  { when: { code: 4, text: CONNECTION_LIMIT }, means: 'later', afterMs: 30 * SECOND_MS, source: from.SESSION_LIMITS },
  {
    when: { code: 4, text: /(?:daily|24 hours?|per day)\b.{0,40}\b(?:quota|limit)|(?:quota|limit).{0,40}per day/ },
    means: 'later',
    afterMs: 10 * MINUTE_MS,
    source: from.SES,
  },
  {
    when: { code: 4, text: /throttling failure|maximum sending rate|messages per second|sent per (?:minute|day)/ },
    means: 'later',
    afterMs: 30 * SECOND_MS,
    source: `${from.SES} ${from.EMAILIT} ${from.ORACLE}`,
  },
  {
    when: { code: 4, text: /peak smtp relay limit|for this customer|submission rate for this client/ },
    means: 'later',
    afterMs: 2 * MINUTE_MS,
    source: from.GMAIL,
  },
  { when: { code: [454] }, means: 'later', afterMs: 2 * MINUTE_MS, source: 'RFC 4954 6, RFC 3207 4' },
  {
    when: { code: 4, text: /shut(?:ting)? ?down|restarting/ },
    means: 'later',
    afterMs: 30 * SECOND_MS,
    source: 'RFC 5321 3.8',
  },
  { when: { code: [421], stages: ['mail'] }, means: 'later', afterMs: 30 * SECOND_MS, source: 'RFC 5321 4.2.2' },
  { when: { code: 4, stages: ['mail'] }, means: 'later', source: 'RFC 5321 4.3.2' },

  // One reader's mailbox is full or busy.
  { when: { code: 4, status: /^2\.2$/ }, means: 'mailbox-full', afterMs: 30 * MINUTE_MS, source: 'RFC 3463 3.3' },
  {
    when: {
      code: 4,
      text: /over ?-?quota|quota.{0,30}exceeded|exceed\w* .{0,30}quota|box.{0,20}\bfull\b|full mailbox|out of storage/,
    },
    means: 'mailbox-full',
    afterMs: 30 * MINUTE_MS,
    source: from.GMAIL,
  },
  {
    when: {
      code: 4,
      text: /(?:user|mailbox)\b.{0,30}\breceiv.{0,40}(?:quickly|rate|too much)|mailbox received too much/,
    },
    means: 'later',
    afterMs: 10 * MINUTE_MS,
    source: `${from.GMAIL} ${from.RACKSPACE}`,
  },
  { when: { code: 4, text: /recipient thread limit/ }, means: 'later', afterMs: 2 * MINUTE_MS, source: from.EXCHANGE },

  // The domain asks for patience, for all its readers.
  { when: { code: 4, status: /^7\./ }, means: 'domain-busy', source: 'RFC 3463 3.8' },
  {
    when: { code: 4, text: /\btss?\d\d|temporarily deferred|resources temporarily unavailable|unknown recipients/ },
    means: 'domain-busy',
    source: `${from.YAHOO} ${from.YAHOO_HELP}`,
  },
  { when: { code: 4, text: /\b(?:hl|mi|rp|dt|wm):[a-z]{3}\b/ }, means: 'domain-busy', source: from.NETEASE },
  { when: { code: 4, text: /\bofr ?\d|\blpn\w* \d/ }, means: 'domain-busy', source: from.ORANGE },
  {
    when: {
      code: 4,
      text: /rate ?-?limit|too (?:many|frequent)|too fast|slow ?down|throttl|excessive|server (?:is )?busy/,
    },
    means: 'domain-busy',
    source: `${from.SENDGRID} ${from.RACKSPACE} ${from.ORANGE}`,
  },
  {
    when: { code: 4, text: /reputation|\bptr\b|reverse dns|blocked|suspicious|polic(?:y|ies)/ },
    means: 'domain-busy',
    source: `${from.GMX} ${from.RACKSPACE}`,
  },
  { when: { code: 4, status: /^4\./ }, means: 'later', source: 'RFC 3463 3.5' },
  { when: { code: [421] }, means: 'domain-busy', source: 'RFC 5321 4.2.2' },
  { when: { code: 4 }, means: 'later', source: 'RFC 5321 4.2.1' },
];

/** Permanent replies, and refusals of the sender. In this order no reader fails for our faults, and no dead address stops a run. */
const permanent: readonly Rule[] = [
  // The reader's system lacks a feature, even if the reply comes at MAIL.
  { when: { code: 5, status: /^6\.7$/ }, means: 'refused', source: 'RFC 6531 3.5' },
  {
    when: { code: 5, text: /smtputf8|internationali[sz]ed (?:e?mail|address)|non-?ascii/ },
    means: 'refused',
    source: 'RFC 6531 3.5',
  },

  { when: { code: [530, 534, 535, 538] }, means: 'sender-fault', source: 'RFC 4954 6' },

  // Our daily quota is used up, for all readers.
  {
    when: {
      code: 5,
      text: /daily .{0,40}limit|(?:sending|submission|outgoing) ?(?:e?mail |message )?(?:quota|limit|exceeded)|reached your .{0,20}limit/,
    },
    means: 'sender-fault',
    source: `${from.GMAIL} ${from.EXCHANGE} ${from.SUBMISSION}`,
  },
  // Exchange Online stops the account after many failures in a row. The words name the failures, not this one's reader.
  { when: { code: 5, text: /\bsender throttled\b/ }, means: 'sender-fault', source: from.SUBMISSION },
  // A request for patience with a permanent code.
  { when: { code: 5, text: CONNECTION_LIMIT }, means: 'later', afterMs: 30 * SECOND_MS, source: from.SESSION_LIMITS },
  {
    when: { code: 5, status: /^2\.12[12]$/ },
    means: 'later',
    afterMs: 30 * MINUTE_MS,
    source: from.EXCHANGE,
  },
  {
    when: {
      code: 5,
      text: /\buser\b.{0,40}\breceiving e?mail|mailbox unavailable or access denied/,
      stages: ABOUT_READER,
    },
    means: 'later',
    afterMs: 15 * MINUTE_MS,
    source: `${from.GMAIL} ${from.QQ}`,
  },
  {
    when: {
      code: 5,
      text: /rate ?-?limited|frequency limited|too many (?:connections|sessions|recipients for this)/,
      stages: ABOUT_READER,
    },
    means: 'domain-busy',
    afterMs: 15 * MINUTE_MS,
    source: `${from.GMAIL} ${from.QQ}`,
  },
  {
    when: { code: 5, text: /frequency limited|too many (?:connections|sessions|messages)/ },
    means: 'later',
    source: from.QQ,
  },

  // Before RCPT, a reply cannot be about a reader.
  { when: { code: 5, stages: ['mail'] }, means: 'sender-fault', source: 'RFC 5321 4.3.2' },

  // A reader, a group or a company restricts who may send to it. The address exists.
  { when: { code: 5, text: /resolver\.rst/ }, means: 'refused', source: from.EXCHANGE },
  { when: { code: 5, status: /^7\.(?:12|124|129|13[3-6]|193)$/ }, means: 'refused', source: from.EXCHANGE },
  {
    when: {
      code: 5,
      text: /(?:authori[sz]ed|authenticated|allowed|permitted|permissions?) (?:to (?:send|post|deliver) .{0,20}\b(?:this|the|that) (?:recipient|group|list|mailbox|user)\b|for (?:this |the )?group)/,
    },
    means: 'refused',
    source: from.EXCHANGE,
  },
  {
    when: {
      code: 5,
      text: /rejected by (?:the )?recipients?\b|recipient (?:has |is )?(?:refus|block|declin|not accepting)|recipient does(?:n't| not) (?:want|accept)|recipient'?s? (?:personal|own|private|block ?list|black ?list|rules?|preferences?)\b/,
    },
    means: 'refused',
    source: from.QQ,
  },
  {
    when: { code: 5, text: /distribution (?:list|group)|mailing list expansion|delivery (?:is )?restricted/ },
    means: 'refused',
    source: 'RFC 3463 3.8',
  },
  {
    when: { code: 5, text: /that you are sending to|email policy\. ?-? gcdp|- gcdp\b/ },
    means: 'refused',
    source: from.GMAIL,
  },

  // Certainly about the sender: these words decide even next to "5.1.1".
  {
    when: {
      code: 5,
      text: /spamhaus|spamcop|barracuda(?:central| reputation|networks)|\bsorbs\b|\bdnsbl|\brbl\b|abuseat|manitu|uceprotect|abusix|cloudmark|senderbase|sender ?score/,
    },
    means: 'sender-fault',
    source: 'https://www.spamhaus.org/blocklists/ and the lists’ own pages',
  },
  {
    when: {
      code: 5,
      text: /blocked using|(?:block|black|deny) ?-?list|\bis listed in\b|(?<!not )\blisted (?:at|on|by)\b|\bs31[45]0\b|\b(?:sc|dy|ou)-00\d\b/,
    },
    means: 'sender-fault',
    source: `${from.POSTFIX} ${from.OUTLOOK}`,
  },
  {
    when: { code: 5, text: /\[(?:tss?|bl|ph|gl|vs)\d*\]|permanently deferred/ },
    means: 'sender-fault',
    source: from.YAHOO,
  },
  { when: { code: 5, text: /\b(?:bl|es|rl|pt)0000\d\d\b/ }, means: 'sender-fault', source: from.COMCAST },
  {
    when: { code: 5, text: /ask your postmaster for help|dialup\/transient/ },
    means: 'sender-fault',
    source: from.T_ONLINE,
  },
  {
    when: { code: 5, text: /\bspf\b|\bdkim\b|\bdmarc\b|\barc\b.{0,10}fail|spoof/ },
    means: 'sender-fault',
    source: 'RFC 7372 3, RFC 7489 11',
  },
  {
    when: {
      code: 5,
      text: /unauthenticated|authenticat(?:ion|e|ed)\b|auth(?:entication)? required|starttls|credentials/,
    },
    means: 'sender-fault',
    source: `RFC 4954 6 ${from.GMAIL}`,
  },
  { when: { code: 5, status: /^7\.25$/ }, means: 'sender-fault', source: 'RFC 7372 3.3' },
  {
    when: { code: 5, text: /reverse (?:dns|host|lookup|record|name)|\brdns\b|\bptr\b|find your hostname/ },
    means: 'sender-fault',
    source: `${from.GMAIL} ${from.POSTFIX}`,
  },
  {
    when: {
      code: 5,
      text: /relay(?:ing)? (?:access |mail )?(?:is )?(?:denied|not (?:allowed|permitted)|prohibited)|(?:unable to|cannot|not|n't) (?:permitted to |allowed to )?relay|rcpthosts|denies relay/,
    },
    means: 'sender-fault',
    source: `${from.POSTFIX} ${from.EXIM}`,
  },
  {
    when: {
      code: 5,
      text: /\bsender\b.{0,20}\b(?:rejected|denied|refused|invalid|verif\w+|unknown|not|from)\b|(?:invalid|unknown|bad|of) sender|send as this sender|(?:mail|header|envelope) ?from:? (?:domain|address|header)|\b(?:helo|ehlo)\b/,
    },
    means: 'sender-fault',
    source: `${from.POSTFIX} ${from.EXIM}`,
  },
  {
    when: {
      code: 5,
      text: /not verified|verified sender|sender (?:identity|signature)|not allowed to send|authori[sz]ed to send/,
    },
    means: 'sender-fault',
    source: `${from.SES_ERRORS} ${from.SENDGRID}`,
  },
  {
    when: {
      code: 5,
      text: /(?:your|sending|sender'?s?) (?:e?mail )?(?:account|ip|server|host|domain|network|mta)\b|client host|account\b.{0,60}\b(?:abuse|billing|payment)\b/,
    },
    means: 'sender-fault',
    source: `${from.GMAIL} ${from.POSTFIX}`,
  },

  // A full mailbox. Yahoo says "mailbox not found" with the code for a full one, which does not prove a dead address.
  {
    when: { code: [552], text: /requested mail action aborted/ },
    means: 'mailbox-full',
    source: `RFC 5321 4.2.2 ${from.YAHOO_CODES}`,
  },
  {
    when: {
      code: 5,
      text: /over ?-?quota|over (?:storage|disk) ?quota|quota (?:is )?(?:exceeded|violation|full)|quota.{0,30}(?:exceeded|full)|exceed\w* .{0,30}quota|(?:box|account|drop|folder)\b.{0,20}\b(?:is |over)?full\b|full mailbox|(?:reached|over).{0,20}quota|out of (?:storage|disk)|exceeded storage|insufficient (?:disk|mailbox|storage)|mailbox (?:size|limit)|box exceed\w* .{0,20}(?:size|limit)|storage (?:limit|space)|messages on the server/,
    },
    means: 'mailbox-full',
    source: `${from.GMAIL} ${from.GERMAN}`,
  },

  // Closed permanently, although the words sound temporary.
  {
    when: { code: 5, text: /disabled or discontinued|doesn't have a .{0,30}account/ },
    means: 'address-dead',
    source: `${from.YAHOO} ${from.MAILCHANNELS}`,
  },
  // An address that the relay cannot parse is not proven dead: some relays accept only ASCII.
  { when: { code: 5, text: /syntax|rfc ?-?5321 address|fully-? ?qualified/ }, means: 'refused', source: from.GMAIL },
  // It exists but is inactive. Its owner or administrator may reactivate it.
  {
    when: {
      code: 5,
      text: /(?:account|mailbox|user|recipient|addressee)\b.{0,30}\b(?:is |has been |was |currently |temporarily )(?:blocked|locked|suspended|disabled|deactivated|inactive)\b|inactive e?mail|user suspended/,
    },
    means: 'refused',
    source: `${from.GMAIL} ${from.ICLOUD}`,
  },

  // The address does not exist.
  {
    when: {
      code: 5,
      text: /\b(?:no such|unknown|invalid|non-?existent|unroutable|unrouteable|undeliverable|illegal|unknown or illegal) (?:local |destination |e?mail )?(?:user|recipient|mailbox|account|address|addressee|alias|person|local-part|part)\b/,
    },
    means: 'address-dead',
    source: `RFC 5321 4.2.2 ${from.POSTFIX} ${from.EXIM}`,
  },
  {
    when: {
      code: 5,
      text: /\b(?:user|recipient|mailbox|account|addressee|(?<!(?:ip|from|sender|source|client|server|your|return|reply) )address|alias|person)\b.{0,40}\b(?:unknown|not (?:be )?found|does(?:n't| not) exist|not exist|not known|not listed|invalid(?! (?:header|format|message|content|character|helo|certificate|mime|data|command|response))|closed(?! (?:the )?(?:connection|session|transmission))|terminated|been (?:deleted|removed|closed)|no longer (?:exists?|in use|used|valid|active|available|with|here|works))\b/,
    },
    means: 'address-dead',
    source: `${from.GMAIL} ${from.POSTFIX} ${from.PROOFPOINT} ${from.BARRACUDA}`,
  },
  {
    when: {
      code: 5,
      text: /\bno (?:mailbox|account|user) (?:here )?by that name|not our customer|not a (?:valid|known) (?:user|mailbox|recipient|address|account)|recipient ?not ?found|address rejected: domain not found|(?:address|recipient|user|account|mailbox)\b.{0,20}\b(?:could|was|can|is)n't (?:be )?found|has moved\b|does not have an? .{0,30}account|mailbox not found/,
    },
    means: 'address-dead',
    source: `${from.EXCHANGE} ${from.COMCAST} ${from.QQ} qmail`,
  },
  {
    when: {
      code: 5,
      text: /(?:benutzer|empf.{1,2}nger|adresse|postfach|konto)\b.{0,30}(?:nicht bekannt|unbekannt|existiert nicht|nicht gefunden)|(?:destinataire|utilisateur|adresse|bo.te)\b.{0,30}(?:invalide|inconnu|introuvable|n'existe (?:pas|plus))|(?:utente|destinatario|indirizzo|casella)\b.{0,30}(?:sconosciut|inesistente|non esiste)|(?:usuario|destinatario|direcci.n|buz.n|cuenta)\b.{0,30}(?:desconocid|inexistente|no existe)|(?:usu.rio|destinat.rio|endere.o|conta)\b.{0,30}(?:desconhecid|inexistente|n.o existe)|(?:gebruiker|ontvanger|adres)\b.{0,30}(?:onbekend|bestaat niet)|(?:u.ytkownik|odbiorca|adres)\b.{0,30}(?:nieznany|nie istnieje)|(?:пользовател|получател|адрес|ящик).{0,30}(?:не существует|не найден|неизвест)|(?:用户|用戶|收件人|邮箱|帐号|账号).{0,10}(?:不存在|未找到)|(?:ユーザ|宛先|受信者|メールアドレス).{0,20}(?:存在しま|見つかりま|不明)|(?:사용자|수신자|계정).{0,10}(?:없|존재하지)/,
    },
    means: 'address-dead',
    source: `${from.GERMAN} ${from.ORANGE}`,
  },
  // Exchange Online rejects addresses that are not in its directory, and those that are not in it yet: readers whom a
  // hybrid installation has not synchronised exist. The reply does not distinguish the two.
  {
    when: { code: 5, status: /^4\.1$/, text: /recipient address rejected/ },
    means: 'refused',
    source: from.EXCHANGE,
  },
  { when: { code: 5, status: /^4\.310$/ }, means: 'address-dead', source: from.EXCHANGE },
  // By the RFC, "mailbox unavailable" may be policy. These two servers say that they mean a missing mailbox.
  { when: { code: 5, status: /^5\.0$/, text: /mailbox unavailable/ }, means: 'address-dead', source: from.EXCHANGE },
  {
    when: { code: [550], text: /mailbox unavailable.{0,60}(?:gmx|web\.de|mail\.com|1und1|ionos|kundenserver)/ },
    means: 'address-dead',
    source: from.GMX,
  },

  // The message is the same for all readers, except for a few bytes.
  {
    when: {
      code: 5,
      text: /(?:message|mail|header|maximum|inbound) (?:size|length)|message (?:is )?too|too (?:large|big|long)\b|size limit|exceed\w* .{0,30}\bsize\b/,
    },
    means: 'sender-fault',
    source: 'RFC 1870 6.2',
  },
  { when: { code: 5, status: /^3\.4$/ }, means: 'sender-fault', source: 'RFC 3463 3.4' },
  {
    when: {
      code: 5,
      text: /\bspam|unsolicited|\bjunk\b|phish|virus|malware|malicious|infected|suspicious|suspected|reputation|\bblocked\b|\bbanned\b|blocked senders|polic(?:y|ies)\b|rfc ?-?5322|malformed|content (?:is |was )?(?:rejected|denied|refused|filter)|due to (?:its |the )?content|message content/,
    },
    means: 'sender-fault',
    source: `${from.GMAIL} ${from.GMX} ${from.QQ} ${from.MIMECAST} ${from.PROOFPOINT}`,
  },

  // No words matched. The enhanced status decides next.
  {
    when: {
      code: 5,
      status: /^7\./,
      text: /recipient (?:address )?(?:rejected|refused)|(?:rejected|refused) recipient/,
    },
    means: 'refused',
    source: from.POSTFIX,
  },
  { when: { code: 5, status: /^7\.2$/ }, means: 'refused', source: 'RFC 3463 3.8' },
  { when: { code: 5, status: /^7\./ }, means: 'sender-fault', source: 'RFC 3463 3.8' },
  { when: { code: 5, status: /^1\.(?:1|2|6)$/ }, means: 'address-dead', source: 'RFC 3463 3.2' },
  { when: { code: 5, status: /^1\.10$/ }, means: 'address-dead', source: `RFC 7505 4.2 ${from.EXCHANGE}` },
  { when: { code: 5, status: /^1\.(?:7|8|20)$/ }, means: 'sender-fault', source: `RFC 3463 3.2 ${from.EXCHANGE}` },
  { when: { code: 5, status: /^1\.90$/ }, means: 'sender-fault', source: from.EXCHANGE },
  { when: { code: 5, status: /^2\.2$/ }, means: 'mailbox-full', source: 'RFC 3463 3.3' },
  // These are about the protocol, never about a reader.
  { when: { code: [502, 503] }, means: 'sender-fault', source: 'RFC 5321 4.2.4' },
  // Disabled, its own size limit, a list's problem, loops, conversion: about this reader only.
  { when: { code: 5, status: /^[1-6]\.(?!0$)/ }, means: 'refused', source: 'RFC 3463 3.2 to 3.7' },

  { when: { code: [556] }, means: 'address-dead', source: 'RFC 7504 4' },
  { when: { code: [521] }, means: 'sender-fault', source: 'RFC 7504 4' },
  { when: { code: [552] }, means: 'mailbox-full', source: 'RFC 5321 4.2.2' },
  { when: { code: 5 }, means: 'refused', source: 'RFC 5321 4.2.1' },
];

/**
 * The meanings of relays' replies, most specific first: the first matching rule decides. Texts come before codes, because
 * many servers use one code for everything. Every 4yz and 5yz has a rule.
 */
export const replyRules: readonly Rule[] = [...temporary, ...permanent];
