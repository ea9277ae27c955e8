import { sql } from 'kysely';
import { DELIVERY_WAITING, INTERRUPTED, OUTBOX_WAITING } from '../domain/states.ts';
import { recordAudit } from '../platform/audit.ts';
import type { Db } from '../platform/db/client.ts';
import { RESTORED, saveHold, type Hold } from '../platform/hold.ts';
import { wantsEdition } from '../readers/audience.ts';

/** What a restore stopped: editions that were under way, and deliveries and letters that may have reached their readers. */
export type Stopped = { editions: number; deliveries: number; letters: number };

/**
 * Readers who were not added yet to the ledger of a running edition. The rest of its audience was added after the
 * backup, and may have been mailed.
 */
async function addRest(tx: Db, at: Date): Promise<void> {
  const wanted = wantsEdition({ kind: sql`e.kind`, date: sql`e.date` });
  await sql`
    insert into deliveries (edition_id, is_rehearsal, subscriber_id, state, verdict, data_at)
    select e.id, e.is_rehearsal, s.subscriber_id, 'unknown', ${RESTORED}, ${at}::timestamptz
    from editions e join subscriptions s on s.newsletter_id = e.newsletter_id
    where e.state = any(${INTERRUPTED}::text[]) and e.started_at is not null and e.frozen_at is null
      and e.corrects_edition_id is null and ${wanted}
    on conflict do nothing`.execute(tx);
}

/**
 * Holds all sending of a restored system. Mail that may have been sent since the backup becomes unknown: every delivery
 * that was waiting or being sent, and every letter. Running editions are paused and flagged. Their readers are mailed
 * again only if a person decides so.
 */
export async function standStill(tx: Db, hold: Hold): Promise<Stopped> {
  const { backupAt } = hold;
  await saveHold({ db: tx }, hold);
  await addRest(tx, backupAt);
  const deliveries = await sql`
    update deliveries d
    set state = 'unknown', verdict = ${RESTORED}, owner = null, data_at = coalesce(d.data_at, ${backupAt}::timestamptz)
    from editions e
    where e.id = d.edition_id and e.state <> 'cancelled' and d.state = any(${DELIVERY_WAITING}::text[])`.execute(tx);
  const detail = `It was being sent when the backup of ${backupAt.toISOString()} was taken. Readers who were waiting then may have it, and count as unknown.`;
  const editions = await sql`
    update editions
    set state = 'paused', flag = ${RESTORED}, flag_detail = ${detail}, next_revision = null,
        frozen_at = case when started_at is null then frozen_at else coalesce(frozen_at, now()) end
    where state = any(${INTERRUPTED}::text[])`.execute(tx);
  const letters = await sql`
    update outbox set state = 'unknown', owner = null, reply = 'restored from a backup: it may have been sent since'
    where state = any(${OUTBOX_WAITING}::text[])`.execute(tx);
  await recordAudit(tx, { actor: 'cli', action: 'restore', detail: { backupAt: backupAt.toISOString() } });
  const count = (of: { numAffectedRows?: bigint }): number => Number(of.numAffectedRows ?? 0);
  return { editions: count(editions), deliveries: count(deliveries), letters: count(letters) };
}
