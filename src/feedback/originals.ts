import { findAddresses, parseNamed } from './addresses.ts';
import { type Field, valueOf, valuesOf } from './mail/headers.ts';
import type { Notice } from './notice.ts';

/** Where systems on the way write down whom they take a message for, then where its sender did. */
const FOR = [
  'original-rcpt-to',
  'x-hmxmroriginalrecipient',
  'x-original-to',
  'x-rcpt-to',
  'x-failed-recipients',
  'delivered-to',
  'envelope-to',
];

/** "bounces+user=example.org@list.example": a return path that names its reader (VERP). */
export function parseVerp(address: string): string | null {
  const local = address.slice(0, address.lastIndexOf('@'));
  const coded = /[+-]([^+]{1,64})=([^=]{1,253})$/.exec(local);
  return coded ? parseNamed(`${coded[1]}@${coded[2]}`) : null;
}

/** An address in an unsubscribe link or address, as many senders put it there. */
function inUnsubscribe(value: string): string[] {
  const links = value.match(/<[^<>]{1,1000}>/g) ?? [];
  return links.flatMap((link) => {
    const query = /[?&](?:e-?mail|address|to|recipient|r|u)=([^&>\s]{3,400})/i.exec(link)?.[1];
    const verp = /mailto:([^?>\s]{3,320})/i.exec(link)?.[1];
    const named = [query && parseNamed(safeDecode(query)), verp && parseVerp(verp)];
    return named.flatMap((address) => address || []);
  });
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whom a returned message was for, as its own header says; a mailing list's To names the list, not the reader. */
function recipientsOf(fields: readonly Field[]): string[] {
  for (const name of FOR) {
    const named = valuesOf(fields, name).flatMap(findAddresses);
    if (named.length > 0) return named.slice(0, 1);
  }
  const coded = [valueOf(fields, 'return-path'), valueOf(fields, 'errors-to')]
    .flatMap(findAddresses)
    .flatMap((a) => parseVerp(a) ?? []);
  if (coded.length > 0) return coded;
  const unsubscribe = valuesOf(fields, 'list-unsubscribe').flatMap(inUnsubscribe);
  if (unsubscribe.length > 0) return unsubscribe.slice(0, 1);
  const lists = ['list-post', 'x-beenthere', 'sender', 'from', 'reply-to', 'x-mailing-list']
    .flatMap((name) => valuesOf(fields, name))
    .flatMap(findAddresses);
  const listed = new Set(lists.map((address) => address.toLowerCase()));
  return valuesOf(fields, 'to')
    .flatMap(findAddresses)
    .filter((address) => !listed.has(address.toLowerCase()));
}

/**
 * Whom the message was for that a mail returns, for a mail that names nobody itself: what its own envelope says, then
 * the header of what it returns.
 */
export function recipientsOfOriginal({ mail, originals }: Notice): string[] {
  const coded = ['to', 'delivered-to', 'x-original-to']
    .flatMap((name) => valuesOf(mail.fields, name))
    .flatMap(findAddresses)
    .flatMap((address) => parseVerp(address) ?? []);
  if (coded.length > 0) return [...new Set(coded)];
  for (const { fields } of originals) {
    const recipients = recipientsOf(fields);
    if (recipients.length > 0) return [...new Set(recipients)].slice(0, 20);
  }
  return [];
}
