import { sql } from 'kysely';
import type { Condition, FindDeps, Finder } from '../condition.ts';

// Above 0.3 % complaints Gmail and Yahoo refuse mail; above 5 % bounces Amazon SES reviews the account.
const LIMITS = [
  { kind: 'complaints', share: 0.003, limit: '0.3 %' },
  { kind: 'bounces', share: 0.05, limit: '5 %' },
] as const;

type Row = { id: number; newsletterId: number; name: string; date: string; complaints: number; bounces: number };

async function listReported({ db }: FindDeps, now: Date): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select e.id, e.newsletter_id as "newsletterId", n.name, e.date,
           count(distinct f.subscriber_id) filter (where f.kind = 'complaint')::int as complaints,
           count(distinct f.subscriber_id) filter (where f.kind = 'bounce' and not f.is_delay)::int as bounces
    from editions e join newsletters n on n.id = e.newsletter_id join feedback f on f.edition_id = e.id
    where e.started_at > ${now}::timestamptz - interval '1 day' and not e.is_rehearsal
    group by e.id, n.id order by e.id`.execute(db);
  return rows;
}

/**
 * The readers of a send, counted only as far as the share may still exceed its limit: a count of all would read a
 * partition of a million rows each time.
 */
async function countReaders({ db }: FindDeps, editionId: number, atMost: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
    from (select 1 from deliveries where edition_id = ${editionId} and not is_rehearsal limit ${atMost}) d`.execute(db);
  return rows[0]!.count;
}

/** Sends of the last day with more complaints or bounces than mailbox providers tolerate. */
export const feedbackFinder: Finder = {
  kinds: ['complaints', 'bounces'],
  find: async (deps) => {
    const found: Condition[] = [];
    for (const row of await listReported(deps, deps.now()))
      for (const { kind, share, limit } of LIMITS) {
        const reports = row[kind];
        const enough = Math.ceil(reports / share);
        const readers = reports === 0 ? Infinity : await countReaders(deps, row.id, enough);
        if (readers === 0 || reports / readers <= share) continue;
        const percent = ((reports / readers) * 100).toFixed(1);
        const text = `${row.name}, edition ${row.id} of ${row.date}: ${reports} ${kind} from ${readers} readers (${percent} %). Providers tolerate ${limit}.`;
        found.push({ kind, about: row.id, newsletterId: row.newsletterId, editionId: row.id, text });
      }
    return found;
  },
};
