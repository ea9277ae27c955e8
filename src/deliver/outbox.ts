import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { loadDkimKeys, signingDomainOf } from '../wire/dkim/keys.ts';
import { createSigner, type Signer } from '../wire/dkim/sign.ts';
import { holdLease } from '../platform/leases.ts';
import { NOT_HELD } from '../platform/hold.ts';
import type { Log } from '../platform/log.ts';
import type { Outcome } from './outcome.ts';
import { logOutcome, logUntried, type Mailed } from './outboxLog.ts';
import { retryAfterMs } from './schedule.ts';
import type { Transports } from './transports.ts';

type Ready = Mailed & { from: string; message: Buffer; attempts: number; isSample: boolean };

const CLAIM_ROWS = 20;

/** Recovers the rows of owners whose lease has ended: ready again if they had not reached DATA, otherwise unknown. */
async function recover(db: Db): Promise<void> {
  await sql`
    update outbox o
    set state = case when o.data_at is null then 'ready' else 'unknown' end, owner = null
    where o.state = 'submitting'
      and not exists (select from leases l where l.id = o.owner and l.until > now())`.execute(db);
}

/** Claims ready mails. Mails that have expired, or whose address is now suppressed, are settled instead. */
async function claim({ db, log }: { db: Db; log: Log }, owner: string): Promise<Ready[]> {
  const { rows } = await sql<Ready & { state: string }>`
    with due as (
      select o.id from outbox o
      where o.state = 'ready' and o.next_attempt_at <= now() and ${NOT_HELD}
      order by o.next_attempt_at limit ${CLAIM_ROWS}
      for update skip locked
    ), checked as (
      select due.id,
        case
          when o.expires_at <= now() then 'failed'
          -- a confirmation lifts an erased address's suppression, so only that reason lets it through; mails about a
          -- change of address go to another address than the subscriber's, and were checked when they were queued
          when x.reason is not null and not (o.kind = 'confirmation' and x.reason = 'erased')
            and o.kind not in ('address', 'address_changed') then 'suppressed'
          -- readers who have left get no welcome
          when o.kind = 'welcome' and s.status is distinct from 'active' then 'suppressed'
          else 'submitting'
        end as state,
        coalesce(p.is_sample, false) as is_sample
      from due join outbox o on o.id = due.id
      left join subscribers p on p.id = o.subscriber_id
      left join suppressions x on x.address_hash = p.address_hash
      left join subscriptions s on s.subscriber_id = o.subscriber_id and s.newsletter_id = o.newsletter_id
    )
    update outbox o
    set state = c.state, owner = case when c.state = 'submitting' then ${owner}::uuid end, data_at = null,
        reply = case when c.state = 'failed' then 'it expired before it could be submitted' end
    from checked c
    left join outbox o2 on o2.id = c.id
    left join newsletters n on n.id = o2.newsletter_id
    where o.id = c.id
    returning o.id, o.kind, o.to_address as "toAddress", coalesce(n.from_address, '') as "from", o.message, o.attempts,
              c.is_sample as "isSample", o.state`.execute(db);
  for (const row of rows) if (row.state !== 'submitting') logUntried(log, row, row.state);
  return rows.filter((row) => row.state === 'submitting');
}

async function mark(db: Db, id: number, owner: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update outbox set data_at = now(), attempts = attempts + 1
    where id = ${id} and state = 'submitting' and owner = ${owner}::uuid`.execute(db);
  return Number(numAffectedRows ?? 0) > 0;
}

/** Signs with the keys of each sender's domain, as editions are signed. */
export function createOutboxSigner({
  db,
  now,
}: {
  db: Db;
  now: () => Date;
}): (from: string, message: Buffer) => Promise<Buffer[]> {
  const signers = new Map<string, Promise<Signer | null>>();
  const open = async (from: string): Promise<Signer | null> => {
    if (from === '') return null;
    const keys = await loadDkimKeys({ db }, signingDomainOf(from));
    return keys.length === 0 ? null : createSigner(keys);
  };
  return async (from, message) => {
    const signer = signers.get(from) ?? open(from);
    signers.set(from, signer);
    const sign = await signer;
    return sign ? [await sign(message, now()), message] : [message];
  };
}

async function record(db: Db, row: Ready, owner: string, outcome: Outcome): Promise<void> {
  const state = { submitted: 'submitted', rejected: 'failed', unknown: 'unknown' }[outcome.kind as string] ?? 'ready';
  const delayMs = state === 'ready' ? retryAfterMs(outcome, row.attempts + 1, Math.random()) : 0;
  const reply = outcome.kind === 'withheld' ? null : outcome.reply;
  await sql`
    update outbox
    set state = ${state}, owner = null, data_at = case when ${state} = 'ready' then null else data_at end,
        submitted_at = case when ${state} = 'submitted' then now() end,
        -- who can read the table must find no link that opens an account
        message = case when kind = 'staff_link' and ${state} <> 'ready' then null else message end,
        payload = case when kind = 'staff_link' and ${state} <> 'ready' then '{}' else payload end,
        next_attempt_at = now() + ${delayMs} * interval '1 millisecond',
        relay = ${outcome.kind === 'withheld' ? null : outcome.relay},
        status_code = ${reply?.status ?? (reply?.code ? String(reply.code) : null)}, reply = ${reply?.text ?? null}
    where id = ${row.id} and owner = ${owner}::uuid`.execute(db);
}

/**
 * Submits the ready mails of the outbox, each at most once, with the same guarantees as deliveries. Mail to sample
 * readers goes to the built-in inbox. Without a relay, all mail does. Returns the number of submitted mails.
 */
export async function deliverOutbox(
  deps: { db: Db; log: Log; now: () => Date; transports: Transports },
  signal: AbortSignal,
): Promise<number> {
  const { db, transports } = deps;
  const sign = createOutboxSigner(deps);
  await recover(db);
  const lease = await holdLease(deps, { role: 'outbox' });
  let submitted = 0;
  try {
    for (let rows = await claim(deps, lease.id); rows.length > 0 && !signal.aborted; rows = await claim(deps, lease.id))
      for (const row of rows) {
        if (signal.aborted) break;
        const real = row.isSample ? null : await transports.forRun(false);
        const transport = real ?? (await transports.forRun(true))!;
        const outcome = await transport.submit({
          from: row.from,
          to: row.toAddress,
          message: await sign(row.from, row.message),
          beforeData: () => mark(db, row.id, lease.id),
          signal,
        });
        await record(db, row, lease.id, outcome);
        logOutcome(deps.log, row, outcome);
        if (outcome.kind === 'submitted') submitted++;
      }
    return submitted;
  } finally {
    await sql`
      update outbox set state = 'ready', owner = null
      where state = 'submitting' and owner = ${lease.id}::uuid and data_at is null`
      .execute(db)
      .catch(() => undefined);
    await lease.release().catch(() => undefined);
  }
}
