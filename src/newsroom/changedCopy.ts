import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { OPEN } from '../domain/states.ts';

/**
 * The places of an edition's stories whose outlet changed headline, summary or address after the edition was composed.
 * Empty once its send has started; from then on the waves show newer text.
 */
export async function listChangedCopy(db: Db, editionId: number): Promise<Set<number>> {
  const { rows } = await sql<{ position: number }>`
    select es.position from editions e
    join edition_stories es on es.edition_id = e.id join items i on i.id = es.item_id
    where e.id = ${editionId} and e.state = any(${OPEN}::text[]) and i.updated_at > e.composed_at
      and (i.title <> es.headline or i.summary not in ('', es.summary) or i.url <> es.url)`.execute(db);
  return new Set(rows.map(({ position }) => position));
}
