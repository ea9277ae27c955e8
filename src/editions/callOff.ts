import { sql } from 'kysely';
import { ReveilleError } from '../domain/errors.ts';
import { type EditionState, isAnyOf, MAILING } from '../domain/states.ts';
import { recordAudit } from '../platform/audit.ts';
import type { Db } from '../platform/db/client.ts';

/** True if a recorded day of the newsletter says that this date has no edition. */
export async function isHoliday(db: Db, newsletterId: number, date: string): Promise<boolean> {
  const day = await db
    .selectFrom('schedule_exceptions')
    .select('send_at')
    .where('newsletter_id', '=', newsletterId)
    .where('date', '=', date)
    .executeTakeFirst();
  return day?.send_at === null;
}

/**
 * Calls off an edition that is `preparing` on a day which has no edition any more: no reader was mailed. Without this, its
 * audience would be frozen without a reader, as if it had been sent.
 */
export async function callOff(
  tx: Db,
  { editionId, date, actor }: { editionId: number; date: string; actor: string },
): Promise<void> {
  await sql`
    update editions set state = 'cancelled', flag = null, flag_detail = null
    where id = ${editionId} and state = 'preparing'`.execute(tx);
  await recordAudit(tx, { actor, action: 'called off', editionId, detail: { date } });
}

type Scheduled = { id: number; state: EditionState; byReadersClock: boolean };

/**
 * Lets the scheduled edition of a day follow a change of that day, in the change's transaction. One that is being mailed no
 * longer follows: throws CONFLICT, so that nobody believes that it was stopped. One that is being prepared is called off
 * if the day has no edition any more; returns its id. The lock makes freezing the audience wait for the change.
 */
export async function followStarted(
  tx: Db,
  { newsletterId, date, sendAt, actor }: { newsletterId: number; date: string; sendAt: string | null; actor: string },
): Promise<number | null> {
  const { rows } = await sql<Scheduled>`
    select id, state, by_readers_clock as "byReadersClock" from editions
    where newsletter_id = ${newsletterId} and date = ${date}::date and kind = 'daily' and number = 1
    for update`.execute(tx);
  const edition = rows[0];
  if (!edition) return null;
  const isPreparing = edition.state === 'preparing';
  if (isAnyOf(MAILING, edition.state) || (isPreparing && !edition.byReadersClock))
    throw new ReveilleError(
      'CONFLICT',
      `Edition ${edition.id} of ${date} is already being sent, and the schedule cannot change it any more. To stop it, pause or cancel the edition itself.`,
    );
  if (!isPreparing || sendAt !== null) return null;
  await callOff(tx, { editionId: edition.id, date, actor });
  return edition.id;
}
