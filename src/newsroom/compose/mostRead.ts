import { sql } from 'kysely';
import type { MostRead } from '../../domain/slots.ts';
import { CARRYING } from '../../domain/states.ts';
import type { LoadedEdition } from '../../editions/load.ts';
import type { Db } from '../../platform/db/client.ts';
import { refuseItem } from '../rights/grants.ts';
import { loadItemsById, loadUse } from './storyItems.ts';

const LISTED = 3;
/** Below these, the order says more about chance than about readers, and a few people could recognise their own clicks. */
const LEAST_IN_ALL = 50;
const LEAST_EACH = 5;

type Followed = MostRead & { itemId: number | null };

/** The stories of the newsletter's last daily edition with enough clicks, most first, without those of this edition. */
async function listFollowed(db: Db, { edition }: LoadedEdition): Promise<Followed[]> {
  const { rows } = await sql<Followed>`
    with last as (
      select id from editions
      where newsletter_id = ${edition.newsletter_id} and kind = 'daily' and date < ${edition.date}::date
        and state = any(${CARRYING}::text[]) and not is_rehearsal and started_at is not null
      order by date desc limit 1),
    followed as (
      select l.position, sum(l.clicks) as clicks from links l join last on last.id = l.edition_id
      where not l.is_rehearsal and l.slot is null group by l.position)
    select s.headline, s.url, s.outlet_name as outlet, s.item_id as "itemId"
    from last join edition_stories s on s.edition_id = last.id join followed f on f.position = s.position
    where f.clicks >= ${LEAST_EACH} and (select sum(clicks) from followed) >= ${LEAST_IN_ALL}
      and not exists (
        select from edition_stories t where t.edition_id = ${edition.id} and (t.url = s.url or t.story_id = s.story_id))
    order by f.clicks desc, s.position`.execute(db);
  return rows;
}

/**
 * The three stories of the newsletter's last daily edition that readers followed most, for its next one. Empty if the
 * newsletter does not want it or counts no clicks, or if fewer than three have enough clicks. A story whose item may not
 * be shown at the send (withdrawn, barred, embargoed, or no longer stored) does not count.
 */
export async function listMostRead(
  { db, now }: { db: Db; now: () => Date },
  loaded: LoadedEdition,
): Promise<MostRead[]> {
  const { edition, newsletter } = loaded;
  if (!newsletter.most_read || !newsletter.click_counts || edition.kind !== 'daily') return [];
  const followed = await listFollowed(db, loaded);
  if (followed.length < LISTED) return [];
  const [items, use] = await Promise.all([
    loadItemsById(
      db,
      followed.flatMap(({ itemId }) => itemId ?? []),
    ),
    loadUse(db, newsletter, edition.due_at ?? now()),
  ]);
  const shown = followed.filter(({ itemId }) => {
    const item = items.get(itemId ?? -1);
    return item !== undefined && refuseItem(item, use) === null;
  });
  return shown.length < LISTED
    ? []
    : shown.slice(0, LISTED).map(({ headline, url, outlet }) => ({ headline, url, outlet }));
}
