import { countCharacters } from '../../editions/text.ts';
import type { Newsletter } from '../../editions/newsletters/newsletters.ts';
import { judgeMessage } from '../preflight/message.ts';
import type { Digest } from '../../render/render.ts';
import { findMissingIdentity, nameMissing, setMissing } from '../../editions/newsletters/identity.ts';
import type { LintFinding } from './finding.ts';

// Gmail cuts larger mails. The format for slow connections promises a smaller size, with signatures.
const GMAIL_CUTS_BYTES = 102_000;
const BUDGET_BYTES = { full: 80_000, text: 15_000, headlines: 15_000 } as const;
// What mailboxes show next to the sender, on a wide screen.
const SUBJECT_LENGTH = 70;
const PREHEADER_LENGTH = 140;

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;

/** Checks the size of one message, and reports the stories that did not fit. */
export function checkSize(
  {
    bytes,
    variant,
    droppedStories,
    hasDroppedSlots,
  }: Pick<Digest, 'bytes' | 'variant' | 'droppedStories' | 'hasDroppedSlots'>,
  place: string,
): LintFinding[] {
  const found: LintFinding[] = [];
  const budget = BUDGET_BYTES[variant.format];
  if (bytes > GMAIL_CUTS_BYTES)
    found.push({
      code: 'size',
      severity: 'error',
      message: `A message has ${kilobytes(bytes)}; Gmail cuts it at ${kilobytes(GMAIL_CUTS_BYTES)}, which removes the unsubscribe link.`,
      place,
    });
  else if (bytes > budget)
    found.push({
      code: 'size',
      severity: 'warning',
      message: `A message has ${kilobytes(bytes)}. Above ${kilobytes(budget)}, it loads slowly on some connections.`,
      place,
    });
  if (droppedStories > 0)
    found.push({
      code: 'left-out',
      severity: 'warning',
      message: `There is no room for the last ${droppedStories === 1 ? 'story' : `${droppedStories} stories`}.`,
      place,
    });
  if (hasDroppedSlots)
    found.push({
      code: 'left-out',
      severity: 'warning',
      message: 'There is no room for the sponsor’s slot and the house notice.',
      place,
    });
  return found;
}

/** Checks what a mailbox shows before the mail is opened. */
export function checkInboxLine({ subject, preheader }: Pick<Digest, 'subject' | 'preheader'>): LintFinding[] {
  const found: LintFinding[] = [];
  const warn = (code: 'subject' | 'preheader', message: string): void =>
    void found.push({ code, severity: 'warning', message, place: code });
  const length = countCharacters(subject);
  if (length > SUBJECT_LENGTH)
    warn('subject', `It has ${length} characters; wide screens show about ${SUBJECT_LENGTH}, telephones 40.`);
  const after = countCharacters(preheader);
  if (after === 0) warn('preheader', 'The mail has no preheader, so inboxes show its first words instead.');
  else if (preheader === subject) warn('preheader', 'It repeats the subject.');
  else if (after > PREHEADER_LENGTH) warn('preheader', `It has ${after} characters, but no inbox shows more than 140.`);
  return found;
}

/** Checks headers and links that providers require, as `reveille preflight` does. A trial's address is not https. */
export async function checkHeaders(eml: Buffer, { isTrial }: { isTrial: boolean }): Promise<LintFinding[]> {
  const findings = await judgeMessage(eml);
  return findings.flatMap(({ check, outcome, found, todo }): LintFinding[] => {
    if (outcome !== 'fail' || (check !== 'headers' && check !== 'format' && check !== 'body-link')) return [];
    const severity = check === 'headers' && isTrial ? 'warning' : 'error';
    return [{ code: check, severity, message: [found, todo].filter(Boolean).join(' '), place: 'message' }];
  });
}

/** Checks what the footer lacks. Without it, no relay on another machine is used. */
export function checkIdentity(newsletter: Newsletter): LintFinding[] {
  const missing = findMissingIdentity(newsletter);
  if (missing.length === 0) return [];
  const message = `It has ${nameMissing(missing)}: set it with "${setMissing(newsletter.slug, missing)}".`;
  return [{ code: 'identity', severity: 'error', message, place: 'footer' }];
}
