import { sql } from 'kysely';
import type { Db } from '../../../platform/db/client.ts';
import { type EditionKind, isAnyOf, PUBLIC } from '../../../domain/states.ts';
import type { EditionName } from '../../../editions/address.ts';
import type { Edition } from '../../../editions/load.ts';

/** Editions that the public may read: those that are being sent or were sent. */
// Corrections are not listed. Readers who got one can open its page, and the corrected edition says the same.
const LISTED_KINDS: EditionKind[] = ['daily', 'special', 'weekly'];

export function isPublished(edition: Pick<Edition, 'state'>): boolean {
  return isAnyOf(PUBLIC, edition.state);
}

/** A newsletter's published editions, latest first; with `month` (YYYY-MM) only those of that month. */
export function listPublished(
  { db }: { db: Db },
  newsletterId: number,
  { limit, month }: { limit: number; month?: string },
): Promise<Edition[]> {
  return db
    .selectFrom('editions')
    .selectAll()
    .where('newsletter_id', '=', newsletterId)
    .where('kind', 'in', LISTED_KINDS)
    .where('state', 'in', PUBLIC)
    .$if(month !== undefined, (query) =>
      query
        .where('date', '>=', `${month}-01`)
        .where('date', '<', sql<string>`${`${month}-01`}::date + interval '1 month'`),
    )
    .orderBy('date', 'desc')
    .orderBy(sql`coalesce(started_at, created_at)`, 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** The months (YYYY-MM) in which editions were published, the latest first. */
export async function listMonths({ db }: { db: Db }, newsletterId: number): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`
    select distinct to_char(date, 'YYYY-MM') as month from editions
    where newsletter_id = ${newsletterId} and kind = any(${LISTED_KINDS}::text[])
      and state = any(${PUBLIC}::text[])
    order by month desc`.execute(db);
  return rows.map(({ month }) => month);
}

export type Neighbours = { previous: EditionName | null; next: EditionName | null };

/** The published editions before and after an edition, in the order of sending. */
export async function findNeighbours(
  { db }: { db: Db },
  edition: Pick<Edition, 'id' | 'newsletter_id' | 'date' | 'started_at' | 'created_at'>,
): Promise<Neighbours> {
  const place = sql`(${edition.date}::date, ${edition.started_at ?? edition.created_at}::timestamptz, ${edition.id}::integer)`;
  const published = sql`
    select date, kind, number, coalesce(started_at, created_at) as at, id from editions
    where newsletter_id = ${edition.newsletter_id} and kind = any(${LISTED_KINDS}::text[])
      and state = any(${PUBLIC}::text[]) and id <> ${edition.id}`;
  // A Date has milliseconds, but the database has microseconds. Within a millisecond, the id decides.
  const where = sql`(date, date_trunc('milliseconds', at), id)`;
  const { rows } = await sql<EditionName & { isNext: boolean }>`
    with published as (${published})
    (select date, kind, number, false as "isNext" from published where ${where} < ${place}
     order by date desc, at desc, id desc limit 1)
    union all
    (select date, kind, number, true from published where ${where} > ${place} order by date, at, id limit 1)`.execute(
    db,
  );
  const find = (isNext: boolean): EditionName | null => rows.find((row) => row.isNext === isNext) ?? null;
  return { previous: find(false), next: find(true) };
}

/** A published edition in the sitemap. `changedAt` is the time of the last change of its page. */
type PublishedPage = EditionName & { slug: string; changedAt: Date };

/** Published editions of all newsletters, latest first, without rehearsals. */
export async function listPublishedPages({ db }: { db: Db }, limit: number): Promise<PublishedPage[]> {
  const { rows } = await sql<PublishedPage>`
    select n.slug, e.date, e.kind, e.number,
      greatest(coalesce(e.started_at, e.created_at), (select max(at) from edition_fixes f where f.edition_id = e.id))
        as "changedAt"
    from editions e join newsletters n on n.id = e.newsletter_id
    where e.kind = any(${LISTED_KINDS}::text[]) and e.state = any(${PUBLIC}::text[]) and not e.is_rehearsal
    order by e.date desc, e.id desc
    limit ${limit}`.execute(db);
  return rows;
}
