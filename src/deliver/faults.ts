import { sql } from 'kysely';
import { ledgerOf } from '../editions/ledgerCounts.ts';
import type { Db } from '../platform/db/client.ts';

/** Pauses a running edition because the relay refuses the sender. No reader fails for it, and staff see the reason. */
export async function pauseForSenderFault({ db }: { db: Db }, editionId: number, detail: string): Promise<void> {
  await sql`
    with paused as (
      update editions set state = 'paused', flag = 'sender_fault', flag_detail = ${detail}
      where id = ${editionId} and state = 'submitting'
      returning id, newsletter_id)
    insert into audit_log (actor, action, newsletter_id, edition_id, detail)
    select 'mailer', 'pause', newsletter_id, id, jsonb_build_object('why', ${detail}::text) from paused`.execute(db);
}

export async function flagRelayDown({ db }: { db: Db }, editionId: number, detail: string): Promise<void> {
  await sql`
    update editions set flag = 'relay_down', flag_detail = ${detail}
    where id = ${editionId} and flag is null`.execute(db);
}

export async function unflagRelayDown({ db }: { db: Db }, editionId: number): Promise<void> {
  await sql`
    update editions set flag = null, flag_detail = null
    where id = ${editionId} and flag = 'relay_down'`.execute(db);
}

/** Flags the edition with the number of readers it did not reach in time. Staff may still send it to them. */
export async function flagLate(
  { db }: { db: Db },
  { editionId, isRehearsal }: { editionId: number; isRehearsal: boolean },
): Promise<void> {
  await sql`
    update editions e set flag = 'late', flag_detail = late.count || ' readers could not be reached in time'
    from (select coalesce(sum(d.readers), 0) as count from ${await ledgerOf(db, editionId)} d
          where d.is_rehearsal = ${isRehearsal} and d.verdict = 'late') late
    where e.id = ${editionId} and late.count > 0 and (e.flag is null or e.flag in ('late', 'relay_down'))`.execute(db);
}
