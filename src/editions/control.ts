import { sql } from 'kysely';
import { recordAudit } from '../platform/audit.ts';
import { assertNotHeld } from '../platform/hold.ts';
import type { Config } from '../platform/config.ts';
import type { Db } from '../platform/db/client.ts';
import { type EditionState, editionStatesBefore, isAnyOf, SENDING, STARTABLE } from '../domain/states.ts';
import { ReveilleError } from '../domain/errors.ts';
import { assertSecondApproved } from './approval.ts';
import { assertEnoughStories } from './enoughStories.ts';
import { assertSendable } from './newsletters/identity.ts';
import type { Queues } from '../platform/queue/queue.ts';

type Order = { editionId: number; actor: string };

/** The actor of what the schedule does. */
export const SCHEDULER = 'scheduler';

/** The number of deliver jobs of an edition: at most this many mailers share it at first. */
const DELIVER_SLOTS = 4;

/** Refuses an action that the edition's state does not allow. The second of two concurrent sends learns of the first. */
async function refuse(db: Db, editionId: number, verb: string, hasRelay = true): Promise<never> {
  const edition = await db
    .selectFrom('editions')
    .select(['state', 'is_rehearsal'])
    .where('id', '=', editionId)
    .executeTakeFirst();
  if (!edition) throw new ReveilleError('NOT_FOUND', `There is no edition ${editionId}.`);
  if (verb === 'sent' && isAnyOf(SENDING, edition.state))
    throw new ReveilleError(
      'EDITION_STATE',
      `Edition ${editionId} is already being ${edition.is_rehearsal ? 'rehearsed' : 'sent'}.`,
    );
  const how = edition.is_rehearsal && edition.state !== 'draft' ? ' as a rehearsal' : '';
  const isRehearsed = edition.state === 'submitted' && edition.is_rehearsal;
  const why = isRehearsed && !hasRelay ? ': SMTP_URL is not set, so that another send would be a rehearsal, too' : '';
  throw new ReveilleError(
    'EDITION_STATE',
    `Edition ${editionId} is ${edition.state}${how} and cannot be ${verb}${why}.`,
  );
}

/** Mail that leaves this machine must name its sender. A rehearsal never leaves it. */
async function assertSenderNamed(db: Db, editionId: number, { relays }: Pick<Config, 'relays'>): Promise<void> {
  const newsletter = await db
    .selectFrom('editions as e')
    .innerJoin('newsletters as n', 'n.id', 'e.newsletter_id')
    .select(['n.slug', 'n.legal_name', 'n.postal_address', 'n.privacy_url'])
    .where('e.id', '=', editionId)
    .executeTakeFirst();
  if (newsletter) assertSendable(newsletter, relays);
}

/**
 * Starts the send of an edition to all its readers, at once or (`byReadersClock`) at each reader's hour:
 * `draft | approved | failed → preparing`. It also starts from `submitted` if that send was a rehearsal and this one is
 * not. An edition that is running by the readers' hours is sent to all others now. Throws EDITION_STATE,
 * EDITION_TOO_FEW_STORIES, SENDER_INCOMPLETE (see src/editions/newsletters/identity.ts), NOT_FOUND or, if a second
 * person's approval is wanted, CONFLICT. Two concurrent calls start one send.
 */
export async function triggerSend(
  { db, queues, now, config }: { db: Db; queues: Queues; now: () => Date; config: Pick<Config, 'relays'> },
  { editionId, actor, isRehearsal, byReadersClock = false }: Order & { isRehearsal: boolean; byReadersClock?: boolean },
): Promise<void> {
  await assertNotHeld({ db });
  await assertEnoughStories(db, editionId);
  if (!byReadersClock && (await bringForward(db, { editionId, actor }))) return enqueueDeliver(queues, editionId);
  // The scheduler has asked the newsletter's policy (src/schedule/unattended.ts).
  if (actor !== SCHEDULER) await assertSecondApproved(db, editionId);
  if (!isRehearsal) await assertSenderNamed(db, editionId, config);
  await db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      update editions
      set state = 'preparing', is_rehearsal = ${isRehearsal}, approved_at = coalesce(approved_at, ${now()}),
          by_readers_clock = ${byReadersClock}, started_at = null, finished_at = null, frozen_at = null,
          resumed_at = null, canary_left = null, flag = null, flag_detail = null
      where id = ${editionId}
        and (state = any(${STARTABLE}::text[])
             or (state = 'submitted' and is_rehearsal and not ${isRehearsal}::boolean))`.execute(tx);
    if (!numAffectedRows) await refuse(tx, editionId, 'sent', config.relays.length > 0);
    await recordAudit(tx, { actor, action: 'send', editionId, detail: { isRehearsal } });
  });
  await queues.enqueue('render', { editionId });
}

/**
 * Sends an edition that runs by the readers' clocks now: readers who still wait for their hour are due at once.
 * False if the edition is not of this kind.
 */
async function bringForward(db: Db, { editionId, actor }: Order): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      update editions set by_readers_clock = false
      where id = ${editionId} and state = 'submitting' and by_readers_clock and frozen_at is not null`.execute(tx);
    if (!numAffectedRows) return false;
    await sql`
      -- a canary's readers are due a millisecond before the others, and stay so
      update deliveries d set due_at = now(), next_attempt_at = now() - greatest(interval '0', d.due_at - d.next_attempt_at)
      from editions e
      where e.id = ${editionId} and d.edition_id = ${editionId} and d.is_rehearsal = e.is_rehearsal
        and d.state = 'pending' and d.due_at > now()`.execute(tx);
    await recordAudit(tx, { actor, action: 'send', editionId, detail: { broughtForward: true } });
    return true;
  });
}

/** Adds the jobs that submit an edition which is `submitting`. */
export async function enqueueDeliver(queues: Queues, editionId: number, generation?: string): Promise<void> {
  for (let slot = 0; slot < DELIVER_SLOTS; slot++) await queues.enqueue('deliver', { editionId, slot }, generation);
}

async function move(db: Db, { editionId, actor }: Order, to: 'paused' | 'cancelled'): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      update editions set state = ${to} where id = ${editionId} and state = any(${editionStatesBefore(to)}::text[])`.execute(
      tx,
    );
    if (!numAffectedRows) await refuse(tx, editionId, to);
    await recordAudit(tx, { actor, action: to, editionId });
  });
}

/** Pauses a send. No further message starts. Throws EDITION_STATE or NOT_FOUND. */
export function pauseEdition({ db }: { db: Db }, order: Order): Promise<void> {
  return move(db, order, 'paused');
}

/** Ends a send permanently. Copies that were sent remain. Throws EDITION_STATE or NOT_FOUND. */
export function cancelEdition({ db }: { db: Db }, order: Order): Promise<void> {
  return move(db, order, 'cancelled');
}

/** Clears what the relays refused, such as a password: a person has checked it, so it is tried once more. */
async function tryRefusedAgain(db: Db, editionId: number): Promise<void> {
  await sql`
    update relay_states set sign_in_refused = null, sign_in_refused_at = null, sign_in_reason = '', down_until = null
    where sign_in_refused is not null`.execute(db);
  await sql`
    update deliveries set next_attempt_at = now()
    where edition_id = ${editionId} and state = 'pending' and verdict in ('sender-fault', 'relay-down') and next_attempt_at > now()`.execute(
    db,
  );
}

/**
 * Resumes a paused send and clears the flag of its cause. Lateness counts from now. An edition whose canary is out,
 * paused or not, is released to all readers.
 */
export async function resumeEdition({ db, queues }: { db: Db; queues: Queues }, order: Order): Promise<void> {
  const { editionId, actor } = order;
  await assertNotHeld({ db });
  // An edition that was paused before its audience was frozen must be prepared first.
  const { rows } = await sql<{ state: EditionState }>`
    update editions
    set state = case when started_at is null then 'preparing' else 'submitting' end,
        -- a person decided to continue, in spite of lateness or the canary
        resumed_at = now(), canary_left = null, flag = null, flag_detail = null
    where id = ${editionId} and (state = 'paused' or (state = 'submitting' and canary_left is not null))
    returning state`.execute(db);
  const row = rows[0] ?? (await refuse(db, editionId, 'resumed'));
  await recordAudit(db, { actor, action: 'resume', editionId });
  await tryRefusedAgain(db, editionId);
  if (row.state === 'preparing') await queues.enqueue('render', { editionId });
  else await enqueueDeliver(queues, editionId);
}
