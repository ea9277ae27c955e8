import { ReveilleError } from '../../domain/errors.ts';
import { formatCount } from '../markup/dates.ts';

/**
 * What is wrong with the number typed, or null if it is the expected one: the last check before a send that cannot be
 * undone. Thousands separators are accepted.
 */
export function faultOfTyped(typed: string | undefined, expected: number, what: string): string | null {
  const digits = (typed ?? '').replaceAll(/[\s,.'’]/g, '');
  if (/^\d+$/.test(digits) && Number(digits) === expected) return null;
  return `Nothing was sent: ${formatCount(expected)} ${expected === 1 ? 'reader' : 'readers'} would get ${what} now, but you typed a different number. Check the number and type it again.`;
}

/** Throws INVALID_INPUT unless the number typed is the expected number. */
export function assertTyped(typed: string | undefined, expected: number, what: string): void {
  const fault = faultOfTyped(typed, expected, what);
  if (fault !== null) throw new ReveilleError('INVALID_INPUT', fault);
}
