import { findAddresses } from '../addresses.ts';
import { failed, type Family, type Found } from '../found.ts';
import type { Notice } from '../notice.ts';
import { recipientsOfOriginal } from '../originals.ts';
import { aol } from './aol.ts';
import { compuserve } from './compuserve.ts';
import { disposition } from './disposition.ts';
import { exchange } from './exchange.ts';
import { exim } from './exim.ts';
import { groupwise } from './groupwise.ts';
import { imail } from './imail.ts';
import { listserv } from './listserv.ts';
import { messagingServer } from './messagingServer.ts';
import { netscape } from './netscape.ts';
import { notes } from './notes.ts';
import { readHeaded } from './paragraphs.ts';
import { postfix } from './postfix.ts';
import { asides, prose } from './prose.ts';
import { qmail } from './qmail.ts';
import { report } from './report.ts';
import { sendmail } from './sendmail.ts';
import { isSuccess, isWarning, looksReturned } from './signs.ts';
import { saysWhy } from '../verdict.ts';
import { yahoo } from './yahoo.ts';

/** Written for machines: what they say holds as it stands. */
const STRUCTURED: readonly Family[] = [report, disposition];

/** Written for people by programs whose words are known, the most particular first. */
const KNOWN: readonly Family[] = [
  listserv,
  aol,
  compuserve,
  netscape,
  messagingServer,
  notes,
  groupwise,
  imail,
  yahoo,
  exim,
  postfix,
  sendmail,
  exchange,
  qmail,
];

function firstOf(families: readonly Family[], notice: Notice): Found[] {
  for (const family of families) {
    const found = family(notice);
    if (found.length > 0) return found;
  }
  return [];
}

/** A notice that only warns says "delayed" of all whom it names, and one that tells of success "delivered". */
function asTold(found: Found[], notice: Notice): Found[] {
  if (isSuccess(notice)) return found.map((one) => ({ ...one, event: 'delivered' }));
  return isWarning(notice) ? found.map((one) => ({ ...one, event: 'delayed' })) : found;
}

/**
 * One who has no reason of their own has that of the notice; where it names several, only what it says before it names
 * the first, for the rest is about the others.
 */
function withCommonReason(found: Found[], { flat, lines }: Notice): Found[] {
  const first = lines.findIndex((line) => findAddresses(line).length > 0);
  const common = found.length === 1 ? flat : lines.slice(0, Math.max(0, first)).join(' ');
  return found.map((one) =>
    saysWhy(one.diagnostic) ? one : { ...one, diagnostic: `${one.diagnostic} ${common}`.trim() },
  );
}

/** The recipients that a bounce of a known form names. */
export function readKnownBounce(notice: Notice): Found[] {
  const found = firstOf(STRUCTURED, notice);
  return found.length > 0 ? found : asTold(withCommonReason(firstOf(KNOWN, notice), notice), notice);
}

/**
 * The recipients of a bounce in anybody's words; where it names nobody, those of the message that it returns. Null for
 * what does not look like a returned mail.
 */
export function readAnyBounce(notice: Notice): Found[] | null {
  if (!looksReturned(notice)) return null;
  const found = prose(notice);
  if (found.length > 0) return asTold(found, notice);
  const reason = `${notice.subject} ${notice.lines.join(' ')}`.replace(/\s+/g, ' ');
  const named = recipientsOfOriginal(notice).map((address) => failed(address, reason));
  if (named.length > 0) return asTold(named, notice);
  // Last, those that it names in passing, or that it is also from or to where they stand like those that failed.
  const passing = asides(notice);
  return asTold(passing.length > 0 ? passing : readHeaded(notice.lines), notice);
}
