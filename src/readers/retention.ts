import { sql } from 'kysely';
import type { Db } from '../platform/db/client.ts';
import { daysBefore, loadKeptDays, saveKeptDays } from '../platform/retentionSettings.ts';

// A batch holds a day's sign-ups, so that years of them do not block one sweep.
const ROWS = 5_000;
const ADDRESS_CHANGES_DAYS = 7;

/** The number of days for which the record keeps whole network addresses. */
export async function loadNetworkAddressDays({ db }: { db: Db }): Promise<number> {
  return (await loadKeptDays({ db }))['network-addresses'];
}

/** Sets the number of days, 0 to 3650. Throws INVALID_INPUT. */
export async function setNetworkAddressDays({ db }: { db: Db }, days: number, actor: string): Promise<void> {
  await saveKeptDays({ db }, { 'network-addresses': days }, actor);
}

/**
 * Shortens recorded network addresses older than the setting to their network (IPv4 /24, IPv6 /48), some thousands per
 * call, and deletes unconfirmed requests for another address. Returns how many it shortened.
 */
export async function shortenNetworkAddresses({ db, now }: { db: Db; now: () => Date }): Promise<number> {
  const days = await loadNetworkAddressDays({ db });
  const before = (age: number): Date => daysBefore(now(), age);
  // The condition matches the index consent_events_whole_address: a sweep with nothing to do reads one page of it.
  const { numAffectedRows } = await sql`
    update consent_events c
    set network_address = network(set_masklen(c.network_address, case family(c.network_address) when 4 then 24 else 48 end))
    where c.id in (
      select id from consent_events
      where masklen(network_address) = case family(network_address) when 4 then 32 else 128 end
        and at <= ${before(days)}
      order by at limit ${ROWS} for update skip locked)`.execute(db);
  await sql`delete from address_changes where requested_at < ${before(ADDRESS_CHANGES_DAYS)}`.execute(db);
  return Number(numAffectedRows ?? 0);
}
