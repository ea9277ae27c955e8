import { territoryOf } from '../../domain/territories.ts';
import type { Grants } from './grants.ts';

/** Territories as people type them, separated by commas: ISO 3166 codes, and the words that are no country. */
export function readTerritories(text: string): { codes: string[]; unknown: string[] } {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const codes = names.map((name) => territoryOf(name));
  return {
    codes: [...new Set(codes.filter((code) => code !== null))],
    unknown: names.filter((_, at) => codes[at] === null),
  };
}

/** A date, which counts to the end of its day in UTC, or an instant. Null if the text is neither. */
export function readUntil(text: string): Date | null {
  const typed = text.trim();
  if (!/^\d{4}-\d{2}-\d{2}/.test(typed)) return null;
  const at = new Date(typed.length === 10 ? `${typed}T23:59:59.999Z` : typed);
  return Number.isNaN(at.getTime()) ? null : at;
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
