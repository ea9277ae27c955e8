import { EDITION_KINDS, type EditionKind } from '../domain/states.ts';

/** What tells a newsletter's editions of one date apart. */
export type EditionName = { date: string; kind: EditionKind; number: number };

/**
 * The path of an edition's page, of which mails, feeds and search engines keep copies: `/editions/SLUG/DATE` of the
 * daily edition, `/editions/SLUG/DATE/special` of another, `…/special-2` of the second of its kind.
 */
export function editionPath(slug: string, { date, kind, number }: EditionName): string {
  const day = `/editions/${slug}/${date}`;
  if (kind === 'daily' && number === 1) return day;
  return `${day}/${number === 1 ? kind : `${kind}-${number}`}`;
}

/** Reads the two parts behind the slug; null where no edition's page has that path. */
export function parseEditionName(date: string, which: string | undefined): EditionName | null {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(date) && new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date);
  if (!isDate) return null;
  if (which === undefined) return { date, kind: 'daily', number: 1 };
  const match = /^([a-z]+)(?:-([1-9]\d{0,3}))?$/.exec(which);
  const kind = EDITION_KINDS.find((each) => each === match?.[1]);
  const number = Number(match?.[2] ?? 1);
  // One page, one address: neither "special-1" nor "daily".
  if (!kind || match?.[2] === '1' || (kind === 'daily' && number === 1)) return null;
  return { date, kind, number };
}
