import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db, Tx } from '../platform/db/client.ts';
import { SLOT_KINDS, type SlotKind } from '../domain/slots.ts';
import { isAnyOf, UNDER_WAY, type EditionState } from '../domain/states.ts';
import type { Queues } from '../platform/queue/queue.ts';
import { enqueueRevision, takeRevision } from './revise.ts';

type Shown = { id: number; state: EditionState; subject: string; preheader: string };

/** Clears the slot's picture in editions that keep it. Earlier digests of a draft must not count as its current content. */
async function clearSlot(tx: Tx, kind: SlotKind, hashes: readonly string[]): Promise<Shown[]> {
  const { rows } = await sql<Shown>`
    update editions
    set slots = jsonb_set(slots, array[${kind}::text, 'picture'], 'null'),
        revision = revision + case when state = 'draft' then 1 else 0 end
    where slots -> ${kind}::text -> 'picture' ->> 'hash' = any(${hashes}::text[])
    returning id, state, subject, preheader`.execute(tx);
  return rows;
}

/**
 * Takes pictures that were removed everywhere off the sponsor's slot and the house notice, in newsletters and in editions. The
 * slot keeps its text. Running editions get a revision without the picture, for readers who were not mailed yet. Returns the
 * number of editions that lost one. A second call changes nothing.
 */
export async function dropSlotPictures(
  { db, queues }: { db: Db; queues: Queues },
  hashes: readonly string[],
  actor: string,
): Promise<number> {
  if (hashes.length === 0) return 0;
  const shown = await db.transaction().execute(async (tx) => {
    await sql`
      update newsletters
      set sponsor_picture = case when sponsor_picture = any(${hashes}::text[]) then null else sponsor_picture end,
          house_picture = case when house_picture = any(${hashes}::text[]) then null else house_picture end
      where sponsor_picture = any(${hashes}::text[]) or house_picture = any(${hashes}::text[])`.execute(tx);
    const editions = new Map<number, Shown>();
    for (const kind of SLOT_KINDS)
      for (const edition of await clearSlot(tx, kind, hashes)) editions.set(edition.id, edition);
    for (const edition of editions.values()) await revise(tx, edition, actor);
    return [...editions.values()];
  });
  for (const { id } of shown) await enqueueRevision({ db, queues }, id);
  return shown.length;
}

async function revise(tx: Tx, { id, state, subject, preheader }: Shown, actor: string): Promise<void> {
  if (!isAnyOf(UNDER_WAY, state)) return;
  const revision = await takeRevision(tx, id, { subject, preheader });
  await recordAudit(tx, { actor, action: 'kill picture', editionId: id, detail: { revision } });
}
