import { ReveilleError } from '../domain/errors.ts';

/** The number in a form or path that names `what`. Throws NOT_FOUND for everything else, and for a missing one. */
export function parseNumber(what: string, text: string | undefined): number {
  if (!/^\d{1,9}$/.test(text ?? '')) throw new ReveilleError('NOT_FOUND', `There is no such ${what}.`);
  return Number(text);
}
