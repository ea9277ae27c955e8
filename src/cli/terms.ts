import { RIGHTS, type Right } from '../domain/story.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Grants } from '../newsroom/rights/grants.ts';
import { readTerritories, readUntil } from '../newsroom/rights/readTerms.ts';
import type { TermOptions } from './syntax/termsSyntax.ts';

const list = (text: string): string[] => text.split(',').map((part) => part.trim());

/** Parses a list of rights; "none" is the empty list. Throws USAGE. */
function parseRights(option: string, text: string): Right[] {
  if (text.trim() === 'none') return [];
  const rights = list(text);
  const unknown = rights.find((right) => !(RIGHTS as readonly string[]).includes(right));
  if (unknown !== undefined)
    throw new ReveilleError('USAGE', `${option} does not accept "${unknown}"; use ${RIGHTS.join(', ')}, or none.`);
  return [...new Set(rights as Right[])];
}

function parseTerritories(text: string): string[] {
  if (text.trim() === 'none') return [];
  const { codes, unknown } = readTerritories(text);
  if (unknown[0] !== undefined || codes.length === 0)
    throw new ReveilleError(
      'USAGE',
      `--not-in: "${unknown[0] ?? text}" is not a country; use a code or a name, for example JP or Japan.`,
    );
  return codes;
}

/** Parses a date or an instant. A date counts to the end of its day in UTC. */
function parseUntil(text: string): Date | null {
  if (text.trim() === 'none') return null;
  const at = readUntil(text);
  if (at === null)
    throw new ReveilleError(
      'USAGE',
      `--until "${text}" is not valid; use a date such as 2026-12-31, an instant, or none.`,
    );
  return at;
}

/** Parses the terms that were given. Throws USAGE. */
export function toTerms({ rights, bar, notIn, creditMandatory, until }: TermOptions): Partial<Grants> {
  return {
    ...(rights === undefined ? {} : { rights: parseRights('--rights', rights) }),
    ...(bar === undefined ? {} : { barred: parseRights('--bar', bar) }),
    ...(notIn === undefined ? {} : { notIn: parseTerritories(notIn) }),
    ...(creditMandatory === undefined ? {} : { isCreditMandatory: creditMandatory }),
    ...(until === undefined ? {} : { until: parseUntil(until) }),
  };
}
