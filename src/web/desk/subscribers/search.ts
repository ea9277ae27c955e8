import { optionalText, readForm } from '../../forms.ts';
import { readId } from '../../../domain/numbers.ts';
import { searchReaders } from '../../../readers/search/searchReaders.ts';
import { setPolicy } from '../../headers.ts';
import type { Web, WebContext } from '../../web.ts';
import { deskZone } from '../deskZone.ts';
import { FilterForm, listNewsletterNames, NO_FILTER, readFilter, type FilterFields } from './filterForm.ts';
import { searchPage } from './searchPage.ts';
import { lookUpSubscriber } from './subscriber.ts';

const NOTICES: Readonly<Record<string, string>> = {
  erased: 'Erased. Only a keyed hash is kept, so that no import adds the address again.',
};

async function answer(
  web: Web,
  c: WebContext,
  fields: FilterFields,
  before: number | null,
  notice: string | null,
): Promise<Response> {
  const [page, newsletters, zone] = await Promise.all([
    readFilter(web, fields).then((filter) => searchReaders(web, filter, before)),
    listNewsletterNames(web),
    deskZone(web),
  ]);
  setPolicy(c, 'desk');
  return c.html(
    searchPage(web.site, c.var.staff!, {
      fields,
      newsletters,
      page,
      isLater: before !== null,
      zone,
      notice,
    }),
  );
}

/** The newest readers, with the form of the search. */
export function showSubscribers(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, NO_FILTER, null, NOTICES[c.req.query('done') ?? ''] ?? null);
}

const SearchForm = FilterForm.extend({ email: optionalText, before: optionalText });

/**
 * Searches for readers, or (`email`) looks one exact address up. It is a POST, because addresses are never part of a URL:
 * URLs are logged.
 */
export async function postSubscribers(web: Web, c: WebContext): Promise<Response> {
  const { email, before, ...fields } = await readForm(c, SearchForm);
  if (email !== undefined) return lookUpSubscriber(web, c);
  return answer(web, c, fields, readId(before ?? ''), null);
}
