import { isDay } from '../domain/due.ts';
import { EDITION_KINDS, type EditionKind } from '../domain/states.ts';

/** What distinguishes a newsletter's editions of one date. */
export type EditionName = { date: string; kind: EditionKind; number: number };

/**
 * The path of an edition's page, which mails, feeds and search engines keep: `/editions/SLUG/DATE` for the daily
 * edition, `/editions/SLUG/DATE/special` for another kind, `…/special-2` for the second of that kind.
 */
export function editionPath(slug: string, { date, kind, number }: EditionName): string {
  const day = `/editions/${slug}/${date}`;
  if (kind === 'daily' && number === 1) return day;
  return `${day}/${number === 1 ? kind : `${kind}-${number}`}`;
}

/** Follows an edition's path: the page where readers say whether it was worth their time. */
export const OPINION_PATH = '/opinion';

/** Parses the two parts after the slug. Null if no edition's page has that path. */
export function parseEditionName(date: string, which: string | undefined): EditionName | null {
  if (!isDay(date)) return null;
  if (which === undefined) return { date, kind: 'daily', number: 1 };
  const match = /^([a-z]+)(?:-([1-9]\d{0,3}))?$/.exec(which);
  const kind = EDITION_KINDS.find((each) => each === match?.[1]);
  const number = Number(match?.[2] ?? 1);
  // One page has one address, so neither "special-1" nor "daily" is valid.
  if (!kind || match?.[2] === '1' || (kind === 'daily' && number === 1)) return null;
  return { date, kind, number };
}
