import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/db/client.ts';
import type { StoryText } from '../../platform/db/tables/editions.ts';
import { findSection, type Section } from '../../domain/sections.ts';
import { isUpload } from '../../domain/pictures.ts';
import type { Picture } from '../../domain/story.ts';
import { RECHECK } from '../../editions/fix.ts';
import { findNews } from '../news.ts';
import { joinNames } from '../../language/words.ts';
import { describeItem, type Snapshot, type StoryItem } from './snapshot.ts';

const FIELDS = ['headline', 'summary', 'url', 'section'] as const satisfies readonly (keyof StoryText)[];

type Words = Pick<StoryText, 'headline' | 'summary'>;

/**
 * The work of staff on one item, over all editions that it led. `text`: what they wrote and did not take back, by field
 * (`section: null` is none). `removed`: pictures that they removed. `chosen`: the picture that they chose last, if any. `known`: every text before or after one of their
 * changes. `at`: when they last wrote. `on`: that day, YYYY-MM-DD in the newsletter's zone.
 */
export type Written = {
  itemId: number;
  latestFix: number;
  editionId: number;
  at: Date;
  on: string;
  /** Readers had the edition at that time. */
  isCorrection: boolean;
  /** When that version of the edition was composed, at the latest. Staff did not know anything newer. */
  composedAt: Date;
  text: Partial<Omit<StoryText, 'image'>>;
  /** Fields in which staff restored the outlet's text, and so took their own back. */
  takenBack: (typeof FIELDS)[number][];
  removed: Picture[];
  chosen: Picture | null;
  /** The picture that they described last, by its address at the outlet. */
  described: { url: string; alt: string | null } | null;
  known: Words[];
};

type Fix = { before: StoryText; after: StoryText } & Pick<
  Written,
  'itemId' | 'latestFix' | 'editionId' | 'at' | 'on' | 'isCorrection' | 'composedAt'
>;

const changesPicture = ({ before, after }: Pick<Fix, 'before' | 'after'>): boolean =>
  before.image?.url !== after.image?.url || before.image?.stored?.hash !== after.image?.stored?.hash;

const changesWords = ({ before, after }: Fix): boolean =>
  (['headline', 'summary', 'url'] as const).some((field) => before[field] !== after[field]) ||
  changesPicture({ before, after });

/** The latest alternative text that staff gave a picture of the item. */
function latestAlt(fixes: readonly Fix[]): Written['described'] {
  const fix = fixes.findLast(
    ({ before, after }) => before.image?.url === after.image?.url && before.image?.alt !== after.image?.alt,
  );
  return fix?.after.image ? { url: fix.after.image.url, alt: fix.after.image.alt } : null;
}

/** Combines an item's fixes, which are ordered earliest first. */
function sumUp(fixes: readonly Fix[]): Written {
  const changed = FIELDS.flatMap((field) => {
    const changes = fixes.filter(({ before, after }) => before[field] !== after[field]);
    const [first, last] = [changes[0], changes.at(-1)];
    return first && last ? [{ field, was: first.before[field], is: last.after[field] }] : [];
  });
  // A story's section and place are not part of its text.
  const { before: _before, after: _after, ...latest } = fixes.findLast(changesWords) ?? fixes.at(-1)!;
  const chosen = fixes.findLast(changesPicture)?.after.image ?? null;
  const removed = fixes.flatMap(({ before, after }) =>
    before.image !== null && after.image === null ? [before.image] : [],
  );
  return {
    ...latest,
    text: Object.fromEntries(changed.flatMap(({ field, was, is }) => (is === was ? [] : [[field, is]]))),
    takenBack: changed.flatMap(({ field, was, is }) => (is === was ? [field] : [])),
    removed: removed.filter(({ url }) => url !== chosen?.url),
    chosen,
    described: latestAlt(fixes),
    known: fixes.flatMap(({ before, after }) => [before, after]),
  };
}

/** The same without uploaded pictures that were removed everywhere. The rights of outlets' pictures are checked later. */
async function withoutKilled<Key>(db: Db, written: readonly (readonly [Key, Written])[]) {
  const hashes = written.flatMap(([, { chosen }]) => (chosen && isUpload(chosen) ? [chosen.stored?.hash ?? ''] : []));
  if (hashes.length === 0) return written;
  const rows = await db.selectFrom('showable_pictures').select('hash').where('hash', 'in', hashes).execute();
  const showable = new Set(rows.map(({ hash }) => hash));
  return written.map(([key, each]): [Key, Written] => {
    const isGone = each.chosen !== null && isUpload(each.chosen) && !showable.has(each.chosen.stored?.hash ?? '');
    return [key, isGone ? { ...each, chosen: null } : each];
  });
}

/** What staff wrote about these items, by item. Items without it are left out. */
export async function loadWritten(db: Db, itemIds: readonly number[]): Promise<Map<number, Written>> {
  const { rows } = await sql<Fix>`
    select f.item_id as "itemId", f.id as "latestFix", f.edition_id as "editionId", f.before, f.after, f.at,
      (f.at at time zone n.zone)::date as on, coalesce(f.at >= e.started_at, false) as "isCorrection",
      -- a draft is composed again after it; what arrived in between was in no text that staff saw
      least(e.composed_at, f.at) as "composedAt"
    from edition_fixes f join editions e on e.id = f.edition_id join newsletters n on n.id = e.newsletter_id
    where f.item_id = any(${itemIds}::int[]) and f.actor <> ${RECHECK}
    order by f.id`.execute(db);
  const byItem = Map.groupBy(rows, ({ itemId }) => itemId);
  const written = [...byItem].map(([itemId, fixes]) => [itemId, sumUp(fixes)] as const);
  return new Map(await withoutKilled(db, written));
}

/** Updates the positions in the records of staff's changes after a draft was composed again. 0: the story has left. */
export async function followStories(tx: Tx, editionId: number): Promise<void> {
  await sql`
    update edition_fixes f
    set position = coalesce((
      select min(s.position) from edition_stories s where s.edition_id = f.edition_id and s.item_id = f.item_id), 0)
    where f.edition_id = ${editionId}`.execute(tx);
}

/** True if a headline adds something to the text of staff and to the text that they replaced. */
export function tellsMore(headline: string, { known }: Written): boolean {
  const texts = known.map((words) => ({ title: words.headline, summary: words.summary }));
  return findNews(texts, [{ title: headline, summary: '' }]).length > 0;
}

/** True if some text of staff for the item still applies. */
export function holds({ text, removed, chosen }: Written): boolean {
  return Object.keys(text).length + removed.length > 0 || chosen !== null;
}

/** What staff did and where, as the end of a sentence about a report. */
export function describeDeed({ editionId, on, isCorrection }: Written): string {
  return `${isCorrection ? 'corrected' : 'rewrote'} in edition ${editionId} on ${on}`;
}

const NAMES = {
  headline: 'headline',
  summary: 'summary',
  url: 'link',
  section: 'section',
  image: 'no picture',
} as const;

function keepAlt(snapshot: Snapshot, { described }: Written): Snapshot {
  const { image } = snapshot;
  return image && described?.url === image.url ? { ...snapshot, image: { ...image, alt: described.alt } } : snapshot;
}

/**
 * Applies the text of staff to a story, and puts it first in the reasons. If they wrote it for another edition, the
 * outlet's text replaces it if the outlet has changed it since and the headline adds something new. Their link, their
 * section and the removal of a picture always stay; so does the picture that they chose, while it is one of `pictures`,
 * which may be shown, or their own.
 */
export function applyWritten(
  composed: Snapshot,
  {
    lead,
    written,
    sections,
    pictures,
    editionId: here,
  }: {
    lead: StoryItem;
    written: ReadonlyMap<number, Written>;
    sections: readonly Section[];
    pictures: readonly Picture[];
    editionId: number;
  },
): Snapshot {
  const theirs = written.get(lead.id);
  if (theirs === undefined) return composed;
  const snapshot = keepAlt(composed, theirs);
  if (!holds(theirs)) return snapshot;
  const { text, removed, chosen, editionId, at, on, isCorrection } = theirs;
  const next: Snapshot = { ...snapshot };
  const saysMore =
    (text.headline ?? text.summary) !== undefined && lead.updatedAt > at && tellsMore(snapshot.headline, theirs);
  const isNews = saysMore && editionId !== here;
  const own = describeItem(lead);
  for (const field of ['headline', 'summary'] as const)
    // Text that staff took from an outlet may be shown only if the rights allow it.
    if (!isNews && text[field] !== undefined && text[field] !== own[field]) next[field] = text[field];
  // Staff may have corrected what the other reports say.
  if (next.headline !== snapshot.headline) next.others = [];
  next.url = text.url ?? next.url;
  if (text.section !== undefined)
    next.section = text.section === null ? null : (findSection([text.section], sections) ?? next.section);
  const { image } = snapshot;
  if (image && removed.some(({ url, stored }) => url === image.url || (stored && stored.hash === image.stored?.hash)))
    next.image = null;
  if (chosen && (isUpload(chosen) || pictures.some(({ stored }) => stored?.hash === chosen.stored?.hash)))
    next.image = chosen;
  const kept = (Object.keys(NAMES) as (keyof typeof NAMES)[]).filter((field) => next[field] !== snapshot[field]);
  const names = kept.map((field) => (field === 'image' && next.image !== null ? 'picture' : NAMES[field]));
  const deed = isCorrection ? 'corrected' : 'rewritten by staff';
  return {
    ...next,
    reasons: [
      ...(isNews ? [`has new facts since the text that staff ${describeDeed(theirs)}`] : []),
      ...(saysMore && !isNews ? [`its outlet now says “${snapshot.headline}”`] : []),
      ...(names.length > 0 ? [`${joinNames(names, 'en')} from edition ${editionId}, ${deed} on ${on}`] : []),
      ...snapshot.reasons,
    ],
  };
}
