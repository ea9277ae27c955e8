import { ReveilleError } from '../../domain/errors.ts';
import { formatCount } from '../markup/dates.ts';

/**
 * Throws INVALID_INPUT unless the number typed is the expected number: the last check before a send that cannot be
 * undone. Thousands separators are accepted.
 */
export function assertTyped(typed: string | undefined, expected: number, what: string): void {
  const digits = (typed ?? '').replaceAll(/[\s,.'’]/g, '');
  if (/^\d+$/.test(digits) && Number(digits) === expected) return;
  throw new ReveilleError(
    'INVALID_INPUT',
    `Nothing was sent: ${formatCount(expected)} ${expected === 1 ? 'reader' : 'readers'} would get ${what} now, but you typed a different number. Go back, check the number and type it again.`,
  );
}
