import { sql, type RawBuilder } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import type { Db } from '../platform/db/client.ts';
import { assertNotHeld } from '../platform/hold.ts';
import { type DeliveryState, isAnyOf, PUBLIC } from '../domain/states.ts';
import { ReveilleError } from '../domain/errors.ts';
import type { Queues } from '../platform/queue/queue.ts';
import { parseAddress } from '../readers/addresses.ts';
import { enqueueDeliver } from './control.ts';
import { refuseEdition } from './refuse.ts';

/** `unknown`: the relay's answer was lost. `late`: the deadline passed before the message was sent. */
export type UnsettledKind = 'unknown' | 'late';

/** A reader for whom a person must decide whether the edition is sent again. `email` is a whole address. */
export type Unsettled = {
  subscriberId: number;
  email: string;
  state: DeliveryState;
  verdict: string | null;
  reply: string | null;
  /** When the unanswered message was sent, or when the late one was due. */
  at: Date;
};

const PAGE_ROWS = 1_000;

const isUnsettled = (which: UnsettledKind): RawBuilder<boolean> =>
  which === 'unknown' ? sql`d.state = 'unknown'` : sql`(d.state = 'failed' and d.verdict = 'late')`;

/** Lists unsettled readers of the edition's latest send after the subscriber id `after`, by id. */
export async function listUnsettled(
  { db }: { db: Db },
  editionId: number,
  { limit = PAGE_ROWS, after = 0, which }: { limit?: number; after?: number; which?: UnsettledKind } = {},
): Promise<Unsettled[]> {
  const wanted = which ? isUnsettled(which) : sql`(${isUnsettled('unknown')} or ${isUnsettled('late')})`;
  const { rows } = await sql<Unsettled>`
    select d.subscriber_id as "subscriberId", p.email, d.state, d.verdict, d.reply, coalesce(d.data_at, d.due_at) as at
    from editions e
    join deliveries d on d.edition_id = e.id and d.is_rehearsal = e.is_rehearsal
    join subscribers p on p.id = d.subscriber_id
    where e.id = ${editionId} and d.edition_id = ${editionId} and d.subscriber_id > ${after} and ${wanted}
    order by d.subscriber_id limit ${limit}`.execute(db);
  return rows;
}

/** Finds the subscribers of `addresses`. Throws NOT_FOUND if one of them is not unsettled, ADDRESS_INVALID. */
async function findNamed(db: Db, editionId: number, which: UnsettledKind, addresses: string[]): Promise<number[]> {
  const keys = [...new Set(addresses.map((address) => parseAddress(address).emailKey))];
  const { rows } = await sql<{ id: number }>`
    select p.id
    from editions e
    join deliveries d on d.edition_id = e.id and d.is_rehearsal = e.is_rehearsal
    join subscribers p on p.id = d.subscriber_id
    where e.id = ${editionId} and d.edition_id = ${editionId} and p.email_key = any(${keys}::text[])
      and ${isUnsettled(which)}`.execute(db);
  const missing = keys.length - rows.length;
  if (missing > 0)
    throw new ReveilleError(
      'NOT_FOUND',
      `${missing} of the ${keys.length} addresses ${missing === 1 ? 'is' : 'are'} not among the readers of edition ${editionId} whose delivery is ${which}. Nothing was sent again.`,
    );
  return rows.map(({ id }) => id);
}

/**
 * Sends an edition again to readers whose delivery is unknown, or failed as late. A person decides this, because a
 * reader with an unknown delivery may have the edition already. The rows become pending, and a finished edition becomes
 * `submitting` again. With `addresses`, only those readers; all of them must be unsettled. Returns the number of
 * readers. A concurrent second call finds none. Throws EDITION_STATE, NOT_FOUND or ADDRESS_INVALID.
 */
export async function resendDeliveries(
  { db, queues }: { db: Db; queues: Queues; now: () => Date },
  order: { editionId: number; actor: string; which: UnsettledKind; addresses?: string[] },
): Promise<number> {
  const { editionId, actor, which, addresses } = order;
  await assertNotHeld({ db });
  const readers = await db.transaction().execute(async (tx) => {
    const { rows: edition } = await sql<{ state: string }>`
      select state from editions where id = ${editionId} for no key update`.execute(tx);
    if (!isAnyOf(PUBLIC, edition[0]?.state ?? '')) return refuseEdition(tx, editionId, 'has no readers for a resend');
    const named = addresses && (await findNamed(tx, editionId, which, addresses));
    const { numAffectedRows } = await sql`
      update deliveries d
      set state = 'pending', next_attempt_at = now(), dated_at = now(), data_at = null, owner = null, verdict = null
      from editions e
      where e.id = ${editionId} and d.edition_id = ${editionId} and d.is_rehearsal = e.is_rehearsal
        and ${isUnsettled(which)}
        ${named ? sql`and d.subscriber_id = any(${named}::integer[])` : sql``}`.execute(tx);
    const count = Number(numAffectedRows ?? 0);
    if (count === 0) return 0;
    const isSettled = sql`(flag = 'late' and ${which === 'late' && !named})`;
    // Lateness counts from now, because a person decided to send it.
    await sql`
      update editions
      set state = case when state = 'submitted' then 'submitting' else state end, finished_at = null, resumed_at = now(),
          flag = case when ${isSettled} then null else flag end,
          flag_detail = case when ${isSettled} then null else flag_detail end
      where id = ${editionId} and state = any(${PUBLIC}::text[])`.execute(tx);
    await recordAudit(tx, { actor, action: 'resend', editionId, detail: { which, readers: count, named: !!named } });
    return count;
  });
  if (readers > 0) await enqueueDeliver(queues, editionId);
  return readers;
}
