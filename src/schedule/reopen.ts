import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../platform/db/client.ts';

/**
 * Editions that ended within a day and have a pending reader all the same. By the key of each: as a join, it read the
 * whole partition of the edition under way whenever another had ended: 202 times in five minutes. The order makes the partial index the only cheap way, whatever the statistics say of pending rows.
 */
export const REOPEN: RawBuilder<unknown> = sql`
  update editions e set state = 'submitting', finished_at = null
  where e.state = 'submitted' and e.finished_at > now() - interval '1 day'
    and (select true from deliveries d
         where d.edition_id = e.id and d.is_rehearsal = e.is_rehearsal and d.state = 'pending'
         order by d.next_attempt_at limit 1)`;

/**
 * A mailer that slept past its lease, and past the end of the send, may wake with an answer that says "later":
 * its reader is pending again, in an edition that the others have finished.
 */
export async function reopenFinished({ db }: { db: Db }): Promise<void> {
  await REOPEN.execute(db);
}
