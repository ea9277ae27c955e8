import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { partitionOf } from '../ledger/partition.ts';
import { MAILING } from '../../domain/states.ts';

/** The limits of a destination domain: messages per second, and concurrent connections. Null: no limit. */
export type DomainLimit = Readonly<{ perSecond: number | null; connections: number | null }>;

export const NO_LIMIT: DomainLimit = Object.freeze({ perSecond: null, connections: null });

/** Mailbox providers that serve several domains from the same machines. A limit or pause of one applies to all. */
const SHARED: readonly (readonly string[])[] = [
  ['gmail.com', 'googlemail.com'],
  ['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'hotmail.co.uk', 'hotmail.fr', 'hotmail.de', 'outlook.de'],
  ['yahoo.com', 'ymail.com', 'rocketmail.com', 'aol.com', 'yahoo.co.uk', 'yahoo.fr', 'yahoo.de'],
  ['icloud.com', 'me.com', 'mac.com'],
  ['gmx.de', 'gmx.net', 'gmx.at', 'gmx.ch', 'web.de'],
];

/** The domain of an address, in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** All domains on the same machines as `domain`, including itself. */
export function siblingsOf(domain: string): readonly string[] {
  return SHARED.find((domains) => domains.includes(domain)) ?? [domain];
}

/** The name under which sibling domains share their limits. */
export function groupOf(domain: string): string {
  return siblingsOf(domain)[0]!;
}

/** Loads the limits that staff set, by group. */
export async function loadDomainLimits({ db }: { db: Db }): Promise<Map<string, DomainLimit>> {
  const rows = await db.selectFrom('domain_limits').selectAll().execute();
  return new Map(
    rows.map(({ domain, per_second, connections }) => [groupOf(domain), { perSecond: per_second, connections }]),
  );
}

/**
 * Sets the limits of a domain and its siblings. Both null: no limit. Running sends apply it within a second. Readers
 * whom the former limit postponed are due at once.
 */
export async function setDomainLimit({ db }: { db: Db }, domain: string, limit: DomainLimit): Promise<void> {
  const group = groupOf(domain.toLowerCase());
  await saveLimit(db, group, limit);
  await bringForward(db, group);
}

async function saveLimit(db: Db, group: string, limit: DomainLimit): Promise<void> {
  if (limit.perSecond === null && limit.connections === null) {
    await db.deleteFrom('domain_limits').where('domain', '=', group).execute();
    return;
  }
  const set = { per_second: limit.perSecond, connections: limit.connections };
  await db
    .insertInto('domain_limits')
    .values({ domain: group, ...set })
    .onConflict((conflict) => conflict.column('domain').doUpdateSet(set))
    .execute();
}

/** Makes due deliveries that were not attempted yet ready at once: only their domain's limit held them back. */
async function bringForward(db: Db, group: string): Promise<void> {
  const running = await db
    .selectFrom('editions')
    .select(['id', 'is_rehearsal'])
    .where('state', 'in', MAILING)
    .where('started_at', 'is not', null)
    .execute();
  for (const { id, is_rehearsal: isRehearsal } of running)
    await sql`
      update ${partitionOf(id)} d set next_attempt_at = now()
      from subscribers p
      where d.is_rehearsal = ${isRehearsal} and d.state = 'pending' and d.attempts = 0 and d.verdict is null
        and d.due_at <= now() and d.next_attempt_at > now()
        and p.id = d.subscriber_id and split_part(p.email, '@', 2) = any(${[...siblingsOf(group)]}::text[])`.execute(
      db,
    );
}

/**
 * Pauses a domain that asked for patience: no mailer claims its readers for `pauseMs(failures in a row)`. Calls
 * within one pause count once, because many connections meet the same refusal. Returns the end of the pause, or null
 * if the domain was already paused.
 */
export async function pauseDomain(
  { db }: { db: Db },
  domain: string,
  { pauseMs, reply }: { pauseMs: (failures: number) => number; reply: string },
): Promise<Date | null> {
  const siblings = [...siblingsOf(domain)];
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('reveille domain'), hashtext(${siblings[0]}))`.execute(tx);
    const { rows } = await sql<{ failures: number; isOn: boolean }>`
      select failures, until > now() as "isOn" from domain_pauses where domain = ${domain}`.execute(tx);
    if (rows[0]?.isOn) return null;
    const failures = (rows[0]?.failures ?? 0) + 1;
    const { rows: paused } = await sql<{ until: Date }>`
      insert into domain_pauses (domain, until, failures, reply)
      select domain, now() + ${pauseMs(failures)} * interval '1 millisecond', ${failures}, ${reply}
      from unnest(${siblings}::text[]) as domain
      on conflict (domain) do update
        set until = excluded.until, failures = excluded.failures, reply = excluded.reply
      returning until`.execute(tx);
    return paused[0]!.until;
  });
}

/** Clears the pauses of a domain that accepts mail again, so that its next pause starts short. */
export async function unpauseDomain({ db }: { db: Db }, domain: string): Promise<void> {
  await db
    .deleteFrom('domain_pauses')
    .where('domain', 'in', [...siblingsOf(domain)])
    .where('until', '<', sql<Date>`now()`)
    .execute();
}

/** Removes pauses that ended a day ago: a reader's own domain, and what its server said, must not outlive an erasure. */
export async function sweepDomainPauses({ db }: { db: Db }): Promise<void> {
  await sql`delete from domain_pauses where until < now() - interval '1 day'`.execute(db);
}

/** Loads the domains with earlier pauses, which unpauseDomain clears at the next accepted message. */
export async function loadPausedDomains({ db }: { db: Db }): Promise<Set<string>> {
  const rows = await db.selectFrom('domain_pauses').select('domain').execute();
  return new Set(rows.map(({ domain }) => domain));
}
