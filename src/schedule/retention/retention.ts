import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { SettableName } from '../../domain/retention.ts';
import { warnUnlessAway } from '../../platform/db/away.ts';
import { loadHold } from '../../platform/hold.ts';
import type { Running } from '../../platform/process.ts';
import { daysBefore, loadKeptDays, SETTABLE } from '../../platform/retentionSettings.ts';
import { loadRemovalStart } from '../../platform/retentionStart.ts';
import { codeOf } from '../../domain/errors.ts';
import type { RemovalDeps } from './removal.ts';
import { REMOVALS } from './removals.ts';

/** A rule that was swept to its end is swept again after this. */
const SWEEP_EVERY_HOURS = 20;
const STEP_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 60_000;
/** One scheduler at a time sweeps. */
const LOCK = 'reveille retention';
/** A lock was not free in time: a long read goes on, such as a backup. */
const LOCK_NOT_AVAILABLE = '55P03';

/** What a round did: rows that went, and whether old rows may be left. */
export type Round = { removed: number; isOver: boolean };

/** True while mail goes out, or is about to: the database is then the mailers'. */
async function isMailing({ db }: RemovalDeps): Promise<boolean> {
  const { rows } = await sql<{ isMailing: boolean }>`
    select exists (select from leases where role = 'delivery' and until > now())
      or exists (select from editions where state = 'preparing')
      or exists (
        select from editions e where e.state = 'submitting' and (not e.by_readers_clock or exists (
          select from waves w where w.edition_id = e.id and w.is_rehearsal = e.is_rehearsal
            and w.due_at between now() - interval '1 minute' and now() + interval '1 minute'))) as "isMailing"`.execute(
    db,
  );
  return rows[0]!.isMailing;
}

async function listDue({ db, now }: RemovalDeps): Promise<SettableName[]> {
  const { rows } = await sql<{ rule: string }>`
    select rule from retention_sweeps
    where at > ${now()}::timestamptz - ${SWEEP_EVERY_HOURS} * interval '1 hour' and at <= ${now()}::timestamptz`.execute(
    db,
  );
  const done = new Set(rows.map(({ rule }) => rule));
  return SETTABLE.filter((name) => REMOVALS[name] !== null && !done.has(name));
}

async function recordStep({ db, now }: RemovalDeps, rule: SettableName, removed: number): Promise<void> {
  const at = removed === 0 ? now() : null;
  await sql`
    insert into retention_sweeps as s (rule, at, removed) values (${rule}, ${at}, ${removed})
    on conflict (rule) do update set at = coalesce(excluded.at, s.at), removed = s.removed + excluded.removed`.execute(
    db,
  );
}

/** One batch of each rule that is due, while no mail goes out. A rule that fails does not stop the others. */
async function sweepDue(deps: RemovalDeps): Promise<Round> {
  const due = await listDue(deps);
  if (due.length === 0) return { removed: 0, isOver: true };
  const kept = await loadKeptDays(deps);
  const round: Round = { removed: 0, isOver: true };
  for (const name of due) {
    if (await isMailing(deps)) return { ...round, isOver: false };
    try {
      const removed = await REMOVALS[name]!(deps, daysBefore(deps.now(), kept[name]));
      await recordStep(deps, name, removed);
      round.removed += removed;
      if (removed > 0) round.isOver = false;
    } catch (error) {
      if (codeOf(error) !== LOCK_NOT_AVAILABLE)
        warnUnlessAway(deps.log, error, 'old rows could not be removed', { rule: name });
    }
  }
  return round;
}

/**
 * Removes one batch of what every rule of src/domain/retention.ts calls old. Safe to run anywhere and at any time: one
 * process sweeps at a time, each batch is a transaction, and the next one starts from the rows. It does nothing while
 * mail goes out, while all sending is held after a restore, and on the first day after an upgrade (loadRemovalStart).
 */
export async function sweepRetention(deps: RemovalDeps): Promise<Round> {
  if ((await loadHold(deps)) || (await loadRemovalStart(deps)) > deps.now()) return { removed: 0, isOver: true };
  return deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ isMine: boolean }>`
      select pg_try_advisory_xact_lock(hashtext(${LOCK})) as "isMine"`.execute(tx);
    return rows[0]!.isMine ? sweepDue(deps) : { removed: 0, isOver: true };
  });
}

/** Sweeps beside the schedule until it is closed: a batch a second while something is old, else a look a minute. */
export function startRetention(deps: RemovalDeps): Running {
  const stopping = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const round = await sweepRetention(deps).catch((error: unknown) => {
        warnUnlessAway(deps.log, error, 'old rows could not be removed');
        return { removed: 0, isOver: true };
      });
      const waitMs = round.isOver ? LOOK_EVERY_MS : STEP_EVERY_MS;
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = loop();
  return {
    close: async () => {
      stopping.abort();
      await ended;
    },
  };
}
