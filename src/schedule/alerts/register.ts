import { sql } from 'kysely';
import type { Db } from '../../platform/db/client.ts';
import { daysBefore, loadKeptDays } from '../../platform/retentionSettings.ts';
import { keyOf, type AlertKind, type Condition } from './condition.ts';

/** Opens an alert for a condition, or notes that it lasts. Of several processes, one opens it. Returns true if this one did. */
export async function openAlert(db: Db, condition: Condition, now: Date): Promise<boolean> {
  const { kind, newsletterId = null, editionId = null, text } = condition;
  const { rows } = await sql<{ isNew: boolean }>`
    insert into alerts as a (key, kind, newsletter_id, edition_id, text, opened_at, seen_at, next_send_at)
    values (${keyOf(condition)}, ${kind}, ${newsletterId}, ${editionId}, ${text}, ${now}, ${now}, ${now})
    on conflict (key) where closed_at is null do update set text = excluded.text, seen_at = excluded.seen_at
      where a.text <> excluded.text or a.seen_at < excluded.seen_at - interval '1 minute'
    returning a.opened_at = ${now}::timestamptz as "isNew"`.execute(db);
  return rows[0]?.isNew ?? false;
}

/** What a round looked for: of these kinds, all that lasts. `only`: of this kind, it sees a single `about`. */
export type Looked = { kinds: readonly AlertKind[]; only?: string; found: readonly Condition[] };

/**
 * Closes the alerts that a round looked for and did not find. One that reached somebody gets an all-clear; of another,
 * nobody knows. The alert of a machine that has looked no more for an hour is closed, too.
 */
export async function closeOver(db: Db, { kinds, only, found }: Looked, now: Date): Promise<void> {
  const keys = found.map(keyOf);
  const own = only === undefined ? null : kinds.map((kind) => keyOf({ kind, about: only }));
  await sql`
    update alerts
    set closed_at = ${now}, next_send_at = case when notices > 0 then ${now}::timestamptz end
    where closed_at is null and kind = any(${kinds}::text[]) and not key = any(${keys}::text[])
      and (${own}::text[] is null or key = any(${own}::text[])
           or seen_at < ${now}::timestamptz - interval '1 hour')`.execute(db);
}

/** Removes alerts that were over long ago. Returns how many. */
export async function removeOld(db: Db, now: Date): Promise<number> {
  const { alerts: days } = await loadKeptDays({ db });
  const gone = await db.deleteFrom('alerts').where('closed_at', '<', daysBefore(now, days)).executeTakeFirst();
  return Number(gone.numDeletedRows);
}
