import type { Config } from '../platform/config.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Edition } from './load.ts';

/**
 * True if a send of this edition goes to the built-in inbox, because there is no relay. A correction follows the
 * edition
 * that it corrects. Throws EDITION_STATE if that edition was really sent and no relay is configured.
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
      `Edition ${edition.id} is for readers who got a real mail, but SMTP_URL names no relay.`,
    );
  return edition.is_rehearsal;
}
