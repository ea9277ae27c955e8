import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import type { StoryText } from '../platform/db/tables/editions.ts';
import { isMistake } from './fix.ts';

/** What was corrected in a story after the edition's send had started. `note`: what was wrong, if staff wrote it. */
export type Correction = { position: number; at: Date; note: string; changed: CorrectedField[] };

const FIELDS = ['headline', 'summary', 'url', 'image'] as const satisfies readonly (keyof StoryText)[];
type CorrectedField = (typeof FIELDS)[number];

type Row = { edition_id: number; position: number; at: Date; note: string; before: StoryText; after: StoryText };

/**
 * Loads the corrections of editions, by edition, earliest first. A change before the first reader got the edition is
 * no correction. Neither is an outlet's newer copy or a change of section.
 */
export async function loadCorrections({ db }: { db: Db }, editionIds: number[]): Promise<Map<number, Correction[]>> {
  const { rows } = await sql<Row>`
    select f.edition_id, f.position, f.at, f.note, f.before, f.after
    from edition_fixes f join editions e on e.id = f.edition_id
    where f.edition_id = any(${editionIds}::integer[]) and f.at >= e.started_at and ${isMistake}
    order by f.id`.execute(db);
  const corrections = new Map<number, Correction[]>();
  for (const { edition_id: editionId, position, at, note, before, after } of rows) {
    const isSame = (field: CorrectedField): boolean => JSON.stringify(before[field]) === JSON.stringify(after[field]);
    const changed = FIELDS.filter((field) => !isSame(field));
    corrections.set(editionId, [...(corrections.get(editionId) ?? []), { position, at, note, changed }]);
  }
  return corrections;
}
