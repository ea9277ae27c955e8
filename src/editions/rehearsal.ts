import type { Config } from '../platform/config.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Edition } from './load.ts';

/**
 * Whether a send of this edition ends in the built-in inbox: without a relay; a correction goes where what it
 * corrects went. Throws EDITION_STATE where readers were mailed for real and no relay is named.
 */
export function isRehearsalOf(
  { config }: { config: Config },
  edition: Pick<Edition, 'id' | 'is_rehearsal'>,
  isCorrection: boolean,
): boolean {
  const hasRelay = config.relays.length > 0;
  if (!isCorrection) return !hasRelay;
  if (!edition.is_rehearsal && !hasRelay)
    throw new ReveilleError(
      'EDITION_STATE',
      `Edition ${edition.id} is for readers who were mailed for real, and SMTP_URL names no relay.`,
    );
  return edition.is_rehearsal;
}
