import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';
import { refuseEdition } from './refuse.ts';
import { ENDED } from '../domain/states.ts';

const MAX_PER_SECOND = 100_000;

/**
 * Limits an edition to a number of messages per second over all mailers. Null: as fast as the relays accept them. It
 * applies from now on, also during the send. Throws INVALID_INPUT, EDITION_STATE or NOT_FOUND.
 */
export async function setRate(
  { db }: { db: Db },
  { editionId, perSecond, actor }: { editionId: number; perSecond: number | null; actor: string },
): Promise<void> {
  if (perSecond !== null && !(perSecond > 0 && perSecond <= MAX_PER_SECOND))
    throw new ReveilleError(
      'INVALID_INPUT',
      `A rate is a number of messages a second, above 0 and at most ${MAX_PER_SECOND}, or "off".`,
    );
  await db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      update editions set max_rate = ${perSecond}::real
      where id = ${editionId}
        and (not state = any(${ENDED}::text[])
             or (state = 'submitted' and is_rehearsal))`.execute(tx);
    if (!numAffectedRows) await refuseEdition(tx, editionId, 'cannot be slowed down or sped up');
    await recordAudit(tx, { actor, action: 'rate', editionId, detail: { perSecond } });
  });
}
