import { DIGEST_FORMATS, FREQUENCIES } from '../../domain/choices.ts';
import { isDay } from '../../domain/due.ts';
import { readZone } from '../../domain/zones.ts';
import { LANGUAGES } from '../../language/catalogues.ts';
import { MAX_PAUSE_DAYS } from '../choices.ts';
import type { Choice } from './headings.ts';

function oneOf(known: readonly string[]): (cell: string) => string | null {
  return (cell) => known.find((each) => each === cell.toLowerCase()) ?? null;
}

/** A valid end of a pause. A past day has no effect, and an endless pause would hide a reader. */
function readDay(cell: string): string | null {
  if (!isDay(cell)) return null;
  const { days } = Temporal.Now.plainDateISO('UTC').until(cell);
  return days > 0 && days <= MAX_PAUSE_DAYS ? cell : null;
}

// An invalid cell leaves the choice to the newsletter: an odd time zone is no reason to lose a reader.
const READERS: Readonly<Record<Choice, (cell: string) => string | null>> = {
  language: (cell) => oneOf(LANGUAGES)(cell.split(/[-_]/, 1)[0] ?? ''),
  // Case does not matter: Mailchimp writes America/New_york.
  zone: readZone,
  sendAt: (cell) => /^(?:[01]\d|2[0-3]):[0-5]\d/.exec(cell)?.[0] ?? null,
  frequency: oneOf(FREQUENCIES),
  format: oneOf(DIGEST_FORMATS),
  pausedUntil: readDay,
};

/** Reads a reader's choice from a cell. Null if the cell holds no valid choice. */
export function readChoice(choice: Choice, cell: string): string | null {
  return cell === '' ? null : READERS[choice](cell);
}

export function isChoice(role: string): role is Choice {
  return role in READERS;
}
