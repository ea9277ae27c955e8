import { isSame, parseTyped } from '../addresses.ts';
import type { Event, Family, Found } from '../found.ts';
import { parseFields, type Field, valueOf } from '../mail/headers.ts';
import { walk, type MailPart } from '../mail/parts.ts';
import { openExplainer } from './paragraphs.ts';

const MAX_RECIPIENTS = 500;

/** The recipient fields in the order of trust: the sender's original address first, rewritten addresses last. */
const NAMES = ['original-recipient', 'final-recipient', 'x-actual-recipient', 'x-display-name'];
const EVENTS: readonly Event[] = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'];

function isReport({ type }: MailPart): boolean {
  return type === 'message/delivery-status' || type === 'message/global-delivery-status';
}

/** The groups of fields in a report. Some systems omit the empty lines between them. */
function groupsOf(part: MailPart): Field[][] {
  const groups: Field[][] = [];
  const own = part.fields.filter(({ name }) => !/^content-|^mime-/.test(name));
  const blocks = part.text.split(/(?:[ \t]*\r?\n){2,}/);
  for (const fields of [own, ...blocks.map((block) => parseFields(block.split(/\r?\n/)).fields)]) {
    let group: Field[] = [];
    for (const field of fields) {
      const isAgain = NAMES.includes(field.name) && group.some(({ name }) => name === field.name);
      if (isAgain) {
        groups.push(group);
        group = [];
      }
      group.push(field);
    }
    if (group.length > 0) groups.push(group);
  }
  return groups;
}

function eventOf(fields: readonly Field[]): Event {
  const said = valueOf(fields, 'action').toLowerCase();
  const event = EVENTS.find((name) => said.startsWith(name));
  if (event) return event;
  if (said.startsWith('deliver')) return 'delivered';
  const digit = valueOf(fields, 'status')[0];
  if (digit === '2') return 'delivered';
  return digit === '4' || said.startsWith('delay') ? 'delayed' : 'failed';
}

/** The comment in brackets after a value: "failed (Bad destination mailbox address)". */
function commentOf(value: string): string {
  return /\(([^()]{1,300})\)/.exec(value)?.[1] ?? '';
}

function read(fields: readonly Field[]): Found | null {
  const address = NAMES.map((name) => parseTyped(valueOf(fields, name))).find((found) => found?.includes('@'));
  if (!address) return null;
  const code = valueOf(fields, 'diagnostic-code').replace(/^\s*[\w.-]{1,40}\s*;\s*/, '');
  const comments = [valueOf(fields, 'status'), valueOf(fields, 'action')].map(commentOf);
  return {
    address,
    event: eventOf(fields),
    status: valueOf(fields, 'status'),
    diagnostic: [code, ...comments, valueOf(fields, 'x-supplementary-info')].filter(Boolean).join(' '),
  };
}

/** If the report has neither a reason nor a meaningful status, adds the reason from the text part. */
function withReason(found: Found, explain: (address: string) => string): Found {
  if (found.diagnostic || /^(?:2\.|[45]\.(?!0\.0\b)\d)/.test(found.status)) return found;
  return { ...found, diagnostic: explain(found.address) };
}

/**
 * A delivery status notification (RFC 3464, RFC 6533), also inside a wrapper. If it reports a recipient several times,
 * one delivered copy counts more than failed ones.
 */
export const report: Family = ({ mail, lines }) => {
  const found = [...walk(mail)]
    .filter(isReport)
    .flatMap(groupsOf)
    .flatMap((fields) => read(fields) ?? [])
    .slice(0, MAX_RECIPIENTS);
  const delivered = found.filter(({ event }) => event === 'delivered');
  const kept = found.filter(
    (one) => one.event === 'delivered' || !delivered.some(({ address }) => isSame(address, one.address)),
  );
  const explain = openExplainer(lines);
  return kept.map((one) => withReason(one, explain));
};
