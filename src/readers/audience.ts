import { sql, type RawBuilder } from 'kysely';
import type { EditionKind } from '../domain/states.ts';

/**
 * Which readers want an edition: an SQL condition on `subscriptions s` for its kind and date (values, or columns of a
 * joined edition). It is the only definition: the freeze, the claim, the fence and all counts before a send use it.
 * An active reader wants
 * - a daily edition: with frequency daily, and with frequency weekdays if its date is a Monday to Friday;
 * - a special edition: unless weekly;
 * - a weekly edition: with frequency weekly only, because the others have had its stories;
 * - a correction: always, because it goes only to readers of the wrong text;
 * and, except for corrections, no edition dated before the day until which mail is paused.
 */
export function wantsEdition({
  kind,
  date,
}: {
  kind: EditionKind | RawBuilder<unknown>;
  date: string | RawBuilder<unknown>;
}): RawBuilder<boolean> {
  const its = typeof kind === 'string' ? sql`${kind}::text` : kind;
  const day = typeof date === 'string' ? sql`${date}::date` : date;
  return sql<boolean>`(s.status = 'active' and (${its} = 'correction' or (
    (s.paused_until is null or s.paused_until <= ${day})
    and case ${its}
      when 'weekly' then s.frequency = 'weekly'
      when 'special' then s.frequency <> 'weekly'
      else s.frequency = 'daily' or (s.frequency = 'weekdays' and extract(isodow from ${day}) < 6)
    end)))`;
}
