import { z } from 'zod';
import { instantOf, isDay } from '../../../domain/due.ts';
import { ReveilleError } from '../../../domain/errors.ts';
import { SUBSCRIPTION_STATES, type SubscriptionState } from '../../../domain/states.ts';
import { SOURCES, type ReaderFilter, type Source } from '../../../readers/search/readerFilter.ts';
import { optionalText, text } from '../../forms.ts';
import { html, type Html } from '../../markup/html.ts';
import { deskZone } from '../deskZone.ts';
import type { Web } from '../../web.ts';

/** The words of the desk for the state of a subscription. */
export const SUBSCRIPTION_STATE_NAMES: Readonly<Record<SubscriptionState, string>> = {
  active: 'Active',
  pending: 'Waiting for confirmation',
  unsubscribed: 'Unsubscribed',
};

const SOURCE_NAMES: Readonly<Record<Source, string>> = {
  'sign-up': 'Sign-up form',
  import: 'Imported list',
  desk: 'Added at the desk',
};

const MAX_TEXT = 200;
/** A choice of a list, or none. A value that is not in the list is refused: without it, an export would have more readers. */
const choice = <T extends string>(values: readonly T[]) =>
  optionalText
    .refine((typed) => !typed || values.some((each) => each === typed), 'There is no such choice.')
    .transform((typed) => values.find((each) => each === typed) ?? null);

/** The fields of the search, as its form, its pager and the export send them. */
export const FilterForm = z.object({
  q: text.transform((typed) => typed.slice(0, MAX_TEXT)),
  newsletter: optionalText,
  state: choice(SUBSCRIPTION_STATES),
  suppressed: choice(['yes', 'no']),
  source: choice(SOURCES),
  since: text.refine((typed) => typed === '' || isDay(typed), 'A day is written as 2026-11-30.'),
});
export type FilterFields = z.infer<typeof FilterForm>;

export const NO_FILTER: FilterFields = FilterForm.parse({});

export type NewsletterName = { id: number; slug: string; name: string; zone: string };

export function listNewsletterNames({ db }: Pick<Web, 'db'>): Promise<NewsletterName[]> {
  return db.selectFrom('newsletters').select(['id', 'slug', 'name', 'zone']).orderBy('id').execute();
}

/** The filter that the fields ask for. A day begins in the desk's zone. Throws INVALID_INPUT if there is no such newsletter. */
export async function readFilter(web: Web, fields: FilterFields): Promise<ReaderFilter> {
  const newsletters = await listNewsletterNames(web);
  const newsletter = newsletters.find(({ slug }) => slug === fields.newsletter);
  if (fields.newsletter && !newsletter)
    throw new ReveilleError('INVALID_INPUT', `There is no newsletter ${fields.newsletter}.`);
  return {
    text: fields.q,
    newsletterId: newsletter?.id ?? null,
    state: fields.state,
    isSuppressed: fields.suppressed === null ? null : fields.suppressed === 'yes',
    source: fields.source,
    since: fields.since === '' ? null : instantOf(fields.since, '00:00', await deskZone(web)),
  };
}

/** True if anything is looked for. */
export function isFiltered(fields: FilterFields): boolean {
  return Object.values(fields).some(Boolean);
}

function select(
  name: string,
  label: string,
  any: string,
  options: readonly (readonly [string, string])[],
  chosen: string | null | undefined,
): Html {
  return html`<p class="field">
    <label for="${name}">${label}</label>
    <select id="${name}" name="${name}">
      <option value="">${any}</option>
      ${options.map(([value, words]) => html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${words}</option>`)}
    </select>
  </p>`;
}

/** The visible fields of the search. */
export function filterInputs(fields: FilterFields, newsletters: readonly NewsletterName[]): Html {
  return html`<p class="field find-text">
      <label for="q">Part of an address or a name</label>
      <input
        id="q"
        name="q"
        type="search"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        maxlength="${MAX_TEXT}"
        value="${fields.q}"
      />
    </p>
    ${
      newsletters.length > 1
        ? select(
            'newsletter',
            'Newsletter',
            'Any',
            newsletters.map(({ slug, name }) => [slug, name]),
            fields.newsletter,
          )
        : ''
    }
    ${select('state', 'State', 'Any', Object.entries(SUBSCRIPTION_STATE_NAMES), fields.state)}
    ${select(
      'suppressed',
      'Suppressed',
      'Any',
      [
        ['yes', 'Yes'],
        ['no', 'No'],
      ],
      fields.suppressed,
    )}
    ${select('source', 'Source', 'Any', Object.entries(SOURCE_NAMES), fields.source)}
    <p class="field">
      <label for="since">Added since</label>
      <input id="since" name="since" type="date" value="${fields.since}" />
    </p>`;
}

/** The same fields, hidden, for forms that concern what was found. */
export function hiddenFilter(fields: FilterFields): Html[] {
  return Object.entries(fields)
    .filter(([, value]) => value)
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`);
}
