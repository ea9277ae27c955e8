import { ReveilleError } from '../domain/errors.ts';
import { readId } from '../domain/numbers.ts';

/** The id or the place of something that a form or a path names. Throws NOT_FOUND: "There is no such story." */
export function namedId(what: string, typed: string | undefined): number {
  const id = readId(typed ?? '');
  if (id === null) throw new ReveilleError('NOT_FOUND', `There is no such ${what}.`);
  return id;
}
