import type { Db } from '../platform/db/client.ts';
import { ReveilleError } from '../domain/errors.ts';

/** Refuses an action that the edition's state does not allow. Throws EDITION_STATE, or NOT_FOUND without an edition. */
export async function refuseEdition(db: Db, editionId: number, why: string): Promise<never> {
  const edition = await db.selectFrom('editions').select('state').where('id', '=', editionId).executeTakeFirst();
  if (!edition) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  throw new ReveilleError('EDITION_STATE', `Edition ${editionId} is ${edition.state} and ${why}.`);
}
