import { sql } from 'kysely';
import type { z } from 'zod';
import { isReveilleError } from '../../../domain/errors.ts';
import type { Newsletter } from '../../../editions/newsletters/newsletters.ts';
import { chooseFeed, removeOutlet, setOutletPaused } from '../../../newsroom/changeOutlet.ts';
import { findOutlet, type StoredOutlet } from '../../../newsroom/findOutlets.ts';
import { countOutletItems, listOutletItems } from '../../../newsroom/outletItems.ts';
import { setOutletTerms } from '../../../newsroom/rights/outletRights.ts';
import { readForm } from '../../forms.ts';
import { setPolicy } from '../../headers.ts';
import { namedId } from '../../namedId.ts';
import { href } from '../../site.ts';
import type { Web, WebContext } from '../../web.ts';
import { OUTLET_FIELDS, OutletForm, readOutletChange, writeOutlet } from './outletForm.ts';
import { outletPage, type OutletRefused, type Sibling } from './outletPage.ts';
import { readNow } from './readNow.ts';
import { readChanged } from './typedFields.ts';

const LISTED_ITEMS = 8;
/** What the page's address says was just done. */
const DONE = ['add', 'known', 'test', 'save', 'pause', 'resume', 'feed'] as const;
export type OutletDone = (typeof DONE)[number];

const namedOutlet = (web: Web, c: WebContext): Promise<StoredOutlet> =>
  findOutlet(web, String(namedId('outlet', c.req.param('id'))), null);

/** The same address in other newsletters. */
function findSiblings({ db }: Web, { id, url }: StoredOutlet): Promise<Sibling[]> {
  return db
    .selectFrom('outlets as o')
    .innerJoin('newsletters as n', 'n.id', 'o.newsletter_id')
    .select(['o.id', 'n.name as newsletter'])
    .where('o.url', '=', url)
    .where('o.id', '<>', id)
    .orderBy('n.name')
    .execute();
}

async function isBeingRead({ db }: Web, { id }: StoredOutlet): Promise<boolean> {
  const { rows } = await sql<{ reading: boolean }>`
    select coalesce(fetching_until > clock_timestamp(), false) as reading from outlets where id = ${id}`.execute(db);
  return rows[0]?.reading ?? false;
}

const newsletterOf = ({ db }: Web, { newsletter_id }: StoredOutlet): Promise<Newsletter> =>
  db.selectFrom('newsletters').selectAll().where('id', '=', newsletter_id).executeTakeFirstOrThrow();

async function answer(web: Web, c: WebContext, outlet: StoredOutlet, refused: OutletRefused | null): Promise<Response> {
  const newsletter = await newsletterOf(web, outlet);
  const [items, counts, siblings, isReading] = await Promise.all([
    listOutletItems(web, { outletId: outlet.id, newsletter, limit: LISTED_ITEMS }),
    countOutletItems(web, outlet.id),
    findSiblings(web, outlet),
    isBeingRead(web, outlet),
  ]);
  const done = DONE.find((each) => each === c.req.query('done')) ?? null;
  setPolicy(c, 'desk');
  const page = outletPage(web.site, c.var.staff!, {
    outlet,
    newsletter,
    items,
    counts,
    siblings,
    isReading,
    refused,
    done: refused ? null : done,
  });
  return c.html(page, refused ? 422 : 200);
}

/** An outlet: its health, its latest items as they would be read, and what may be shown of it. */
export async function showOutlet(web: Web, c: WebContext): Promise<Response> {
  return answer(web, c, await namedOutlet(web, c), null);
}

type Fields = z.infer<typeof OutletForm>;

/** Stores the fields that were changed. Returns what is wrong instead, if anything is. */
async function save(
  web: Web,
  outlet: StoredOutlet,
  { fields, actor }: { fields: Fields; actor: string },
): Promise<OutletRefused | null> {
  const { changed, overtaken } = readChanged(OUTLET_FIELDS, fields, writeOutlet(outlet));
  if (Object.keys(overtaken).length > 0) return { problems: overtaken, typed: changed };
  const { terms, problems } = readOutletChange(outlet, changed);
  if (Object.keys(problems).length > 0) return { problems, typed: changed };
  await setOutletTerms(web, outlet.id, terms, actor);
  return null;
}

/** Saves the form, tests, pauses, resumes or removes the outlet, or takes another of the feeds that were found. */
export async function changeOutlet(web: Web, c: WebContext): Promise<Response> {
  const outlet = await namedOutlet(web, c);
  const fields = await readForm(c, OutletForm);
  const { action } = fields;
  const actor = c.var.staff!.name;
  const refuse = (refused: OutletRefused): Promise<Response> => answer(web, c, outlet, refused);
  if (action === 'save') {
    const refused = await save(web, outlet, { fields, actor });
    if (refused) return refuse(refused);
  } else if (action === 'pause' || action === 'resume')
    await setOutletPaused(web, outlet.id, { isPaused: action === 'pause', actor });
  else if (action === 'test') await readNow(web, outlet.id);
  else if (action === 'feed') {
    try {
      await chooseFeed(web, outlet.id, { feedUrl: fields.feed ?? '', actor });
    } catch (error) {
      if (!isReveilleError(error, 'INVALID_INPUT')) throw error;
      return refuse({ problems: { feed: error.message }, typed: {} });
    }
    await readNow(web, outlet.id);
  } else if (action === 'remove') {
    if (fields.sure !== 'on')
      return refuse({
        problems: { sure: 'Nothing was removed. Tick the box, then press the button again.' },
        typed: {},
      });
    const newsletterId = await removeOutlet(web, outlet.id, actor);
    await web.queues.enqueue('place', { newsletterId });
    return c.redirect(href(web.site, '/desk/outlets?done=remove'), 303);
  } else return refuse({ problems: {}, typed: {} });
  return c.redirect(href(web.site, `/desk/outlets/${outlet.id}?done=${action}`), 303);
}
