import { sql, type RawBuilder } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { type EditionKind, MAILING } from '../../domain/states.ts';
import { joinWaves, wavesOf, type Wave } from '../../readers/waves.ts';
import { wantsEdition } from '../../readers/audience.ts';

type Edition = {
  editionId: number;
  newsletterId: number;
  kind: EditionKind;
  date: string;
  zone: string;
  sendAt: string;
  isRehearsal: boolean;
  isSample: boolean;
};

async function loadRunning(tx: Db, editionId: number): Promise<Edition | null> {
  const { rows } = await sql<Edition>`
    select e.id as "editionId", e.newsletter_id as "newsletterId", e.kind, e.date, e.is_rehearsal as "isRehearsal",
           n.zone, n.send_at as "sendAt", n.is_sample as "isSample"
    from editions e join newsletters n on n.id = e.newsletter_id
    where e.id = ${editionId} and e.state = any(${MAILING}::text[]) and e.by_readers_clock
      and e.frozen_at is not null`.execute(tx);
  return rows[0] ?? null;
}

/** The readers who want the edition and whose hour is in `waves`. Uses the index of readers with a zone or an hour of their own where possible. */
function readersOf(edition: Edition, waves: readonly Wave[]): RawBuilder<unknown> {
  const { newsletterId, isSample, isRehearsal } = edition;
  const active = sql`select s.subscriber_id from subscriptions s
    where s.newsletter_id = ${newsletterId} and s.status = 'active' and ${wantsEdition(edition)}`;
  const real =
    isSample && !isRehearsal
      ? sql`where not exists (select from subscribers p where p.id = r.subscriber_id and p.is_sample)`
      : sql``;
  return sql`(
    select r.subscriber_id
    from unnest(${waves.map(({ ownZone }) => ownZone)}::text[], ${waves.map(({ ownSendAt }) => ownSendAt)}::time[])
      as w (zone, send_at)
    cross join lateral (
      ${active} and s.zone = w.zone and s.send_at = w.send_at
      union all ${active} and s.zone = w.zone and s.send_at is null and w.send_at is null
      union all ${active} and s.zone is null and w.zone is null and s.send_at = w.send_at
      union all ${active} and s.zone is null and w.zone is null and s.send_at is null and w.send_at is null
    ) r ${real}
  )`;
}

// Not attempted yet, and not postponed for the domain: due as when it was frozen (a canary's readers 1 ms earlier).
const isUntouched = sql`d.state = 'pending' and d.attempts = 0
  and d.next_attempt_at between d.due_at - interval '1 ms' and d.due_at`;

/** Adds new readers. Only if others still wait: the edition must not end between the insert and its being seen. */
async function addReaders(tx: Db, edition: Edition, here: readonly Wave[], dueAt: Date, now: Date): Promise<number> {
  const of = sql`d.edition_id = ${edition.editionId} and d.is_rehearsal = ${edition.isRehearsal}`;
  const { rows: waiting } = await sql`
    select from deliveries d
    where ${of} and d.state = 'pending' and d.next_attempt_at > ${now}
    limit 1 for update skip locked`.execute(tx);
  if (waiting.length === 0) return 0;
  const { numAffectedRows } = await sql`
    insert into deliveries (edition_id, is_rehearsal, subscriber_id, next_attempt_at, due_at)
    select ${edition.editionId}::integer, ${edition.isRehearsal}::boolean, r.subscriber_id, ${dueAt}::timestamptz, ${dueAt}::timestamptz
    from ${readersOf(edition, here)} r
    where not exists (select from deliveries d where ${of} and d.subscriber_id = r.subscriber_id)
    on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Moves readers who changed from a later hour to this one forward. */
async function moveHere(tx: Db, edition: Edition, here: readonly Wave[], dueAt: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update deliveries d
    set due_at = ${dueAt}::timestamptz, next_attempt_at = ${dueAt}::timestamptz + (d.next_attempt_at - d.due_at)
    from ${readersOf(edition, here)} r
    where d.edition_id = ${edition.editionId} and d.is_rehearsal = ${edition.isRehearsal}
      and d.subscriber_id = r.subscriber_id and d.due_at > ${dueAt}::timestamptz and ${isUntouched}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Moves readers who changed from this hour to a later one. Readers who changed to an hour that has passed stay. */
async function moveOn(tx: Db, edition: Edition, waves: readonly Wave[], dueAt: Date, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update deliveries d
    set due_at = w.due_at, next_attempt_at = w.due_at + (d.next_attempt_at - d.due_at)
    from subscriptions s ${joinWaves(waves)}
    where d.edition_id = ${edition.editionId} and d.is_rehearsal = ${edition.isRehearsal}
      and s.newsletter_id = ${edition.newsletterId} and s.subscriber_id = d.subscriber_id
      -- repeats the condition above for the index of due rows
      and d.next_attempt_at between ${dueAt}::timestamptz - interval '1 ms' and ${dueAt}::timestamptz
      and d.due_at = ${dueAt}::timestamptz and ${isUntouched}
      and w.due_at <> d.due_at and w.due_at > ${now}::timestamptz`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

async function countReaders(tx: Db, { editionId, isRehearsal }: Edition): Promise<void> {
  await sql`
    insert into waves (edition_id, is_rehearsal, due_at, readers)
    select ${editionId}::integer, ${isRehearsal}::boolean, coalesce(w.due_at, d.due_at), coalesce(d.readers, 0)
    from (select due_at from waves where edition_id = ${editionId} and is_rehearsal = ${isRehearsal}) w
    full join (select due_at, count(*) as readers from deliveries
               where edition_id = ${editionId} and is_rehearsal = ${isRehearsal} group by due_at) d using (due_at)
    on conflict (edition_id, is_rehearsal, due_at) do update set readers = excluded.readers
    where waves.readers <> excluded.readers`.execute(tx);
}

/**
 * Updates the readers of one wave shortly before it, and at its hour for late changes. Readers who became active
 * since the audience was frozen are added. Readers who changed from a later hour to this one get it now. Readers who
 * changed from this hour to a later one get it then. Readers who changed to an hour that has passed keep the old one.
 * So a reader who changes the hour never misses the day's copy, and the ledger's key makes a second copy impossible.
 * Null if the edition is not running by the readers' clock. Measured with 1,000,000 deliveries in 68 waves on two busy
 * cores: 0.8 s for a wave of 21,667 readers, 4 s for the newsletter's own wave of 710,000.
 */
export async function refreshWave(
  { db, now }: { db: Db; now: () => Date },
  { editionId, dueAt }: { editionId: number; dueAt: Date },
): Promise<{ added: number; moved: number } | null> {
  return db.transaction().execute(async (tx) => {
    const edition = await loadRunning(tx, editionId);
    if (!edition) return null;
    const newsletter = { id: edition.newsletterId, zone: edition.zone, send_at: edition.sendAt };
    const waves = await wavesOf({ db: tx }, newsletter, edition.date);
    const here = waves.filter((wave) => wave.dueAt.getTime() === dueAt.getTime());
    const added = await addReaders(tx, edition, here, dueAt, now());
    const moved = await moveHere(tx, edition, here, dueAt);
    // At the hour itself the mailers have these rows locked, and a copy at the old hour is as good.
    const movedOn = now() < dueAt ? await moveOn(tx, edition, waves, dueAt, now()) : 0;
    // Counting reads the whole ledger, and most waves have no changes.
    if (added + moved + movedOn > 0) await countReaders(tx, edition);
    return { added, moved: moved + movedOn };
  });
}
