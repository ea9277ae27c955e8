import { isReveilleError } from '../../../domain/errors.ts';
import { listNewsletters, type Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { flattenText } from '../../../editions/text.ts';
import { agencyKey, listAgencies, removeAgency, setAgency } from '../../../newsroom/rights/agencies.ts';
import { optionalText, readForm } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { agenciesPage, type AgencyList, type AgencyRefused } from './agenciesPage.ts';
import { NO_TERMS, readTerms, TERM_FIELDS, writeTerms, type TermTexts } from './terms.ts';
import { readChanged, withShown } from './typedFields.ts';

const DONE = ['set', 'remove'] as const;
export type AgencyDone = (typeof DONE)[number];

const AgencyForm = withShown(TERM_FIELDS).extend({
  action: optionalText,
  newsletter: optionalText,
  agency: optionalText,
});

async function answer(web: Web, c: WebContext, refused: AgencyRefused | null): Promise<Response> {
  const newsletters = await listNewsletters(web);
  const lists = await Promise.all(
    newsletters.map(async (newsletter): Promise<AgencyList> => ({
      newsletter,
      agencies: await listAgencies(web, newsletter.id),
    })),
  );
  setPolicy(c, 'desk');
  const done = DONE.find((each) => each === c.req.query('done')) ?? null;
  const page = agenciesPage(web.site, c.var.staff!, {
    lists,
    refused,
    done: refused ? null : done,
  });
  return c.html(page, refused ? 422 : 200);
}

/** What agencies allow, for each newsletter. */
export function showAgencies(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, null);
}

type Fields = Readonly<Record<string, string | undefined>>;

/** Records what is new or changed of an agency. Returns what is wrong instead, if anything is. */
async function save(
  web: Web,
  newsletter: Newsletter,
  { name, fields, actor }: { name: string; fields: Fields; actor: string },
): Promise<AgencyRefused | null> {
  const key = agencyKey(name);
  const known = (await listAgencies(web, newsletter.id)).find((agency) => agency.key === key);
  const stored = known ?? NO_TERMS;
  const isNew = fields['was_summary'] === undefined;
  const none = writeTerms(NO_TERMS);
  const typed = Object.fromEntries(TERM_FIELDS.map((field) => [field, fields[field] ?? none[field]])) as TermTexts;
  const { changed, overtaken } = isNew
    ? { changed: typed, overtaken: {} }
    : readChanged(TERM_FIELDS, fields, writeTerms(stored));
  const refused = (problems: AgencyRefused['problems']): AgencyRefused => ({
    newsletter: newsletter.slug,
    agency: isNew ? null : name,
    typed: { ...typed, name },
    problems,
  });
  if (isNew && key === '') return refused({ agency: 'Give the name of the agency, as credits write it.' });
  if (isNew && known) return refused({ agency: `${known.name} is in the list already: change it there.` });
  if (Object.keys(overtaken).length > 0) return refused(overtaken);
  const { terms, problems } = readTerms(stored, changed);
  if (Object.keys(problems).length > 0) return refused(problems);
  if (isNew || Object.keys(changed).length > 0) await setAgency(web, newsletter.id, { name, terms, actor });
  return null;
}

/** Adds an agency, changes what it allows, or removes its record. */
export async function changeAgencies(web: Web, c: WebContext): Promise<Response> {
  const fields = await readForm(c, AgencyForm);
  const newsletters = await listNewsletters(web);
  const newsletter =
    newsletters.find(({ slug }) => slug === fields.newsletter) ??
    (newsletters.length === 1 ? newsletters[0] : undefined);
  const name = flattenText(fields.agency ?? '').slice(0, 100);
  const actor = c.var.staff!.name;
  const nothing = { newsletter: fields.newsletter ?? '', agency: null, typed: { ...writeTerms(NO_TERMS), name } };
  if (!newsletter) return answer(web, c, { ...nothing, problems: { newsletter: 'Choose a newsletter.' } });
  if (fields.action === 'remove') {
    try {
      await removeAgency(web, newsletter.id, { name, actor });
    } catch (error) {
      if (!isReveilleError(error, 'NOT_FOUND')) throw error;
      return answer(web, c, { ...nothing, problems: { agency: error.message } });
    }
  } else {
    const refused = await save(web, newsletter, { name, fields, actor });
    if (refused) return answer(web, c, refused);
  }
  return c.redirect(href(web.site, `/desk/agencies?done=${fields.action === 'remove' ? 'remove' : 'set'}`), 303);
}
