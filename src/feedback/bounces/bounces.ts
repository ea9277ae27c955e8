import { findAddresses } from '../addresses.ts';
import { failed, type Family, type Found } from '../found.ts';
import type { ReturnNotice } from '../notice.ts';
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

/** Machine-readable formats. Their statements are used as they are. */
const STRUCTURED: readonly Family[] = [report, disposition];

/** Formats for people, by programs with known wording. The most specific come first. */
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

function firstOf(families: readonly Family[], notice: ReturnNotice): Found[] {
  for (const family of families) {
    const found = family(notice);
    if (found.length > 0) return found;
  }
  return [];
}

/** In a notice that only warns, all recipients are "delayed"; in a success report, they are "delivered". */
function asTold(found: Found[], notice: ReturnNotice): Found[] {
  if (isSuccess(notice)) return found.map((one) => ({ ...one, event: 'delivered' }));
  return isWarning(notice) ? found.map((one) => ({ ...one, event: 'delayed' })) : found;
}

/**
 * Gives recipients without a reason the reason of the notice. If the notice names several, only the text before the
 * first
 * of them counts, because the rest is about the others.
 */
function withCommonReason(found: Found[], { flat, lines }: ReturnNotice): Found[] {
  const first = lines.findIndex((line) => findAddresses(line).length > 0);
  const common = found.length === 1 ? flat : lines.slice(0, Math.max(0, first)).join(' ');
  return found.map((one) =>
    saysWhy(one.diagnostic) ? one : { ...one, diagnostic: `${one.diagnostic} ${common}`.trim() },
  );
}

/** The recipients in a bounce of a known format. */
export function readKnownBounce(notice: ReturnNotice): Found[] {
  const found = firstOf(STRUCTURED, notice);
  return found.length > 0 ? found : asTold(withCommonReason(firstOf(KNOWN, notice), notice), notice);
}

/**
 * The recipients in a bounce of any wording. If it names nobody, those of the returned message. Null if the mail does
 * not
 * look like a returned mail.
 */
export function readAnyBounce(notice: ReturnNotice): Found[] | null {
  if (!looksReturned(notice)) return null;
  const found = prose(notice);
  if (found.length > 0) return asTold(found, notice);
  const reason = `${notice.subject} ${notice.lines.join(' ')}`.replace(/\s+/g, ' ');
  const named = recipientsOfOriginal(notice).map((address) => failed(address, reason));
  if (named.length > 0) return asTold(named, notice);
  // The last resort: addresses in passing, and the mail's own sender and recipients if they are listed like failed
  // ones.
  const passing = asides(notice);
  return asTold(passing.length > 0 ? passing : readHeaded(notice.lines), notice);
}
