import { findRule } from '../replies/find.ts';
import type { Rule } from '../replies/rule.ts';
import { wordsOf } from '../replies/words.ts';
import type { Found } from './found.ts';

/**
 * What to do about an address. `suppress`: nobody can be reached there. `soft`: not now; only many of them in a row say
 * something. `sender-fault`: they refused us or what we sent, and the address is none the worse. `complaint`: its owner
 * does not want it. `none`: nothing.
 */
export type Action = 'suppress' | 'soft' | 'sender-fault' | 'complaint' | 'none';

/** A verdict, and the enhanced status that it rests on, where one was said: "5.1.1". */
export type Verdict = { action: Action; status: string | null };

const STATUS = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/;
/** Within words, only what stands where one would: a version or the address of a host is none. */
const SAID = /(?:^|[45]\d\d[-: ]{1,3}#?|#|\(|\b(?:status|code|error|smtp)[:;]? )([45]\.[0-7]\.\d{1,3})(?![\d.]*\d)/i;
/** A reply's three digits; those of a temporary one only where a reply begins. */
const CODE =
  /(?:^|[\s:;>("'])(5[0-5]\d)(?=[-\s:,]|$)|(?:^|[:;>("'] ?|\b(?:said|error|code|reply|response|returned|smtp):? )(4[2-5]\d)(?=[- ]?#?4\.\d{1,3}\.\d|[-\s:]|$)/i;
const GENERIC = /^[245]\.(?:0|\d{1,3})\.0$/;

/** What the words of a notice say, heard before codes. They are those of mail systems that never spoke SMTP, too. */
const WORDS: readonly (readonly [RegExp, Action])[] = [
  [
    /administrativ\w* prohibit|bulk e?mail|banned|attachments?\b.{0,40}\b(?:block|remov|not (?:allow|permit|accept)|prohibit|reject)/,
    'sender-fault',
  ],
  // Nobody is there: in English as it is written by programs, and in the tongues of those who answer in theirs.
  [
    /\bnot? (?:longer )?(?:a |an )?(?:valid|known|recogni[sz]ed|registered|listed|such)\b.{0,40}\b(?:user|recipient|address|name|mailbox|account|customer|member|in|here)\b|\b(?:user|recipient|address|mailbox|account|name|person|addressee|userid)\b.{0,60}\b(?:not? (?:be )?(?:found|known|recogni[sz]ed|listed|registered|unique|exist\w*|longer|active|valid|match)|not (?:exactly )?match|unknown|invalid|does ?n[o']t exist|is inactive|is closed|deleted|discontinued|disabled|expired|wrong)\b|\b(?:unknown|invalid|bad|inactive|illegal|incorrect) (?:\w+ )?(?:user|recipient|address|mailbox|account|destination|addressee|userid)\b|\bno (?:such|mailbox|account|user)\b/,
    'suppress',
  ],
  [
    /nicht (?:gefunden|bekannt|vorhanden)|existiert nicht|unbekannt|n'existe pas|inconnu|introuvable|no existe|desconocid|não existe|non esiste|sconosciut|bestaat niet|onbekend|nie istnieje|nieznany|不存在|存在しません|見つかりません|не существует|не найден|неизвест/,
    'suppress',
  ],
  [
    /quota|(?:box|folder|account|drop)\b.{0,20}\bfull\b|\bfull (?:mail ?box|inbox)|over (?:its|the|their) (?:limit|allocation)|(?:exceeds?|exceeded|over) (?:the )?(?:allowed|maximum|its) (?:mailbox )?(?:size|storage)|not enough (?:space|storage)|no space left|enough (?:\w+ )?space|space has been used up|too much mail data|out of (?:disk )?space|voll\b|überfüllt|boîte.{0,20}pleine|llen[oa]\b|piena\b|переполнен|已满|容量/,
    'soft',
  ],
  // There is no such domain, or nothing there takes mail.
  [
    /(?:host|domain|dns|mx|host name|domain name)\b.{0,30}\b(?:not found|unknown|does(?:n't| not) exist|invalid|lookup failed)|\bnxdomain\b|(?:unknown|unrouteable|unroutable|invalid|no such|bad|illegal|illegal or unknown) (?:mail )?(?:host|domain|mail domain)\b|(?:couldn't|could not|cannot|unable to) (?:find|resolve|locate) (?:any |an? |the )?(?:host|domain|mail exchanger|mx)|null ?mx|does not accept mail|all relevant mx records point to non-existent/,
    'suppress',
  ],
  // It was tried for as long as one tries, or nobody could be talked to: nothing is said of the address.
  [
    /\btim(?:ed|e)[ -]?out|(?:message|time|queue|delivery|retry|period)\b.{0,20}\bexpired|retry time(?:out)? (?:not|exceeded)|(?:queued?|trying|failing|unsent) .{0,20}too long|too long .{0,30}queue|queue (?:period|time)|maximum (?:time|queue|retry)|not delivered within|(?:deliver|tr[iy]|queue|attempt|respon|unreach)\w*.{0,40}\b(?:for|in|after|within) (?:the last |more than )?\d+(?:\.\d+)? (?:hours?|days?|minutes?)|connection (?:was )?(?:refused|reset|dropped|could not|failed|lost|closed)|(?:network|host|server)\b.{0,20}\b(?:unreachable|not respond\w*|not reachable|is down)|no route to host|able to establish an? smtp connection|(?:could|can)(?: ?not|n't) connect|failing for a long time|gr[ae]y ?list|try (?:again )?later|temporar(?:y|ily)|postponed|deferred|will (?:retry|be retried|keep trying)|resources? (?:low|unavailable)|zeitüberschreitung/,
    'soft',
  ],
];

/**
 * Judges what a returned mail says of one recipient. Words come before codes, and a code before the report's status,
 * for many systems say "5.0.0" to everything. Where nobody says why, a failure counts as one of the address: whoever
 * returns a mail for good without a reason has tried.
 */
export function judge({ event, status, diagnostic }: Omit<Found, 'address'>): Verdict {
  const given = STATUS.exec(status)?.[0] ?? null;
  const said = SAID.exec(diagnostic)?.[1] ?? null;
  const best = given && !GENERIC.test(given) ? given : (said ?? given);
  if (event === 'delayed') return { action: 'soft', status: best };
  if (event !== 'failed') return { action: 'none', status: best };
  const code = codeIn(diagnostic);
  const digit = said?.[0] ?? (code ? String(code.value)[0] : (given?.[0] ?? '5'));
  const judgeWords = digit === '4' ? judgeTemporary : judgePermanent;
  return { action: judgeWords(code, best, diagnostic), status: best };
}

type Code = { value: number; at: number } | null;

function codeIn(diagnostic: string): Code {
  const match = CODE.exec(diagnostic);
  const digits = match?.[1] ?? match?.[2];
  return match && digits ? { value: Number(digits), at: match.index } : null;
}

/** True where a text gives a reason that a verdict can rest on, and not only the fact. */
export function saysWhy(text: string): boolean {
  return SAID.test(text) || codeIn(text) !== null || judgeReason(550, null, text) !== null;
}

function judgeTemporary(code: Code, status: string | null, diagnostic: string): Action {
  const refusal = { code: code && code.value < 500 ? code.value : 450, status, words: wordsOf(diagnostic) };
  return findRule('message', refusal)?.means === 'sender-fault' ? 'sender-fault' : 'soft';
}

function judgePermanent(code: Code, status: string | null, diagnostic: string): Action {
  const value = code && code.value >= 500 ? code.value : 550;
  // What the other server answered counts more than what its reporter wrote around it.
  const reply = code ? judgeReason(value, status, diagnostic.slice(code.at)) : null;
  const action = reply ?? judgeReason(value, status, diagnostic);
  if (action) return action;
  if (status === '5.4.7') return 'soft';
  const rule = findRule('message', { code: value, status, words: '' });
  return rule ? actionOf(rule, status, '') : 'suppress';
}

/** What the words say, whatever the code; null where they give no reason. */
function judgeReason(code: number, status: string | null, text: string): Action | null {
  const words = wordsOf(text);
  const rule = findRule('message', { code, status, words });
  if (rule?.when.text) return actionOf(rule, status, words);
  return WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

function actionOf({ means, when }: Rule, status: string | null, words: string): Action {
  switch (means) {
    case 'address-dead':
      return 'suppress';
    case 'later':
    case 'domain-busy':
    case 'mailbox-full':
      return 'soft';
    case 'sender-fault':
      return 'sender-fault';
    case 'refused':
      return when.text ? refusedForWords(words) : refusedForCode(status);
    default:
      return means satisfies never;
  }
}

/** An address that is closed or cannot be; any other refusal in words is about who may write to it. */
function refusedForWords(words: string): Action {
  return /syntax|qualified|rfc ?-?5321|suspended|disabled|deactivated|inactive|blocked|locked/.test(words)
    ? 'suppress'
    : 'sender-fault';
}

/** By policy (5.7) or because of the message (5.6, 5.2.3) it is ours; of a system at rest (5.3.2) nothing is known. */
function refusedForCode(status: string | null): Action {
  if (/^5\.(?:[67]\.|2\.3$|3\.[34]$)/.test(status ?? '')) return 'sender-fault';
  return status === '5.3.2' ? 'soft' : 'suppress';
}
