import { ADDRESS, atHome, findAddresses } from '../addresses.ts';
import { failed, type Family, type Found } from '../found.ts';
import { valuesOf } from '../mail/headers.ts';
import type { ReturnNotice } from '../notice.ts';
import { saysWhy } from '../verdict.ts';
import { openExplainer } from './paragraphs.ts';
import { looksReturned } from './signs.ts';

const ROLE =
  /^(?:postmaster|mailer-daemon|abuse|hostmaster|webmaster|help(?:desk)?|support|noc|no-?reply|spam|security)@/i;

/** Sentences with an address to contact, not a failed one. */
const ASIDE =
  /\b(?:contact|questions?|assistance|help ?desk|reply (?:to|directly)|write to|complain|administrator|sent by|on behalf|whitelist|mail from|message from|envelope-from|report (?:it|this)|please (?:send|forward|e-?mail|call)|instead|new address|locat(?:e|or))\b/i;
/** Fields about the message, not about the failed recipient. */
const FIELD =
  /^\s*(?:from|sender|reply-to|return-path|return|message-id|in-reply-to|references|date|subject|x-[\w-]+)\s*:/i;

/** The author of the failed message. */
const AUTHOR = new RegExp(`\\b(?:mail|message|sent|sender) from:?\\s{0,4}<?${ADDRESS}`, 'giu');

/** Words of failure in the sentence that names an address. */
const FAILS =
  /\bnot\b|n't\b|cannot|unable|fail|undeliver|unknown|invalid|incorrect|reject|refus|return|bounce|quota|full\b|exceed|disabled|inactive|expired|no such|no longer|error|problem|warning|postponed|delayed|(?<![\d.])[45][0-5]\d[ -]|\b[45]\.\d\.\d|nicht|unbekannt|n'a pas|impossible|inconnu|no (?:se )?p|não|impossibile|niet\b|не\b|无法|不存在|できません|following/i;

const ALONE = new RegExp(
  `^[\\s*"'<>:;.(\\[-]{0,16}(?:(?:smtp|rfc822|mailto|to|recipient|address|user|e-?mail)\\s?[:=;]\\s?)?<?${ADDRESS}[\\s*"'<>:;.,)\\]-]{0,16}$`,
  'iu',
);

/** The senders of the returned message. They are not failed recipients. */
function sendersOf({ originals }: ReturnNotice): Set<string> {
  const names = ['from', 'sender', 'reply-to', 'return-path', 'errors-to', 'list-post', 'x-beenthere'];
  const values = originals.flatMap(({ fields }) => names.flatMap((name) => valuesOf(fields, name)));
  return new Set(values.flatMap(findAddresses).map((address) => address.toLowerCase()));
}

/** The sentences of a notice. A line with only an address, or with a field, is a sentence of its own. */
function sentencesOf(lines: readonly string[]): string[] {
  const sentences: string[] = [''];
  for (const line of lines) {
    const isOwn = line.trim() === '' || ALONE.test(line) || /^\s*[\w-]{2,20}:\s/.test(line) || /^\s{2,}\S/.test(line);
    if (isOwn) sentences.push(line, '');
    else sentences.push(`${sentences.pop()} ${line}`);
  }
  return sentences.flatMap((sentence) => sentence.split(/(?<=[\p{L}\p{N})>"'][.!?])\s+(?=\p{Lu})/u));
}

/** How certain it is that an address failed: its sentence says so; it is named; it is named only in advice. */
type Rank = 'failed' | 'named' | 'aside';
type Candidate = { address: string; rank: Rank };
// More addresses than a text for people contains.
const MAX_NAMED = 100;

function rankOf(sentence: string): Rank | null {
  const fails = ALONE.test(sentence) || FAILS.test(sentence);
  if (FIELD.test(sentence)) return null;
  if (ASIDE.test(sentence) && !/not be delivered|undeliverable|unknown user/i.test(sentence))
    return fails ? 'aside' : null;
  return fails && !/^\s*(?:to|cc)\s*:/i.test(sentence) ? 'failed' : 'named';
}

function candidatesOf(notice: ReturnNotice): Candidate[] {
  const senders = sendersOf(notice);
  const isOther = (address: string): boolean =>
    !notice.own.has(address.toLowerCase()) && !senders.has(address.toLowerCase()) && !ROLE.test(address);
  return sentencesOf(notice.lines).flatMap((sentence) => {
    const addresses = findAddresses(sentence.replace(AUTHOR, ' ')).filter(isOther);
    const rank = addresses.length > 0 ? rankOf(sentence) : null;
    return rank ? addresses.map((address) => ({ address, rank })) : [];
  });
}

/**
 * The addresses of one rank. An address of the notice's own recipient domain counts only without another, because it
 * may be the sender's.
 */
function ofRank(notice: ReturnNotice, rank: Rank): Found[] {
  const homes = new Set(valuesOf(notice.mail.fields, 'to').flatMap(findAddresses).map(domainOf));
  const all = candidatesOf(notice).filter((candidate) => candidate.rank === rank);
  const others = all.filter(({ address }) => !homes.has(domainOf(address)));
  const chosen = new Set((others.length > 0 ? others : all).map(({ address }) => address));
  const reasonFor = openReasons(notice);
  return [...chosen].slice(0, MAX_NAMED).map((address) => failed(address, reasonFor(address)));
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/**
 * Any other notice for people: the addresses that its sentences report as failed, else all addresses that it names.
 * Empty if it does not look like a returned mail.
 */
export const prose: Family = (notice) => {
  if (!looksReturned(notice)) return [];
  const failing = ofRank(notice, 'failed');
  const found = failing.length > 0 ? failing : ofRank(notice, 'named');
  if (found.length > 0) return found;
  const whole = `${notice.subject} ${notice.lines.join(' ')}`;
  const named = findAddresses(notice.subject).filter((address) => !notice.own.has(address.toLowerCase()));
  return [...named, ...(named.length > 0 ? [] : bareNames(notice))].map((address) => failed(address, whole));
};

/** The addresses that a notice names only in advice. They are the last resort. */
export const asides: Family = (notice) => ofRank(notice, 'aside');

/** The text about an address; if it gives no reason, the whole notice. */
function openReasons({ lines, subject }: ReturnNotice): (address: string) => string {
  const explain = openExplainer(lines);
  const rest = lines
    .filter((line) => line.trim() !== '' && !ASIDE.test(line) && !FIELD.test(line))
    .join(' ')
    .trim();
  return (address) => {
    const near = explain(address);
    return saysWhy(near) ? near : `${near} ${near.includes(rest) ? '' : rest} ${subject}`;
  };
}

/** Users without a domain, in the lists of some systems: "not delivered to the following:". */
function bareNames({ lines, from }: ReturnNotice): string[] {
  const start = lines.findIndex((line) => /\b(?:following|recipients?|users?)\b[^:]{0,40}:\s*$/i.test(line));
  if (start < 0) return [];
  const name = lines
    .slice(start + 1, start + 6)
    .map((line) => /^\s{1,16}([a-z0-9][\w.-]{1,63})(?:\s{2,}.*|\s*)$/i.exec(line)?.[1])
    .find(Boolean);
  const address = name ? atHome(name, from) : null;
  return address ? [address] : [];
}
