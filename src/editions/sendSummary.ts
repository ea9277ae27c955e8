import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { countDomains, group, type DomainCounts } from './counts.ts';
import { isLedgerGone } from './ledgerCounts.ts';
import type { Edition } from './load.ts';

/** How long deliveries took, in seconds after each reader's hour or after the start of the send, whichever was later. */
export type DeliveryTimes = {
  first: number;
  half: number;
  /** 99 of 100 deliveries took at most this long. */
  nearlyAll: number;
  last: number;
  /** Ascending: after so many seconds, so many messages were accepted. At most POINTS of them. */
  curve: [seconds: number, accepted: number][];
};

/** What of a send can only be counted reader by reader. `times`: null while no message is accepted. */
type SendSummary = { domains: DomainCounts[]; times: DeliveryTimes | null };

type Send = Pick<Edition, 'id' | 'is_rehearsal'>;

/** Smaller sends are counted when they are shown, which takes 20 ms. */
export const SUMMARISED_READERS = 20_000;
const POINTS = 200;

/** The time at which a part of the messages was accepted. `seconds`: ascending, with how many took so long. */
function reached(seconds: readonly [seconds: number, messages: number][], messages: number): number {
  let sum = 0;
  for (const [second, count] of seconds) {
    sum += count;
    if (sum >= messages) return second;
  }
  return seconds.at(-1)?.[0] ?? 0;
}

/** Sums up how long deliveries took from the number of messages of each second, ascending. Null if there are none. */
export function summariseTimes(seconds: readonly [seconds: number, messages: number][]): DeliveryTimes | null {
  const first = seconds[0]?.[0];
  const last = seconds.at(-1)?.[0];
  if (first === undefined || last === undefined) return null;
  const total = seconds.reduce((sum, [, count]) => sum + count, 0);
  const step = Math.max(1, Math.ceil(seconds.length / POINTS));
  let accepted = 0;
  const curve = seconds.flatMap(([second, count], at): [number, number][] => {
    accepted += count;
    return at % step === 0 || at === seconds.length - 1 ? [[second, accepted]] : [];
  });
  return { first, half: reached(seconds, total / 2), nearlyAll: reached(seconds, total * 0.99), last, curve };
}

async function countTimes(db: Db, { id, is_rehearsal: isRehearsal }: Send): Promise<DeliveryTimes | null> {
  const rows = await group(
    db,
    sql<{ second: number; messages: number }>`
      select greatest(0, extract(epoch from d.submitted_at - greatest(d.due_at, e.started_at)))::integer as second,
        count(*) as messages
      from deliveries d join editions e on e.id = ${id}
      where d.edition_id = ${id} and d.is_rehearsal = ${isRehearsal} and d.state = 'submitted' and d.submitted_at is not null
      group by 1 order by 1`,
  );
  return summariseTimes(rows.map(({ second, messages }) => [second, messages]));
}

/** Counts a send's summary reader by reader, about 2 s for a million of them, and keeps it. */
export async function keepSummary({ db }: { db: Db }, send: Send): Promise<void> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(db);
  const domains = await countDomains({ db }, send.id);
  const times = await countTimes(db, send);
  await sql`
    insert into send_summaries (edition_id, is_rehearsal, counted_at, domains, times)
    values (${send.id}, ${send.is_rehearsal}, ${rows[0]!.now}, ${JSON.stringify(domains)}::jsonb,
      ${times && JSON.stringify(times)}::jsonb)
    on conflict (edition_id, is_rehearsal) do update
    set counted_at = excluded.counted_at, domains = excluded.domains, times = excluded.times`.execute(db);
}

async function findKept(db: Db, { id, is_rehearsal: isRehearsal }: Send): Promise<SendSummary> {
  const { rows } = await sql<SendSummary>`
    select domains, times from send_summaries where edition_id = ${id} and is_rehearsal = ${isRehearsal}`.execute(db);
  return rows[0] ?? { domains: [], times: null };
}

/** True if a send is counted when it is shown: it is small, and its deliveries are still in the ledger. */
async function isCountable(db: Db, { id }: Send, readers: number): Promise<boolean> {
  return readers <= SUMMARISED_READERS && !(await isLedgerGone(db, id));
}

/** The domains of a send of so many readers: counted now, or of a large or old send as last summarised (none at first). */
export async function loadDomains({ db }: { db: Db }, send: Send, readers: number): Promise<DomainCounts[]> {
  return (await isCountable(db, send, readers)) ? countDomains({ db }, send.id) : (await findKept(db, send)).domains;
}

/** The times of a send of so many readers: counted now, or of a large or old send as last summarised. */
export async function loadTimes({ db }: { db: Db }, send: Send, readers: number): Promise<DeliveryTimes | null> {
  return (await isCountable(db, send, readers)) ? countTimes(db, send) : (await findKept(db, send)).times;
}
