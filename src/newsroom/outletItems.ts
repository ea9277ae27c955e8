import { sql } from 'kysely';
import type { Picture, StoredPicture } from '../domain/story.ts';
import type { Newsletter } from '../editions/newsletters/newsletters.ts';
import type { Db } from '../platform/db/client.ts';
import { listAgencies } from './rights/agencies.ts';
import { grantedPicture, grantedSummary, refuseItem, type Grants, type RightsItem, type Use } from './rights/grants.ts';

/**
 * An item of an outlet as an edition would show it now. `refusal`: why it may not be shown, as the end of a sentence.
 * `text`: the part of its summary that may be shown. `offered`: the picture that the outlet gives; `shown`: the same with
 * its credit, if it may be shown.
 */
export type OutletItem = {
  id: number;
  headline: string;
  url: string | null;
  text: string;
  at: Date;
  isDated: boolean;
  byline: string | null;
  language: string | null;
  refusal: string | null;
  offered: Picture | null;
  shown: Picture | null;
};

type Row = Omit<RightsItem, 'outlet'> & {
  id: number;
  url: string | null;
  at: Date;
  isDated: boolean;
  byline: string | null;
  language: string | null;
  stored: StoredPicture | null;
  outlet: Omit<Grants, 'until'> & { until: string | null };
};

function asRead({ stored, outlet, ...row }: Row, use: Use): OutletItem {
  const until = outlet.until === null ? null : new Date(outlet.until);
  const image = row.image && stored ? { ...row.image, stored } : row.image;
  const item: RightsItem = { ...row, image, outlet: { ...outlet, until } };
  const { id, url, at, isDated, byline, language, title: headline } = row;
  const facts = { id, url, at, isDated, byline, language, headline };
  const refusal = refuseItem(item, use);
  return { ...facts, refusal, text: grantedSummary(item, use), offered: image, shown: grantedPicture(item, use) };
}

/** The newest items of an outlet, as its newsletter's rights allow at `now`. */
export async function listOutletItems(
  { db, now }: { db: Db; now: () => Date },
  { outletId, newsletter, limit }: { outletId: number; newsletter: Newsletter; limit: number },
): Promise<OutletItem[]> {
  const { rows } = await sql<Row>`
    select i.id, i.url, i.title, i.summary, i.description, i.agency, i.copyright, i.byline, i.language, i.image,
      i.editors_note as "editorsNote", i.embargo_until as "embargoUntil", i.is_withdrawn as "isWithdrawn",
      o.is_own as "isOwn", o.name as "outletName", coalesce(i.published_at, i.first_seen_at) as at,
      i.published_at is not null as "isDated",
      case when p.hash is not null then jsonb_build_object('hash', p.hash, 'width', p.width, 'height', p.height,
        'widths', p.widths) end as stored,
      jsonb_build_object('rights', o.rights, 'barred', o.barred, 'notIn', o.not_in,
        'isCreditMandatory', o.credit_mandatory, 'until', o.rights_until) as outlet
    from items i join outlets o on o.id = i.outlet_id
    left join showable_pictures p on p.hash = i.picture_hash and i.picture_url = i.image ->> 'url'
    where i.outlet_id = ${outletId}
    order by coalesce(i.published_at, i.first_seen_at) desc, i.id desc limit ${limit}`.execute(db);
  const agencies = await listAgencies({ db }, newsletter.id);
  const use = { sendAt: now(), territories: newsletter.territories, agencies };
  return rows.map((row) => asRead(row, use));
}

/** How many items of an outlet are stored, and how many of them were first seen within the last day. */
export async function countOutletItems(
  { db, now }: { db: Db; now: () => Date },
  outletId: number,
): Promise<{ all: number; lastDay: number }> {
  const { rows } = await sql<{ all: number; lastDay: number }>`
    select count(*) as "all", count(*) filter (where first_seen_at > ${now()}::timestamptz - interval '1 day') as "lastDay"
    from items where outlet_id = ${outletId}`.execute(db);
  return rows[0]!;
}
