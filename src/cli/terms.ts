import { RIGHTS, type Right } from '../domain/story.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Grants } from '../newsroom/rights/grants.ts';
import { territoryOf } from '../domain/territories.ts';
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
  return [
    ...new Set(
      list(text).map((name) => {
        const code = territoryOf(name);
        if (code === null)
          throw new ReveilleError(
            'USAGE',
            `--not-in: "${name}" is not a country; use a code or a name, for example JP or Japan.`,
          );
        return code;
      }),
    ),
  ];
}

/** Parses a date or an instant. A date counts to the end of its day in UTC. */
function parseUntil(text: string): Date | null {
  if (text.trim() === 'none') return null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text.trim());
  const at = new Date(isDay ? `${text.trim()}T23:59:59.999Z` : text);
  if (Number.isNaN(at.getTime()) || !/^\d{4}-\d{2}-\d{2}/.test(text.trim()))
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

/** The terms as text, for a list. */
export function describeTerms({ rights, barred, notIn, isCreditMandatory, until }: Grants): string {
  return [
    rights.length > 0 ? `grants ${rights.join(', ')}` : 'grants nothing',
    barred.length > 0 ? `bars ${barred.join(', ')}` : '',
    notIn.length > 0 ? `not in ${notIn.join(', ')}` : '',
    isCreditMandatory ? 'credit mandatory' : '',
    until ? `until ${until.toISOString()}` : '',
  ]
    .filter(Boolean)
    .join('; ');
}
