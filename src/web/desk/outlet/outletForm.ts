import { flattenText } from '../../../editions/text.ts';
import type { StoredOutlet } from '../../../newsroom/findOutlets.ts';
import type { Grants } from '../../../newsroom/rights/grants.ts';
import type { OutletTerms } from '../../../newsroom/rights/outletRights.ts';
import { optionalText } from '../../forms.ts';
import { readTerms, TERM_FIELDS, writeTerms } from './terms.ts';
import { withShown, type FieldProblems } from './typedFields.ts';

export const OUTLET_FIELDS = ['name', 'own', 'section', 'authority', ...TERM_FIELDS] as const;
export type OutletField = (typeof OUTLET_FIELDS)[number];
export type OutletTexts = Readonly<Record<OutletField, string>>;

export const OutletForm = withShown(OUTLET_FIELDS).extend({
  action: optionalText,
  feed: optionalText,
  sure: optionalText,
});

const MAX_NAME = 120;
const MAX_SECTION = 80;

/** The terms in an outlet's row. */
export function grantsOf(outlet: StoredOutlet): Grants {
  const { rights, barred, not_in, credit_mandatory, rights_until } = outlet;
  return { rights, barred, notIn: not_in, isCreditMandatory: credit_mandatory, until: rights_until };
}

/** An outlet as the fields show it. */
export function writeOutlet(outlet: StoredOutlet): OutletTexts {
  const { name, is_own, section, authority } = outlet;
  return {
    name,
    own: is_own ? 'on' : 'off',
    section: section ?? '',
    authority: String(authority),
    ...writeTerms(grantsOf(outlet)),
  };
}

/** What to store for the changed fields, or what is wrong with them. */
export function readOutletChange(
  outlet: StoredOutlet,
  changed: Partial<OutletTexts>,
): { terms: OutletTerms; problems: FieldProblems<OutletField> } {
  const { terms: grants, problems: found } = readTerms(grantsOf(outlet), changed);
  const problems: FieldProblems<OutletField> = { ...found };
  const isChanged = TERM_FIELDS.some((name) => changed[name] !== undefined);
  const terms: OutletTerms = isChanged ? { ...grants } : {};
  if (changed.name !== undefined) {
    const name = flattenText(changed.name);
    if (name === '' || name.length > MAX_NAME) problems.name = `Give a name of at most ${MAX_NAME} characters.`;
    terms.name = name;
  }
  if (changed.section !== undefined) {
    const section = flattenText(changed.section);
    if (section.length > MAX_SECTION) problems.section = `A section has at most ${MAX_SECTION} characters.`;
    terms.section = section === '' ? null : section;
  }
  if (changed.authority !== undefined) {
    const typed = changed.authority.trim().replace(',', '.');
    if (!/^\d(\.\d{1,2})?$/.test(typed) || Number(typed) > 5)
      problems.authority = 'Give a number from 0 to 5, such as 1 or 1.5.';
    terms.authority = Number(typed);
  }
  if (changed.own !== undefined) terms.isOwn = changed.own === 'on';
  return { terms, problems };
}
