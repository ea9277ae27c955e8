import { optionalText, readForm, text } from '../../forms.ts';
import { readId } from '../../../domain/numbers.ts';
import { countFound, type Total } from '../../../readers/search/countFound.ts';
import { searchReaders } from '../../../readers/search/searchReaders.ts';
import { setPolicy } from '../../headers.ts';
import type { Web, WebContext } from '../../web.ts';
import { deskZone } from '../deskZone.ts';
import { FilterForm, listNewsletterNames, NO_FILTER, readFilter, type FilterFields } from './filterForm.ts';
import { searchPage } from './searchPage.ts';
import { readTotal } from './totals.ts';
import { lookUpSubscriber } from './subscriber.ts';

const NOTICES: Readonly<Record<string, string>> = {
  erased: 'Erased. Only a keyed hash is kept, so that no import adds the address again.',
};

/** Where a page of the search stands: after which reader, and what the pages before have counted. */
type Place = { before: number | null; skipped: number; total: Total | null };
const FIRST: Place = { before: null, skipped: 0, total: null };

async function find(web: Web, fields: FilterFields, { before, skipped, total }: Place) {
  const filter = await readFilter(web, fields);
  const page = await searchReaders(web, filter, before);
  return { page, skipped, total: before === null ? await countFound(web, filter, page) : total };
}

async function answer(
  web: Web,
  c: WebContext,
  fields: FilterFields,
  place: Place,
  notice: string | null,
): Promise<Response> {
  const [found, newsletters, zone] = await Promise.all([
    find(web, fields, place),
    listNewsletterNames(web),
    deskZone(web),
  ]);
  setPolicy(c, 'desk');
  const isLater = place.before !== null;
  return c.html(searchPage(web.site, c.var.staff!, { ...found, fields, newsletters, isLater, zone, notice }));
}

/** The newest readers, with the form of the search. */
export function showSubscribers(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, NO_FILTER, FIRST, NOTICES[c.req.query('done') ?? ''] ?? null);
}

const SearchForm = FilterForm.extend({ email: optionalText, before: optionalText, skipped: text, total: text });

/**
 * Searches for readers, or (`email`) looks one exact address up. It is a POST, because addresses are never part of a URL:
 * URLs are logged.
 */
export async function postSubscribers(web: Web, c: WebContext): Promise<Response> {
  const { email, before, skipped, total, ...fields } = await readForm(c, SearchForm);
  if (email !== undefined) return lookUpSubscriber(web, c);
  const after = readId(before ?? '');
  const place = after === null ? FIRST : { before: after, skipped: readId(skipped) ?? 0, total: readTotal(total) };
  return answer(web, c, fields, place, null);
}
