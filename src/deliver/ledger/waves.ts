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

/** The readers who want the edition and whose hour is one of these waves: by the index of those with a zone or an hour where they have one. */
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

// Never tried, and not put off for its domain: due as when it was frozen (a canary's a moment before).
const isUntouched = sql`d.state = 'pending' and d.attempts = 0
  and d.next_attempt_at between d.due_at - interval '1 ms' and d.due_at`;

/** Adds readers who came since. Only while others wait: the edition must not end between this and its being seen. */
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

/** Brings readers forward to this hour who moved here from a later one. */
async function moveHere(tx: Db, edition: Edition, here: readonly Wave[], dueAt: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update deliveries d
    set due_at = ${dueAt}::timestamptz, next_attempt_at = ${dueAt}::timestamptz + (d.next_attempt_at - d.due_at)
    from ${readersOf(edition, here)} r
    where d.edition_id = ${edition.editionId} and d.is_rehearsal = ${edition.isRehearsal}
      and d.subscriber_id = r.subscriber_id and d.due_at > ${dueAt}::timestamptz and ${isUntouched}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Moves readers on who left this hour for a later one; who left it for one that is over stays. */
async function moveOn(tx: Db, edition: Edition, waves: readonly Wave[], dueAt: Date, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update deliveries d
    set due_at = w.due_at, next_attempt_at = w.due_at + (d.next_attempt_at - d.due_at)
    from subscriptions s ${joinWaves(waves)}
    where d.edition_id = ${edition.editionId} and d.is_rehearsal = ${edition.isRehearsal}
      and s.newsletter_id = ${edition.newsletterId} and s.subscriber_id = d.subscriber_id
      -- the same once more, for the index of what is due
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
 * Brings the readers of one wave up to date, shortly before it (and at its hour, for those who came meanwhile):
 * who became active since the audience was frozen is added; who moved to this hour from a later one gets it now, and
 * who moved from it to a later one gets it then. Who moved to an hour that is over keeps the old one. So a reader
 * who moves never loses the copy of a date, and the ledger's key makes a second one impossible. Null where the
 * edition is not under way by the readers' clock. Tried with
 * 1,000,000 deliveries in 68 waves on two busy cores: 0.8 s for a wave of 21,667 readers, 4 s for the newsletter's own
 * of 710,000.
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
    // At the hour itself the mailers are at these rows, and a copy at the old hour is as good.
    const movedOn = now() < dueAt ? await moveOn(tx, edition, waves, dueAt, now()) : 0;
    // Counting reads the whole ledger; mostly nobody came or went.
    if (added + moved + movedOn > 0) await countReaders(tx, edition);
    return { added, moved: moved + movedOn };
  });
}
