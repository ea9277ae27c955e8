import { DIGEST_FORMATS, FREQUENCIES } from '../../domain/choices.ts';
import { readZone } from '../../domain/zones.ts';
import { LANGUAGES } from '../../language/catalogues.ts';
import type { Choice } from './headings.ts';

function oneOf(known: readonly string[]): (cell: string) => string | null {
  return (cell) => known.find((each) => each === cell.toLowerCase()) ?? null;
}

const MAX_PAUSE_DAYS = 366;

/** A day of the calendar that a pause may last to; one that is over says nothing, and one for ever would hide a reader. */
function readDay(cell: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(cell)) return null;
  try {
    const day = Temporal.PlainDate.from(cell, { overflow: 'reject' });
    const days = Temporal.Now.plainDateISO('UTC').until(day).days;
    return days > 0 && days <= MAX_PAUSE_DAYS ? cell : null;
  } catch {
    return null;
  }
}

// A cell that is none of these leaves the choice to the newsletter: an odd time zone is no reason to lose a reader.
const READERS: Readonly<Record<Choice, (cell: string) => string | null>> = {
  language: (cell) => oneOf(LANGUAGES)(cell.split(/[-_]/, 1)[0] ?? ''),
  // In any case: Mailchimp writes America/New_york.
  zone: readZone,
  sendAt: (cell) => /^(?:[01]\d|2[0-3]):[0-5]\d/.exec(cell)?.[0] ?? null,
  frequency: oneOf(FREQUENCIES),
  format: oneOf(DIGEST_FORMATS),
  pausedUntil: readDay,
};

/** A reader's choice from a cell, or null where the cell says nothing that can be chosen. */
export function readChoice(choice: Choice, cell: string): string | null {
  return cell === '' ? null : READERS[choice](cell);
}

export function isChoice(role: string): role is Choice {
  return role in READERS;
}
