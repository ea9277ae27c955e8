import { z } from 'zod';
import { isReveilleError } from '../../../domain/errors.ts';
import { isAtLeast, type Role } from '../../../domain/roles.ts';
import type { Right } from '../../../domain/story.ts';
import { listNewsletters } from '../../../editions/newsletters/newsletters.ts';
import { findAt } from '../../../newsroom/findOutlets.ts';
import { addOutlet, namesPrivateHost } from '../../../newsroom/ingest/ingest.ts';
import { optionalText, readForm, text } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { outletsPage, type AddRefused, type OutletRow } from './outletsPage.ts';
import { readNow } from './readNow.ts';

/** Those in trouble first, then by newsletter and name. */
function loadOutlets({ db }: Web): Promise<OutletRow[]> {
  return db
    .selectFrom('outlets')
    .innerJoin('newsletters', 'newsletters.id', 'outlets.newsletter_id')
    .select([
      'outlets.id',
      'newsletters.name as newsletter',
      'newsletters.zone',
      'outlets.name',
      'outlets.url',
      'outlets.feed_url as feedUrl',
      'outlets.is_own as isOwn',
      'outlets.rights',
      'outlets.failures',
      'outlets.error_code as errorCode',
      'outlets.error_message as errorMessage',
      'outlets.last_success_at as lastSuccessAt',
      'outlets.next_fetch_at as nextFetchAt',
      'outlets.paused_at as pausedAt',
      'outlets.median_delay_seconds as medianDelaySeconds',
      'outlets.left_out as leftOut',
    ])
    .where('outlets.is_guest', '=', false)
    .orderBy('outlets.failures', 'desc')
    .orderBy('newsletters.name')
    .orderBy('outlets.name')
    .execute();
}

async function answer(web: Web, c: WebContext, refused: AddRefused | null): Promise<Response> {
  const [outlets, newsletters] = await Promise.all([loadOutlets(web), listNewsletters(web)]);
  setPolicy(c, 'desk');
  const page = outletsPage(web.site, c.var.staff!, {
    outlets,
    newsletters,
    refused,
    isRemoved: c.req.query('done') === 'remove',
  });
  return c.html(page, refused ? 422 : 200);
}

export function showOutlets(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, null);
}

const AddForm = z.object({
  url: text,
  newsletter: optionalText,
  name: text,
  own: text,
  summary: text,
  picture: text,
  private: text,
});

/** `paper.example` and `localhost:8080` as people type them. */
function withScheme(typed: string): string {
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(typed)) return typed;
  const url = URL.parse(`http://${typed}`);
  return `${url !== null && namesPrivateHost(url) ? 'http' : 'https'}://${typed}`;
}

/** Why an address on this machine or network is not added yet, and what to do. Null for any other address. */
function refusePrivate(url: string, role: Role, isAllowed: boolean): string | null {
  const parsed = URL.parse(url);
  if (parsed === null || !namesPrivateHost(parsed) || (isAllowed && isAtLeast(role, 'owner'))) return null;
  const todo = isAtLeast(role, 'owner')
    ? 'If it is your own, tick “It is on our own network” below, and add it again.'
    : 'An owner can add it, with “It is on our own network”.';
  return `${parsed.hostname} is on this machine or its network. ${todo}`;
}

/**
 * Adds an outlet by the address of its home page or feed, and reads it for the first time. One that the newsletter has
 * already is shown unchanged. What is wrong is shown beside its field, with what was typed.
 */
export async function addOutletNow(web: Web, c: WebContext): Promise<Response> {
  const form = await readForm(c, AddForm);
  const refuse = (field: AddRefused['field'], says: string): Promise<Response> =>
    answer(web, c, { field, says, typed: { ...form, newsletter: form.newsletter ?? '' } });
  if (form.url.trim() === '') return refuse('url', 'Give the address of a home page or of a feed.');
  const newsletters = await listNewsletters(web);
  const newsletter =
    newsletters.find(({ slug }) => slug === form.newsletter) ?? (newsletters.length === 1 ? newsletters[0] : undefined);
  if (!newsletter) return refuse('newsletter', 'Choose the newsletter that takes its stories.');
  const url = withScheme(form.url.trim());
  const known = await findAt(web, url, newsletter.id);
  if (known !== null) return c.redirect(href(web.site, `/desk/outlets/${known}?done=known`), 303);
  const refusal = refusePrivate(url, c.var.staff!.role, form.private === 'on');
  if (refusal !== null) return refuse('url', refusal);
  const rights: Right[] = (['summary', 'picture'] as const).filter((right) => form[right] === 'on');
  try {
    const order = {
      newsletterId: newsletter.id,
      url,
      isOwn: form.own === 'on',
      rights,
      ...(form.name.trim() === '' ? {} : { name: form.name }),
      // Only owners decide which machines of the paper's own network the server may ask.
      allowPrivate: form.private === 'on' && isAtLeast(c.var.staff!.role, 'owner'),
    };
    const { id } = await addOutlet({ ...web, publicUrl: web.config.publicUrl }, order, c.var.staff!.name);
    await readNow(web, id);
    return c.redirect(href(web.site, `/desk/outlets/${id}?done=add`), 303);
  } catch (error) {
    if (isReveilleError(error, 'INVALID_INPUT')) return refuse('url', error.message);
    throw error;
  }
}
