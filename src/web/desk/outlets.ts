import { setPolicy } from '../headers.ts';
import { outletsPage, type OutletRow } from './outletsPage.ts';
import type { Web, WebContext } from '../web.ts';

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
      'outlets.median_delay_seconds as medianDelaySeconds',
      'outlets.left_out as leftOut',
    ])
    .where('outlets.is_guest', '=', false)
    .orderBy('outlets.failures', 'desc')
    .orderBy('newsletters.name')
    .orderBy('outlets.name')
    .execute();
}

export async function showOutlets(web: Web, c: WebContext): Promise<Response> {
  const outlets = await loadOutlets(web);
  setPolicy(c, 'desk');
  return c.html(outletsPage(web.site, c.var.staff!, web.config.relays.length === 0, outlets));
}
