import { isDoubtful } from '../wire/replies/doubt.ts';
import { doubted, findRule } from '../wire/replies/find.ts';
import type { Rule } from '../wire/replies/rule.ts';
import { wordsOf } from '../wire/replies/words.ts';
import type { Found } from './found.ts';
import { type Action, heard } from './heard.ts';

export type { Action } from './heard.ts';

/** A verdict, and the enhanced status that it is based on, if any: "5.1.1". */
type Verdict = { action: Action; status: string | null };

const STATUS = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/;
/** An enhanced status in a text, only at a typical place, because versions and host addresses look similar. */
const SAID = /(?:^|[45]\d\d[-: ]{1,3}#?|#|\(|\b(?:status|code|error|smtp)[:;]? )([45]\.[0-7]\.\d{1,3})(?![\d.]*\d)/i;
/** The three digits of a reply. Those of a temporary reply count only at its beginning. */
const CODE =
  /(?:^|[\s:;>("'])(5[0-5]\d)(?=[-\s:,]|$)|(?:^|[:;>("'] ?|\b(?:said|error|code|reply|response|returned|smtp):? )(4[2-5]\d)(?=[- ]?#?4\.\d{1,3}\.\d|[-\s:]|$)/i;
const GENERIC = /^[245]\.(?:0|\d{1,3})\.0$/;

/**
 * Judges what a returned mail says about one recipient. Words count more than codes, and a code more than the report's
 * status, because many systems report "5.0.0" for everything. A suppression is permanent. So it needs a status or words
 * that say that the address does not exist, and no words of another reason. A failure without a reason counts as soft.
 */
export function judgeEvent({ event, status, diagnostic }: Omit<Found, 'address'>): Verdict {
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

/** True if a text gives a reason for a verdict, not only the fact of a failure. */
export function saysWhy(text: string): boolean {
  return SAID.test(text) || codeIn(text) !== null || judgeReason(550, null, text) !== null;
}

function judgeTemporary(code: Code, status: string | null, diagnostic: string): Action {
  const refusal = { code: code && code.value < 500 ? code.value : 450, status, words: wordsOf(diagnostic) };
  return findRule('message', refusal)?.means === 'sender-fault' ? 'sender-fault' : 'soft';
}

function judgePermanent(code: Code, status: string | null, diagnostic: string): Action {
  const value = code && code.value >= 500 ? code.value : 550;
  // The reply of the remote server counts more than the text around it.
  const reply = code ? judgeReason(value, status, diagnostic.slice(code.at)) : null;
  const action = reply ?? judgeReason(value, status, diagnostic);
  if (action) return action;
  // Words without a reason of their own may still contradict a status.
  const words = wordsOf(diagnostic);
  const rule = findRule('message', { code: value, status, words: '' });
  if (!rule) return 'soft';
  const byStatus = actionOf(rule, status, '');
  return byStatus === 'suppress' && isDoubtful(words) ? 'soft' : byStatus;
}

/** The verdict by the words, independent of the code. Null if they give no reason. */
function judgeReason(code: number, status: string | null, text: string): Action | null {
  const words = wordsOf(text);
  const rule = findRule('message', { code, status, words });
  if (rule === doubted) return 'soft';
  if (rule?.when.text) return actionOf(rule, status, words);
  const means = heard.find(({ words: pattern }) => pattern.test(words))?.means ?? null;
  return means === 'suppress' && isDoubtful(words) ? 'soft' : means;
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

/**
 * The action for a refusal by words: the address is closed or invalid, or a directory does not have it yet. Otherwise,
 * the sender is refused.
 */
function refusedForWords(words: string): Action {
  if (/suspended|\blocked\b/.test(words)) return 'soft';
  if (/syntax|qualified|rfc ?-?5321|disabled|deactivated|inactive|blocked/.test(words))
    return isDoubtful(words) ? 'soft' : 'suppress';
  return /recipient address rejected/.test(words) ? 'soft' : 'sender-fault';
}

/**
 * The action for a refusal by status. A policy (5.7) or the message (5.6, 5.2.3) is a sender fault. A disabled mailbox
 * (5.2.1, permanent: "will never be re-enabled") and an invalid address (5.1.3) are dead (RFC 3463 3.2, 3.3). Any other
 * status, or none, says nothing about the address.
 */
function refusedForCode(status: string | null): Action {
  if (/^5\.(?:[67]\.|2\.3$|3\.[34]$)/.test(status ?? '')) return 'sender-fault';
  return /^5\.(?:2\.1|1\.3)$/.test(status ?? '') ? 'suppress' : 'soft';
}
