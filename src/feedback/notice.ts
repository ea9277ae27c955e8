import { findAddresses } from './addresses.ts';
import { parseFields, valueOf, valuesOf } from './mail/headers.ts';
import { holdsMail, walk, type MailPart } from './mail/parts.ts';

/**
 * A mail, prepared for the search for failures. `lines`: the author's text up to the returned message; `text`: all
 * lines;
 * `flat`: the same in one line. `own`: the mail's own addresses in lower case, which are not failed recipients.
 * `originals`: the returned mails, or their headers.
 */
export type ReturnNotice = {
  mail: MailPart;
  from: string;
  subject: string;
  lines: string[];
  text: string;
  flat: string;
  own: ReadonlySet<string>;
  originals: MailPart[];
};

const MAX_LINES = 1_000;
const MAX_LINE = 1_000;
const MAX_TEXT = 64 * 1024;

const OWN_HEADERS = [
  'to',
  'cc',
  'from',
  'reply-to',
  'sender',
  'errors-to',
  'delivered-to',
  'x-original-to',
  'return-path',
];

/** Lines that end a notice and begin the returned message: a ruled line, a phrase in some languages, or a header. */
const ENDS: readonly RegExp[] = [
  /^[\s>]{0,8}[-=*_+#]{2,}.{0,80}\b(?:copy|original|forwarded|returned (?:message|mail)|unsent|undelivered (?:message|mail)|message headers?|headers? follows?|message (?:text|body|contents?|follows)|text of|below (?:this|the))\b/i,
  /^\s{0,8}-{2,}.{0,60}(?:原信|原邮件|原始邮件|拷贝|コピー|元の?メッセージ|копия|исходн|kopie|ursprünglich|copie|original|copia)/i,
  /^\s{0,8}>?(?:Received|Return-Path|Delivered-To|X-Original-To|MIME-Version):\s/i,
];
/** Announcements of the returned message. They end a notice only if it has named a recipient before. */
const ANNOUNCES =
  /^\s{0,8}(?:the )?(?:first \d+ (?:lines|bytes|characters)\b|original message (?:follows|as|headers?|text|body|is|below|:)|original message:?\s*$|your (?:original )?(?:message|mail) (?:reads|follows|was as follows|is (?:attached|below|reproduced|included))|(?:a )?copy of (?:the|your) (?:original )?(?:message|mail)\b|an? (?:extract|excerpt|summary) of the (?:undelivered|original)|old message:|message (?:headers?|text|body|contents?)(?: follows?)?:?\s*$|returned message:?\s*$|headers? of (?:the|your) (?:original )?message)/i;

function endOf(lines: readonly string[], own: ReadonlySet<string>): number {
  let hasNamed = false;
  for (const [at, line] of lines.entries()) {
    if (at > 0 && (ENDS.some((pattern) => pattern.test(line)) || (hasNamed && ANNOUNCES.test(line)))) return at;
    hasNamed ||= findAddresses(line).some((address) => !own.has(address.toLowerCase()));
  }
  return lines.length;
}

/** The header of a message that is returned as text below the notice, if it can be parsed. */
function originalIn(lines: readonly string[]): MailPart[] {
  const start = lines.findIndex((line) => /^\s{0,8}>?\s?[\w-]{2,40}:\s\S/.test(line));
  if (start < 0) return [];
  const { fields } = parseFields(lines.slice(start).map((line) => line.replace(/^\s{0,8}>\s?/, '')));
  return [{ type: 'message/rfc822', fields, text: '', parts: [] }];
}

/** The leaves written by the author of the mail, without attached mails. */
function* leavesOf(part: MailPart): Generator<MailPart> {
  if (holdsMail(part)) return;
  if (part.parts.length === 0) yield part;
  for (const inner of part.parts) yield* leavesOf(inner);
}

function linesOf(mail: MailPart): string[] {
  const leaves = [...leavesOf(mail)].filter(({ text }) => text.trim() !== '');
  const plain = leaves.filter(({ type }) => type !== 'text/html' && !type.startsWith('message/'));
  // Some systems write sentences for people into the machine-readable part.
  const machine = leaves.filter(({ type }) => type.startsWith('message/'));
  const words = plain.length > 0 ? plain : leaves.filter(({ type }) => type === 'text/html');
  const text = [...words, ...machine].map(({ text }) => text).join('\n\n');
  return text
    .slice(0, MAX_TEXT)
    .split(/\r\n|\r|\n/)
    .slice(0, MAX_LINES)
    .map((line) => line.slice(0, MAX_LINE).trimEnd());
}

/** Reads a mail, or one within another, as a notice. Linear. */
export function readNotice(mail: MailPart): ReturnNotice {
  const addresses = OWN_HEADERS.flatMap((name) => valuesOf(mail.fields, name)).flatMap(findAddresses);
  const own = new Set(addresses.map((address) => address.toLowerCase()));
  const all = linesOf(mail);
  const end = endOf(all, own);
  const lines = all.slice(0, end);
  return {
    mail,
    from: valueOf(mail.fields, 'from'),
    subject: valueOf(mail.fields, 'subject'),
    lines,
    text: lines.join('\n'),
    flat: lines.join(' ').replace(/\s+/g, ' '),
    own,
    originals: [...[...walk(mail)].filter(holdsMail).flatMap(({ parts }) => parts), ...originalIn(all.slice(end))],
  };
}
