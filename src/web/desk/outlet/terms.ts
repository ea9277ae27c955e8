import { RIGHTS, type Right } from '../../../domain/story.ts';
import type { Grants } from '../../../newsroom/rights/grants.ts';
import { readTerritories, readUntil } from '../../../newsroom/rights/readTerms.ts';
import type { FieldProblems } from './typedFields.ts';

/** The fields of what an outlet or an agency allows. */
export const TERM_FIELDS = ['headline', 'summary', 'picture', 'notIn', 'credit', 'until'] as const;
export type TermField = (typeof TERM_FIELDS)[number];
export type TermTexts = Readonly<Record<TermField, string>>;

/** No right is recorded; it is granted; it is barred, which is stronger. */
export type Permission = 'usual' | 'grant' | 'bar';
const PERMISSIONS: readonly string[] = ['usual', 'grant', 'bar'] satisfies Permission[];

function permissionOf({ rights, barred }: Grants, right: Right): Permission {
  if (barred.includes(right)) return 'bar';
  return rights.includes(right) && right !== 'headline' ? 'grant' : 'usual';
}

/** The terms as the fields show them. */
export function writeTerms(terms: Grants): TermTexts {
  return {
    headline: permissionOf(terms, 'headline'),
    summary: permissionOf(terms, 'summary'),
    picture: permissionOf(terms, 'picture'),
    notIn: terms.notIn.join(', '),
    credit: terms.isCreditMandatory ? 'on' : 'off',
    until: terms.until?.toISOString().slice(0, 10) ?? '',
  };
}

/** The terms without any record. */
export const NO_TERMS: Grants = { rights: [], barred: [], notIn: [], isCreditMandatory: false, until: null };

/**
 * The stored terms with what a person changed in the fields, or what is wrong with each field. Fields that were not changed
 * keep what is stored.
 */
export function readTerms(
  stored: Grants,
  changed: Partial<TermTexts>,
): { terms: Grants; problems: FieldProblems<TermField> } {
  const problems: FieldProblems<TermField> = {};
  let { rights, barred, notIn, until } = stored;
  for (const right of RIGHTS) {
    const typed = changed[right];
    if (typed === undefined) continue;
    if (!PERMISSIONS.includes(typed)) problems[right] = 'Choose one of these.';
    barred = [...barred.filter((each) => each !== right), ...(typed === 'bar' ? [right] : [])];
    rights = [...rights.filter((each) => each !== right), ...(typed === 'grant' ? [right] : [])];
  }
  if (changed.notIn !== undefined) {
    const { codes, unknown } = readTerritories(changed.notIn);
    notIn = codes;
    if (unknown.length > 0)
      problems.notIn = `“${unknown[0]}” is not a country. Use names or codes with commas between them, such as Japan, KR.`;
  }
  if (changed.until !== undefined) {
    until = changed.until.trim() === '' ? null : readUntil(changed.until);
    if (until === null && changed.until.trim() !== '')
      problems.until = 'This is not a date. Use one such as 2027-12-31.';
  }
  const isCreditMandatory = changed.credit === undefined ? stored.isCreditMandatory : changed.credit === 'on';
  return { terms: { rights, barred, notIn, isCreditMandatory, until }, problems };
}
