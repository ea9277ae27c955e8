import { sql, type RawBuilder } from 'kysely';
import type { EditionKind } from '../domain/states.ts';

/**
 * Who wants an edition, as an SQL condition on `subscriptions s` for its kind and date (values, or columns of a joined
 * edition). The one place that says so: the freeze, the claim and the fence ask it, and whatever counts readers before
 * a send. An active reader wants
 * - a daily edition: with frequency daily, and with weekdays where its date is a Monday to Friday;
 * - a special edition: unless weekly;
 * - a weekly edition: with frequency weekly alone, for the others have had its stories;
 * - a correction: always, since it goes to those only who have the wrong text already;
 * and but for corrections no edition dated before the day to which mail is paused.
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
