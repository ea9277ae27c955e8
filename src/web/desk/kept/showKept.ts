import { load } from 'cheerio';
import type { MiddlewareHandler } from 'hono';
import { readId } from '../../../domain/numbers.ts';
import { href } from '../../site.ts';
import type { Staff, Web, WebEnv } from '../../web.ts';
import type { DeskRoute } from '../access.ts';
import { matchRoute } from '../matchRoute.ts';
import { fillForm } from './fillForm.ts';
import { findForm } from './findForm.ts';
import { KEPT_ID, keptCard, keptMark, keptNotice } from './keptParts.ts';
import { findKept } from './keptForms.ts';
import type { SentForm } from './readSent.ts';

async function fillPage(
  { site }: Pick<Web, 'site'>,
  staff: Staff,
  { page, sent, route }: { page: string; sent: SentForm; route: DeskRoute },
): Promise<string> {
  // What stands in <noscript> is markup as well.
  const $ = load(page, { scriptingEnabled: false });
  // A page that holds typed text must not reload itself.
  $('meta[http-equiv="refresh"]').remove();
  $(`#${KEPT_ID}`).removeAttr('id');
  const main = $('main').first();
  const form = findForm($, sent, href(site, sent.path));
  if (form === null) {
    main.prepend((await keptCard(site, staff, sent, route)).toString());
    return $.html();
  }
  fillForm($, form, sent);
  form.prepend((await keptMark(sent)).toString());
  main.prepend((await keptNotice(sent)).toString());
  return $.html();
}

/**
 * Shows a page with a form that could not be accepted, filled as it was sent (`?kept=ID`, of this session). Nothing is
 * done before the person sends the form again. On a page that no longer has the form, it stands in a card of its own.
 */
export function showKept(web: Web): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    await next();
    const id = readId(c.req.query('kept') ?? '');
    const staff = c.var.staff;
    if (id === null || !staff || !c.res.headers.get('content-type')?.startsWith('text/html')) return;
    const sent = await findKept(web, staff, id);
    const route = sent && matchRoute('POST', sent.path.split('?')[0]!);
    if (!sent || !route) return;
    // Also on the page of an error: what the form was about may be gone.
    c.res = new Response(await fillPage(web, staff, { page: await c.res.text(), sent, route }), c.res);
  };
}
