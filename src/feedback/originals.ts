import { findAddresses, parseNamed } from './addresses.ts';
import { type Field, valueOf, valuesOf } from './mail/headers.ts';
import type { ReturnNotice } from './notice.ts';

/** Headers in which mail systems record the recipient, then those of the sender. */
const FOR = [
  'original-rcpt-to',
  'x-hmxmroriginalrecipient',
  'x-original-to',
  'x-rcpt-to',
  'x-failed-recipients',
  'delivered-to',
  'envelope-to',
];

/** Parses a return path that contains its recipient (VERP): "bounces+user=example.org@list.example". */
export function parseVerp(address: string): string | null {
  const local = address.slice(0, address.lastIndexOf('@'));
  const coded = /[+-]([^+]{1,64})=([^=]{1,253})$/.exec(local);
  return coded ? parseNamed(`${coded[1]}@${coded[2]}`) : null;
}

/** The recipient's address in an unsubscribe link or address, as used by many senders. */
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

/** The recipients of a returned message, by its own header. The To of a mailing list names the list, not the reader. */
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
 * The recipients of the returned message, for a mail that names none itself: by its own envelope, then by the header of
 * the returned message.
 */
export function recipientsOfOriginal({ mail, originals }: ReturnNotice): string[] {
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
