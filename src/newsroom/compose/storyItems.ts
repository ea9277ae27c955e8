import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { listAgencies } from '../rights/agencies.ts';
import type { Use } from '../rights/grants.ts';
import type { StoryItem } from './snapshot.ts';

const ITEM_COLUMNS = sql`
  i.id, i.story_id as "storyId", i.url, i.title, i.summary, i.description, length(i.body) as "bodyLength", i.byline, i.dateline,
  i.agency, i.copyright, i.language,
  case when i.picture_fault like 'PICTURE_%' and i.picture_url = i.image ->> 'url' then null else i.image end as image,
  case when p.hash is not null then jsonb_build_object('hash', p.hash, 'width', p.width, 'height', p.height,
    'widths', p.widths, 'thumb', p.thumb, 'wide', p.wide) end as stored,
  p.credit as "fileCredit", i.published_at as "publishedAt", coalesce(i.published_at, i.first_seen_at) as at,
  least(i.published_at, i.first_seen_at) as "knownAt", i.updated_at as "updatedAt",
  i.section, i.editors_note as "editorsNote", i.embargo_until as "embargoUntil", i.is_withdrawn as "isWithdrawn",
  o.id as "outletId", o.name as "outletName", o.is_own as "isOwn",
  jsonb_build_object('rights', o.rights, 'barred', o.barred, 'notIn', o.not_in,
    'isCreditMandatory', o.credit_mandatory, 'until', o.rights_until) as outlet`;

// Without failed pictures, and without items that may not be shown at this instant.
const ITEM_TABLES = sql`
  items i join outlets o on o.id = i.outlet_id
  left join showable_pictures p on p.hash = i.picture_hash and i.picture_url = i.image ->> 'url'`;

// In jsonb an instant is text.
type ItemRow = Omit<StoryItem, 'outlet'> & {
  outlet: Omit<StoryItem['outlet'], 'until'> & { until: string | null };
};

function toItem({ outlet, ...item }: ItemRow): StoryItem {
  return { ...item, outlet: { ...outlet, until: outlet.until === null ? null : new Date(outlet.until) } };
}

/** All items of the given stories. */
export async function loadStoryItems(db: Db, storyIds: readonly number[]): Promise<Map<number, StoryItem[]>> {
  const { rows } = await sql<ItemRow>`
    select ${ITEM_COLUMNS} from ${ITEM_TABLES}
    where i.story_id = any(${storyIds}::int[]) order by i.id`.execute(db);
  return Map.groupBy(rows.map(toItem), (item) => item.storyId);
}

/** Items by their ids. */
export async function loadItemsById(db: Db, ids: readonly number[]): Promise<Map<number, StoryItem>> {
  const { rows } = await sql<ItemRow>`
    select ${ITEM_COLUMNS} from ${ITEM_TABLES}
    where i.id = any(${ids}::int[])`.execute(db);
  return new Map(rows.map((row) => [row.id, toItem(row)]));
}

/** The data that decides about rights in a newsletter's send at `sendAt`. */
export async function loadUse(
  db: Db,
  { id, territories }: { id: number; territories: string[] },
  sendAt: Date,
): Promise<Use> {
  return { sendAt, territories, agencies: await listAgencies({ db }, id) };
}
