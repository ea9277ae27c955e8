import { sql } from 'kysely';
import { isReveilleError } from '../domain/errors.ts';
import type { SweepDeps } from './deps.ts';
import { FLAGGABLE } from '../domain/states.ts';

/** The flag of an edition that is held because its footer does not name the sender. Each sweep checks it again. */
export const SENDER_INCOMPLETE = 'sender_incomplete';

/**
 * Starts the send of an edition and returns true. If the newsletter's footer is incomplete, flags the edition instead
 * and returns false. Returns false also if another scheduler or staff started it first.
 */
export async function sendOrFlag(
  { db, log }: Pick<SweepDeps, 'db' | 'log'>,
  editionId: number,
  start: () => Promise<void>,
): Promise<boolean> {
  try {
    await start();
    return true;
  } catch (error) {
    if (isReveilleError(error, 'EDITION_STATE', 'EDITION_TOO_FEW_STORIES')) return false;
    if (!isReveilleError(error, 'SENDER_INCOMPLETE')) throw error;
    const { numAffectedRows } = await sql`
      update editions set flag = ${SENDER_INCOMPLETE}, flag_detail = ${error.message}
      where id = ${editionId} and state = any(${FLAGGABLE}::text[])
        and (flag, flag_detail) is distinct from (${SENDER_INCOMPLETE}, ${error.message})`.execute(db);
    if (numAffectedRows) log.warn({ edition: editionId }, 'an edition is held: its footer is not complete');
    return false;
  }
}
